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
def one(db):
    return lending.network()["one"]


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
