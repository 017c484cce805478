"""Statements put together once ask and write what the ORM would."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chytalnia.core import statements
from chytalnia.core.statements import Kept
from chytalnia.network.models import HoursException, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    region = Unit.add_root(code="region", kind="region", name={"uk": "Область"})
    system = region.add_child(code="town", kind="system", name={"uk": "Місто"})
    return region, system


def closed(unit, code, first, last):
    """A number, a text and two days; a related row comes along, the rest is put off."""
    rows = HoursException.objects.filter(unit=unit, unit__code=code, first__lte=last, last__gte=first)
    return rows.select_related("unit").only("first", "unit__code", "unit__name")


def test_a_kept_question_answers_as_its_queryset(units):
    region, system = units
    for unit, day in ((region, 1), (system, 2), (system, 20)):
        HoursException.objects.create(unit=unit, first=date(2026, 5, day), last=date(2026, 5, day))
    kept = Kept(closed)
    for values in ((region.pk, "region", date(2026, 5, 1), date(2026, 5, 9)), (system.pk, "town", date(2026, 5, 1), date(2026, 5, 31)),
                   (system.pk, "nobody", date(2026, 5, 1), date(2026, 5, 31))):  # fmt: skip
        found = kept(*values)
        assert found == list(closed(*values))
        assert [each.get_deferred_fields() for each in found] == [
            each.get_deferred_fields() for each in closed(*values)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert [str(each.unit.name) for each in found] == [str(each.unit.name) for each in closed(*values)]
        assert len(asked) == 1


def test_a_kept_question_that_does_not_ask_for_a_value_is_a_mistake():
    with pytest.raises(TypeError, match=r"does not ask for its values \[1\]"):
        Kept(lambda code, other: Unit.objects.filter(code=code))("town", "other")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only(units):
    kept = Kept(lambda pk: Unit.objects.select_for_update(of=("self",)).filter(pk=pk))
    with pytest.raises(transaction.TransactionManagementError):
        kept(units[0].pk)
    with transaction.atomic():
        assert kept(units[0].pk) == [units[0]]
    with pytest.raises(transaction.TransactionManagementError):
        kept(units[0].pk)


def test_rows_are_written_as_the_orm_writes_them(units):
    region, system = units
    day = statements.insert(HoursException(unit=system, first=date(2026, 5, 2), last=date(2026, 5, 3)))
    assert HoursException.objects.get() == day
    assert not day._state.adding
    statements.write(
        statements.change(HoursException, day.pk, unit=region, last=date(2026, 5, 9)),
        statements.insertion(HoursException(unit=system, first=date(2026, 6, 1), last=date(2026, 6, 1))),
    )
    rows = HoursException.objects.order_by("pk").values_list("unit__code", "first", "last")
    assert list(rows) == [("region", date(2026, 5, 2), date(2026, 5, 9)), ("town", date(2026, 6, 1), date(2026, 6, 1))]
    day.refresh_from_db()
    assert day.unit == region
    statements.write()
