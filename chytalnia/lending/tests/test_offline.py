"""What a desk did without a line, taken in afterwards: once, with its own time, and what speaks against it told to a person."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from chytalnia.journal import periods
from chytalnia.journal.models import Fact
from chytalnia.lending import services
from chytalnia.lending.models import Act, Conflict, Hold, Loan, OfflineDesk, Received
from chytalnia.lending.offline import desks
from chytalnia.lending.offline.replay import Line, receive, take_in
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.test_threads import together
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import Card, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def desk_in(unit, name="Notebook"):
    return OfflineDesk.objects.create(
        name=name, unit=unit, registered_at=timezone.now() - timedelta(days=60), token=uuid.uuid4().hex
    )


def at(hour, minute=0, *, days=1):
    """A moment of a day in the past: noon is never near the end of a day, whatever the hour of the test."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def card_of(reader):
    return Card.objects.get(reader=reader).number


@pytest.fixture
def by(one):
    return holder(one, "librarian").pk


@pytest.fixture
def desk(one):
    return desk_in(one)


def lent(item, reader, when, by, **more):
    return Line(key=uuid.uuid4(), deed="lend", at=when, by=by, card=card_of(reader), barcode=item.barcode, **more)


def back(item, when, by):
    return Line(key=uuid.uuid4(), deed="take_back", at=when, by=by, barcode=item.barcode)


def test_a_loan_keeps_its_time_and_the_date_that_was_promised(desk, one, by):
    item, reader = factories.item(one), factories.reader(one)
    line = lent(item, reader, at(11), by, due_on=timezone.localdate() + timedelta(days=20))

    [kept] = take_in(desk=desk, lines=[line])

    loan = Loan.objects.get()
    assert (loan.issued_at, loan.due_on, loan.reader) == (line.at, line.due_on, reader)
    assert (kept.outcome, kept.problems, kept.told) == ("recorded", [], {})
    act = kept.act
    assert (act.at, act.by_id, act.device, act.fact.day) == (line.at, by, desk.device, timezone.localdate(line.at))
    assert not Conflict.objects.exists()
    assert_all_is_well()


def test_the_same_line_again_is_the_same_answer(desk, one, by):
    item, reader = factories.item(one), factories.reader(one)
    lines = [lent(item, reader, at(11), by), back(item, at(15), by)]

    first = take_in(desk=desk, lines=lines)
    acts = Act.objects.count()

    assert take_in(desk=desk, lines=lines[::-1]) == first[::-1]
    assert Act.objects.count() == acts
    assert not Loan.objects.open().exists()
    assert_all_is_well()


def test_a_return_sent_before_its_loan_ends_it(desk, one, two, by):
    """Lent by one device, brought back to another that found its line first."""
    item, reader = factories.item(one), factories.reader(one)
    other = desk_in(one, "Phone")

    receive(desk=other, line=back(item, at(15), by))
    kept = receive(desk=desk, line=lent(item, reader, at(11), by))

    loan = Loan.objects.get()
    assert (loan.state, loan.returned_at) == ("returned", at(15))
    assert (kept.outcome, kept.problems) == ("recorded", [])
    item.refresh_from_db()
    assert item.status == "available"
    assert not Conflict.objects.exists()
    assert_all_is_well()


@pytest.mark.parametrize("later_first", [False, True])
def test_two_desks_lent_the_same_book(desk, one, by, later_first):
    """Both loans are counted, the later reader is the one who owes it, and one deed is to be looked at."""
    item, first, second = factories.item(one), factories.reader(one), factories.reader(one, surname="Мороз")
    other = desk_in(one, "Phone")
    lines = [(desk, lent(item, first, at(11), by)), (other, lent(item, second, at(12), by))]

    for where, line in reversed(lines) if later_first else lines:
        receive(desk=where, line=line)

    assert [(loan.reader, loan.is_open) for loan in Loan.objects.order_by("issued_at")] == [
        (first, False),
        (second, True),
    ]
    assert Fact.objects.filter(kind="issues.physical").count() == 2
    assert Fact.objects.filter(kind="returns").count() == 1
    conflict = Conflict.objects.get()
    if later_first:
        assert (conflict.outcome, conflict.problems) == ("ended", ["lent_to_another_later"])
    else:
        assert (conflict.outcome, conflict.problems) == ("after_return", ["on_loan_to_another"])
    assert_all_is_well()


