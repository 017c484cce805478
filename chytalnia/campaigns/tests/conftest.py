import pytest

from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.people.rules import Role


@pytest.fixture
def units(db):
    return lending.network()


@pytest.fixture
def one(units):
    return units["one"]


@pytest.fixture
def staff(units):
    """Makes an account with a role in a unit."""

    def make(role, unit, name=""):
        user = people.create_account(username=name or f"{role}-{unit.code}", by=None, password="x", language="en")
        people.grant_role(user=user, role=Role(role), unit=unit, by=None)
        return user

    return make


@pytest.fixture
def signed(client):
    def sign(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign
