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
    user = people.create_account(username="librarian", by=None, password="x", language="en")
    people.grant_role(user=user, role=Role.LIBRARIAN, unit=one, by=None)
    return user


@pytest.fixture
def desk(client, librarian):
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    return client
