"""Role × unit × act: who may do what where, the whole table."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from chytalnia.lending import services
from chytalnia.lending.models import Hold
from chytalnia.lending.tests import factories
from chytalnia.network.tests.factories import holder
from chytalnia.people import rules
from chytalnia.people.rules import Role

#: What each service asks for, and how it is called at a desk of a unit.
ACTS = {
    "lending.lend": lambda w, by: services.lend(item=w.free, reader=w.reader, unit=w.unit, by=by),
    "lending.override": lambda w, by: services.lend(
        item=w.inside, reader=w.reader, unit=w.unit, by=by, override="a day"
    ),
    "lending.take_back": lambda w, by: services.take_back(item=w.lent.item, unit=w.unit, by=by),
    "lending.renew": lambda w, by: services.renew(loan=w.lent, by=by, at=timezone.now() + timedelta(days=9)),
    "lending.undo": lambda w, by: services.undo(act=w.act, by=by),
    "lending.hold": lambda w, by: services.place_hold(reader=w.reader, target=w.wanted, pickup=w.unit, by=by),
    "lending.move": lambda w, by: services.send(item=w.free, unit=w.unit, target=w.there, by=by),
    "lending.lose": lambda w, by: services.mark_lost(item=w.free, unit=w.unit, by=by),
    "lending.money": lambda w, by: services.take_pledge(reader=w.reader, unit=w.unit, amount_minor=100, by=by),
    "lending.ill": lambda w, by: services.ill.order(reader=w.reader, unit=w.unit, title="Земля", by=by),
    "lending.trip": lambda w, by: services.trips.plan(unit=w.unit, on=timezone.localdate(), name="Round", by=by),
    "lending.home": lambda w, by: services.serve_at_home(
        reader=w.reader, unit=w.unit, address="Садова 4", carrier="Лис", since=timezone.localdate(), by=by
    ),
    "lending.forgive": lambda w, by: services.forgive(loan=w.missing, by=by, note="a flood"),
}


class World:
    """Something for every act to be done with, in one branch."""

    def __init__(self, units):
        self.unit, self.there = units["one"], units["two"]
        self.reader = factories.reader(self.unit)
        self.free, self.inside = factories.item(self.unit), factories.item(self.unit, status="not_lent")
        self.free.holder_id = self.inside.holder_id = units["north"].pk
        for each in (self.free, self.inside):
            each.save()
        self.act = services.lend(item=factories.item(self.unit), reader=self.reader, unit=self.unit)
        self.lent = services.lend(item=factories.item(self.unit), reader=self.reader, unit=self.unit).loan
        self.missing = services.lend(
            item=factories.item(self.unit), reader=factories.reader(self.unit), unit=self.unit
        ).loan
        services.mark_lost(item=self.missing.item, unit=self.unit, amount_minor=0)
        self.missing.refresh_from_db()
        self.wanted = factories.item(self.unit)


@pytest.fixture
def world(units, english):
    return World(units)


class EnoughError(Exception):
    """The act was allowed; what it did is taken back for the next one."""


def allowed(act, world, user):
    try:
        with transaction.atomic():
            act(world, user)
            raise EnoughError
    except EnoughError:
        return True
    except PermissionDenied:
        return False


@pytest.mark.parametrize("action", ACTS)
def test_who_may_where(units, world, action):
    for place, reaches in (("region", True), ("north", True), ("one", True), ("two", False), ("south", False)):
        for role in Role:
            user = holder(units[place], role)
            may = reaches and role in rules.roles_for(action)
            assert allowed(ACTS[action], world, user) == may, (place, role)
    assert not Hold.objects.exists()
