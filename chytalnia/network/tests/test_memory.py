"""What pages remember of libraries is forgotten when it changes."""

import pytest
from django.db import transaction

from chytalnia.core.translated import Translated
from chytalnia.network import memory, services

from .factories import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    system = unit(kind="system", code="system")
    return {"system": system, "one": unit(system, code="one", name=Translated(uk="Філія № 1"))}


def test_a_library_is_asked_about_once(tree, django_assert_num_queries):
    pk = tree["one"].pk
    memory.hours_of(list(memory.units([pk]).values()))
    with django_assert_num_queries(0):
        known = memory.units([pk])[pk]
        assert memory.units_coded(["one"]) == {"one": known}
        assert not memory.hours_of([known])[pk].is_known


def test_what_is_not_there_is_left_out(tree):
    assert memory.units([10**9]) == {}
    assert list(memory.units_coded(["nowhere", "one"])) == ["one"]


def test_a_change_shows_at_once_also_from_above(tree):
    known = memory.units([tree["one"].pk])[tree["one"].pk]
    assert not memory.hours_of([known])[known.pk].is_known
    services.set_hours(unit=tree["system"], weekly={0: [("10:00", "18:00")]})
    assert memory.hours_of([known])[known.pk].is_known
    services.change_card(unit=tree["one"], name=Translated(uk="Сімейна"))
    assert str(memory.units([known.pk])[known.pk].name) == "Сімейна"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_the_change_was_stored_is_forgotten_with_it(tree):
    one = tree["one"]
    with transaction.atomic():
        services.change_card(unit=one, name=Translated(uk="Сімейна"))
        # Somebody else, who does not see the change yet, asks in between.
        memory._held[0].units[one.pk] = one.__class__(pk=one.pk, name=Translated(uk="Стара"))
    assert str(memory.units([one.pk])[one.pk].name) == "Сімейна"
