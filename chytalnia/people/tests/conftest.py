"""Libraries, readers and staff that tests of readers begin with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from chytalnia.network import services as network
from chytalnia.people.models import User
from chytalnia.people.readers import services
from chytalnia.people.services import grant_role


@pytest.fixture
def system():
    return network.create_unit(parent=None, kind="system", code="sys", name="Система", by=None)


@pytest.fixture
def branch(system):
    return network.create_unit(parent=system, kind="branch", code="b1", name="Філія 1", by=None)


@pytest.fixture
def other(system):
    return network.create_unit(parent=system, kind="branch", code="b2", name="Філія 2", by=None)


@pytest.fixture
def abroad():
    top = network.create_unit(parent=None, kind="system", code="sys2", name="Інша система", by=None)
    return network.create_unit(parent=top, kind="branch", code="c1", name="Чужа філія", by=None)


@pytest.fixture
def enrol():
    """Registers a reader: `enrol(unit, surname=…)`."""

    def enrol(unit, **fields):
        known = {"surname": "Коваль", "name": "Олена", "birth_date": date(1990, 5, 17)}
        return services.register(unit=unit, **{"on": timezone.localdate(), **known} | fields)

    return enrol


@pytest.fixture
def small():
    """The day of birth of somebody who is eight today."""
    return timezone.localdate() - timedelta(days=3000)


@pytest.fixture
def staff():
    """Makes a member of staff: `staff(unit, "librarian")`."""

    def staff(unit, role="librarian"):
        user = User.objects.create(username=f"{role}-{unit.code}", email=f"{role}-{unit.code}@example.org")
        grant_role(user=user, role=role, unit=unit, by=None)
        return user

    return staff


@pytest.fixture
def desk(client, staff, branch):
    """The desk of a librarian of the branch."""
    client.force_login(staff(branch))
    return client
