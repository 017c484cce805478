"""Two branches of one system, a book in the catalogue, a reader."""

from __future__ import annotations

from datetime import date

import pytest

from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import importing, items
from chytalnia.catalogue.tests.factories import marc, system, write
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.readers import services as readers


@pytest.fixture
def units(db):
    return system()


@pytest.fixture
def branch(units):
    return units[1]


@pytest.fixture
def other_branch(units):
    return units[2]


@pytest.fixture
def record(units, tmp_path):
    file = write(tmp_path / "one.mrc", marc("1", title="Кобзар", isbn="9789660345614"))
    importing.run(importing.create_job(path=file, unit=units[0]))
    return Record.objects.get()


@pytest.fixture
def make_item():
    return lambda record, unit: items.receive_items(record=record, unit=unit, count=1)[0]


@pytest.fixture
def librarian(units):
    user = User.objects.create_user("librarian")
    RoleGrant.objects.create(user=user, unit=units[1], role="librarian")
    return user


@pytest.fixture
def reader(branch):
    return readers.register(
        unit=branch, surname="Коваль", name="Оксана", birth_date=date(1990, 5, 1), phone="+380671234567"
    )