def test_what_rules_say_is_told_and_the_loan_stands(desk, one, by):
    item, reader = factories.item(one), factories.reader(one, registered=False)
    Reader.objects.filter(pk=reader.pk).update(blocked_until=timezone.localdate() + timedelta(days=9), block_reason="x")

    receive(desk=desk, line=lent(item, reader, at(11), by))

    conflict = Conflict.objects.get()
    assert set(conflict.problems) == {"blocked", "expired_registration"}
    assert (conflict.outcome, conflict.act) == ("recorded", Act.objects.get(kind="lend"))
    assert_all_is_well()


def test_a_copy_set_aside_for_another_leaves_them_in_the_queue(desk, one, by):
    item, waiting, reader = factories.item(one), factories.reader(one), factories.reader(one, surname="Мороз")
    hold = services.place_hold(reader=waiting, target=item, pickup=one)
    assert hold.item == item

    receive(desk=desk, line=lent(item, reader, at(11), by))

    assert Conflict.objects.get().problems == ["held_for_another"]
    assert Hold.objects.get().state == "queued"
    assert_all_is_well()


@pytest.mark.parametrize("what", ["card", "copy"])
def test_what_nobody_knows_waits_on_the_list(desk, one, by, what):
    item, reader = factories.item(one), factories.reader(one)
    line = lent(item, reader, at(11), by)
    unknown = {"card": {"card": "999"}, "copy": {"barcode": "nothing"}}[what]
    told = Line(key=line.key, deed="lend", at=line.at, by=by, **{"card": line.card, "barcode": line.barcode} | unknown)

    kept = receive(desk=desk, line=told)

    assert (kept.outcome, kept.problems) == ("not_recorded", [f"unknown_{'card' if what == 'card' else 'item'}"])
    conflict = Conflict.objects.get()
    assert (conflict.card, conflict.barcode) == (told.card, told.barcode)
    assert not Act.objects.exists()


def registration(by, **person):
    told = {"surname": "Нова", "name": "Оксана", "patronymic": "", "birth_date": "1990-02-03", "phone": "", **person}
    return Line(key=uuid.uuid4(), deed="register", at=at(10), by=by, card="880012345", person=told)


@pytest.mark.parametrize("loan_first", [False, True])
def test_a_reader_is_registered_and_borrows(desk, one, by, loan_first):
    """Their loan may arrive before they do; it is written down when they come."""
    item, line = factories.item(one), registration(by)
    loan = Line(key=uuid.uuid4(), deed="lend", at=at(11), by=by, card=line.card, barcode=item.barcode)
    lines = [loan, line] if loan_first else [line, loan]

    for each in lines:
        receive(desk=desk, line=each)
    receive(desk=desk, line=line)

    reader = Reader.objects.get(key=line.key)
    assert (reader.full_name, card_of(reader), reader.home_unit) == ("Нова Оксана", line.card, one)
    assert reader.registrations.get().on == timezone.localdate(line.at)
    assert Loan.objects.get().reader == reader
    assert Fact.objects.filter(kind="users.registered").count() == 1
    assert not Conflict.objects.filter(settled_at=None).exists()
    assert_all_is_well()


def test_a_card_of_somebody_else_and_a_namesake_are_told(desk, one, by):
    owner = factories.reader(one, surname="Нова", birth_date=date(1990, 2, 3))
    Reader.objects.filter(pk=owner.pk).update(name="Оксана")
    Card.objects.filter(reader=owner).update(number="880012345")
    item, line = factories.item(one), registration(by)
    loan = Line(
        key=uuid.uuid4(), deed="lend", at=at(11), by=by, card=line.card, barcode=item.barcode, reader_key=line.key
    )

    take_in(desk=desk, lines=[line, loan])

    reader = Reader.objects.get(key=line.key)
    assert card_of(reader) != "880012345"
    assert Loan.objects.get().reader == reader, "the book is with the one who stood at the desk"
    assert set(Conflict.objects.get().problems) == {"card_taken", "registered_twice"}
    assert_all_is_well()


def test_a_registration_that_cannot_be_kept_is_not_lost(desk, one, by):
    receive(desk=desk, line=registration(by, surname=""))

    conflict = Conflict.objects.get()
    assert (conflict.outcome, conflict.told["name"]) == ("not_recorded", "Оксана")
    desks.settle(conflict=conflict, by=holder(one, "branch_head"))
    conflict.refresh_from_db()
    assert (conflict.told, conflict.card) == ({}, "")


def test_a_closed_period_counts_it_today(desk, one, by):
    day = timezone.localdate() - timedelta(days=1)
    periods.close_period(unit=one, first=day, last=day, by=holder(one, "administrator"))
    item, reader = factories.item(one), factories.reader(one)

    kept = receive(desk=desk, line=lent(item, reader, at(11), by))

    assert (kept.act.at, kept.act.fact.day) == (at(11), timezone.localdate())
    assert kept.act.fact.note
    assert_all_is_well()


def test_nobody_does_what_they_have_no_right_to(desk, one, two):
    """The deed is written down, for it has happened; nobody's name is on it, and it is told."""
    item, reader = factories.item(one), factories.reader(one)

    kept = receive(desk=desk, line=lent(item, reader, at(11), holder(two, "librarian").pk))

    assert (kept.act.by, kept.problems) == (None, ["no_right"])


def test_a_clock_that_was_wrong_is_told(one, by):
    desk = OfflineDesk.objects.create(name="New", unit=one, token="x")
    item, reader = factories.item(one), factories.reader(one)

    kept = receive(desk=desk, line=lent(item, reader, at(11), by))

    assert kept.problems == ["clock"]
    assert kept.happened_at == desk.registered_at


@pytest.mark.django_db(transaction=True)
def test_two_devices_send_at_once():
    """The same lines from many senders, and two desks that lent one book: each deed once, nothing lost."""
    units = factories.network()
    one = units["one"]
    by = holder(one, "librarian").pk
    first, second = desk_in(one), desk_in(one, "Phone")
    readers = [factories.reader(one, surname=f"Читач{n}") for n in range(2)]
    copies = [factories.item(one) for _ in range(3)]
    mine = [lent(copy, readers[0], at(11, n), by) for n, copy in enumerate(copies)]
    theirs = [lent(copy, readers[1], at(12, n), by) for n, copy in enumerate(copies)]

    def send(desk, lines):
        def act():
            try:
                return take_in(desk=desk, lines=lines)
            finally:
                connections.close_all()

        return act

    together(*[send(first, mine), send(second, theirs)] * 2)

    assert Received.objects.count() == 6
    assert Act.objects.filter(kind="lend").count() == 6
    assert {loan.reader for loan in Loan.objects.open()} == {readers[1]}
    assert Loan.objects.open().count() == 3
    assert Conflict.objects.count() == 3
    assert_all_is_well()


def test_an_undone_act_of_the_past_leaves_nothing(desk, one, by):
    item, first, second = factories.item(one), factories.reader(one), factories.reader(one, surname="Мороз")
    receive(desk=desk, line=lent(item, second, at(12), by))
    kept = receive(desk=desk, line=lent(item, first, at(11), by))

    with transaction.atomic():
        services.undo(act=kept.act)

    assert [loan.reader for loan in Loan.objects.exclude(state="undone")] == [second]
    assert_all_is_well()
