import pytest
from django.utils import translation

from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.people.rules import Role


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def units(db):
    return lending.network()


@pytest.fixture
def one(units):
    return units["one"]


@pytest.fixture
def librarian(one):
    """Works in the branch, may do there what librarians may."""
    user = people.create_account(username="librarian", by=None, password="x", language="en")
    people.grant_role(user=user, role=Role.LIBRARIAN, unit=one, by=None)
    return user


@pytest.fixture
def desk(client, librarian):
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def staff(one):
    """Somebody with a role in the branch, by a short name."""

    def made(name, role=Role.LIBRARIAN):
        user = people.create_account(username=name, by=None, password="x", language="en", first_name=name.title())
        people.grant_role(user=user, role=role, unit=one, by=None)
        return user

    return made


@pytest.fixture
def sign_in(client):
    def signed(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed
