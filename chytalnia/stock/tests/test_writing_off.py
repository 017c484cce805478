"""Acts of write-off: what may stand on them, what approval does, and how it is taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.catalogue.services import items as catalogue
from chytalnia.core.stages import ForbiddenMoveError, RefusedMoveError
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact
from chytalnia.journal.periods import close_period
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role
from chytalnia.stock import errors
from chytalnia.stock.models import WriteOffAct, WriteOffLine
from chytalnia.stock.services import accept_replacement, writing_off

from .factories import copies, draft, library


@pytest.fixture
def units(db, tmp_path):
    return library(tmp_path)


@pytest.fixture
def director(units):
    return holder(units[0], Role.DIRECTOR)


def withdrawn(unit):
    return journal.total("items.withdrawn", unit)


def test_an_approved_act_withdraws_its_copies_at_once(units, director):
    got = copies(units[1], 3)
    act = draft(units[0], got, reason="obsolete")
    act.move("approve", by=director)
    year = timezone.localdate().year
    assert (act.number, act.number_text, withdrawn(units[0])) == (1, f"{year}/1", 3)
    assert set(Item.objects.values_list("status", "withdrawal_reason", "withdrawal_act", "withdrawn_on")) == {
        ("withdrawn", "obsolete", f"{year}/1", act.on)
    }
    fact = Fact.objects.get(kind="items.withdrawn")
    assert (fact.source_kind, fact.source_id, fact.quantity) == ("stock.writeoffact", str(act.pk), 3)


def test_a_reversed_act_brings_back_each_copy_as_it_was(units, director):
    got = copies(units[1], 3)
    catalogue.change_status(items=got[:1], status="missing")
    act = draft(units[0], got)
    act.move("approve", by=director)
    act.move("reverse", by=director, note="wrong list")
    assert sorted(Item.objects.values_list("status", flat=True)) == ["available", "available", "missing"]
    assert withdrawn(units[0]) == 0
    assert Fact.objects.filter(kind="items.withdrawn").aggregate(n=Sum("quantity"))["n"] == 0
    assert not journal.check()
    # Its copies are free for another act, which takes the next number: a number is never given twice.
    again = draft(units[0], got)
    again.move("approve", by=director)
    assert (act.number, again.number, again.previous) == (1, 2, act)


def test_what_is_with_a_reader_does_not_come_on_an_act(units, director):
    got = copies(units[1], 4)
    catalogue.change_status(items=[got[0]], status="on_loan")
    catalogue.withdraw(items=[got[1]], reason="worn")
    first = draft(units[0], got)
    assert first.lines.count() == 2
    told = writing_off.add(act=draft(units[0], []), items=got)
    assert (told.added, sorted(item.pk for item, _why in told.refused)) == (0, [item.pk for item in got])
    assert writing_off.add(act=first, items=got[2:]).already == 2
    # Lent after it was put on the act: the act waits.
    catalogue.change_status(items=[got[2]], status="on_loan")
    with pytest.raises(RefusedMoveError):
        first.move("approve", by=director)
    assert withdrawn(units[0]) == 1


def test_an_act_of_a_branch_takes_only_its_own_copies(units):
    mine, theirs = copies(units[1]), copies(units[2])
    act = draft(units[1], mine + theirs)
    assert [line.item_id for line in act.lines.all()] == [mine[0].pk]


def test_without_a_commission_or_a_list_nothing_is_approved(units, director):
    with pytest.raises(RefusedMoveError):
        draft(units[0], []).move("approve", by=director)
    with pytest.raises(RefusedMoveError):
        draft(units[0], copies(units[1]), commission=["one", "two"]).move("approve", by=director)


def test_who_draws_up_an_act_does_not_approve_it(units):
    act = draft(units[0], copies(units[1]))
    with pytest.raises(ForbiddenMoveError):
        act.move("approve", by=holder(units[0], Role.CATALOGUER))


def test_days_to_come_and_days_that_are_signed_are_refused(units, director):
    today = timezone.localdate()
    with pytest.raises(RefusedMoveError):
        draft(units[0], copies(units[1]), on=today + timedelta(days=1)).move("approve", by=director)
    act = draft(units[0], copies(units[1]), on=today - timedelta(days=1))
    act.move("approve", by=director)
    assert journal.total("items.withdrawn", units[0], act.on, act.on) == 1
    close_period(unit=units[0], first=today - timedelta(days=3), last=today - timedelta(days=1))
    with pytest.raises(RefusedMoveError):
        act.move("reverse", by=director)
    act.refresh_from_db()
    assert act.stage == "approved"


def test_a_draft_changes_and_an_approved_act_does_not(units, director):
    got = copies(units[1], 2)
    act = draft(units[0], got)
    writing_off.change(act=act, reason="surplus")
    writing_off.remove(act=act, lines=[act.lines.first().pk])
    act.refresh_from_db()
    act.move("approve", by=director)
    for deed in (
        lambda: writing_off.change(act=act, reason="worn"),
        lambda: writing_off.remove(act=act, lines=[act.lines.first().pk]),
        lambda: writing_off.add(act=act, items=got),
    ):
        with pytest.raises(errors.NotDraft):
            deed()
    assert Item.objects.get(status=ItemStatus.WITHDRAWN).withdrawal_reason == "surplus"


def test_a_discarded_draft_lets_its_copies_go(units, director):
    got = copies(units[1])
    act = draft(units[0], got)
    act.move("discard", by=director)
    assert (act.number, draft(units[0], got).lines.count()) == (None, 1)


@transaction.atomic
def _taken_out_of_the_middle(act):
    """Past the ORM, which would ask first."""
    act.lines.all().delete()
    WriteOffAct.objects.filter(pk=act.pk)._raw_delete("default")
    connection.check_constraints()


def test_the_database_holds_the_order_of_numbers(units, director):
    acts = []
    for _n in range(3):
        act = draft(units[0], copies(units[1]))
        act.move("approve", by=director)
        acts.append(act)
    year = acts[0].year
    for wrong in (
        {"number": 2, "previous": acts[2]},
        {"number": 9, "previous": None},
        {"number": 9, "previous": acts[0]},
        {"number": None, "previous": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WriteOffAct.objects.create(
                unit=units[0], holder=units[0], year=year, on=date(year, 1, 1), reason="worn", stage="approved", **wrong
            )
    with pytest.raises(IntegrityError):
        _taken_out_of_the_middle(acts[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        WriteOffLine.objects.create(act=acts[0], item=acts[1].lines.get().item)


def test_numbers_go_on_from_those_on_paper(units, director):
    year = timezone.localdate().year
    catalogue.withdraw(items=copies(units[1]), reason="worn", act=f"{year}/7")
    act = draft(units[0], copies(units[1]))
    act.move("approve", by=director)
    assert act.number == 8


def test_a_lost_copy_is_replaced_by_an_equal_one(units, director):
    (lost,) = copies(units[1])
    act = accept_replacement(lost=lost, by=director)
    new = act.accepted
    assert (new.source, new.price_minor, new.unit_id, new.inventory_number) == ("replacement", 12_050, units[1].pk, "2")
    lost.refresh_from_db()
    line = lost.write_off_lines.get()
    assert (lost.status, line.act.reason, line.act.stage) == ("lost", "lost_by_reader", "draft")
    assert (act.number_text, new.accession_lot) == (f"{act.year}/1", new.stock_entry.lot.number_text)
    with pytest.raises(errors.AlreadyReplaced):
        accept_replacement(lost=lost, by=director)
    # The second goes into the same lot and on the same draft.
    second = accept_replacement(lost=copies(units[2])[0], by=director)
    assert second.accepted.stock_entry.lot == new.stock_entry.lot
    assert line.act.lines.count() == 2
