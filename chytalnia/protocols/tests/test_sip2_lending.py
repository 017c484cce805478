"""Loans, returns, renewals and what was done while the line was down, against the real services, over a real socket."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from chytalnia.lending import services as lending
from chytalnia.lending.models import Act, Conflict, Hold, HoldState, Loan
from chytalnia.lending.tests import factories
from chytalnia.people.readers import services as readers
from chytalnia.protocols.models import Device
from chytalnia.wire import sip2

from .sip2_machine import Machine, now
from .sip2_words import checkin, checkout, facts, moment, renew

pytestmark = pytest.mark.django_db(transaction=True)


# Borrowing


def test_a_book_goes_out_and_comes_back(machine, place):
    out = machine.ask(checkout(place))

    assert out.ok
    assert out.desensitize
    assert out.title == "Кобзар"
    loan = Loan.objects.get()
    assert (loan.reader, loan.item, loan.unit) == (place.reader, place.item, place.one)
    assert out.due == f"{loan.due_on:%Y%m%d}    235900"
    assert out.screen[0].startswith("Please bring it back by")
    act = Act.objects.get(kind="lend")
    assert (act.device, act.channel, act.by) == ("desk", "sip2", None)

    back = machine.ask(checkin(place))

    assert back.ok
    assert back.resensitize
    assert not back.is_alert
    assert back.permanent_location == "one"
    assert Loan.objects.get().returned_at is not None
    assert (facts("issues.physical"), facts("returns")) == (1, 1)


def test_the_same_message_twice_lends_once(server, machine, place):
    message = checkout(place)
    assert machine.ask(message).ok
    with Machine(server.port) as again:
        assert again.log_in(place.device, place.secret)
        answer = again.ask(message)

    assert answer.ok
    assert answer.transaction == str(Loan.objects.get().pk)
    assert facts("issues.physical") == 1


def test_out_and_back_and_out_within_a_second(machine, place, monkeypatch):
    monkeypatch.setattr("chytalnia.protocols.sip2.offline.SAME", 60)
    at = now()
    for _ in range(2):
        assert machine.ask(checkout(place, at=at)).ok
        assert Loan.objects.open().count() == 1
        assert machine.ask(checkin(place, at=at)).ok
        assert Loan.objects.open().count() == 0
    assert Loan.objects.count() == 2


def test_an_unknown_card_is_refused_in_the_language_of_the_machine(machine, place):
    answer = machine.ask(checkout(place, patron="999"))

    assert not answer.ok
    assert answer.screen == ("This card is not known. Please ask a librarian.",)


def test_an_unknown_book_is_refused(machine, place):
    assert not machine.ask(checkout(place, item="nothing")).ok
    answer = machine.ask(checkin(place, item="nothing"))
    assert not answer.ok
    assert answer.alert == "99"


def test_a_refusal_is_told_to_the_reader(machine, place):
    late = factories.item(place.one)
    lending.lend(item=late, reader=place.reader, unit=place.one, due_on=timezone.localdate() - timedelta(days=3))

    answer = machine.ask(checkout(place))

    assert not answer.ok
    assert not answer.desensitize
    assert answer.title == "Кобзар"
    assert answer.screen == ("You have overdue books. Please return them first.",)
    assert not Loan.objects.filter(item=place.item).exists()


def test_a_refusal_speaks_the_readers_language(machine, place):
    place.reader.language = "uk"
    place.reader.save()
    other = factories.reader(place.one)
    lending.lend(item=place.item, reader=other, unit=place.one)

    answer = machine.ask(checkout(place))

    with translation.override("uk"):
        from django.utils.translation import gettext

        assert answer.screen == (gettext("This book is on loan to another reader. Please give it to a librarian."),)


def test_a_blocked_card_lends_nothing(machine, place):
    readers.block_card(card=place.reader.cards.get(), reason="lost")

    answer = machine.ask(checkout(place))

    assert not answer.ok
    assert answer.screen == ("This card is blocked. Please ask a librarian.",)


def test_a_book_put_on_the_machine_again_is_renewed(machine, place):
    assert machine.ask(checkout(place)).ok
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=2))

    answer = machine.ask(checkout(place))

    assert answer.ok
    assert answer.is_renewal
    assert Loan.objects.get().renewals == 1


def test_a_book_put_on_again_is_not_renewed_when_the_machine_does_not_want_it(machine, place):
    assert machine.ask(checkout(place)).ok
    assert not machine.ask(checkout(place, is_renewal_ok=False)).ok


def test_a_loan_is_cancelled(machine, place):
    assert machine.ask(checkout(place)).ok

    assert machine.ask(checkout(place, is_cancelled=True)).ok

    assert not Loan.objects.open().exists()
    assert facts("issues.physical") == 0
    assert not machine.ask(checkout(place, is_cancelled=True)).ok


def test_a_return_is_cancelled(machine, place):
    assert machine.ask(checkout(place)).ok
    assert machine.ask(checkin(place)).ok

    assert machine.ask(checkin(place, is_cancelled=True)).ok

    assert Loan.objects.open().count() == 1


def test_due_dates_for_people(machine, place, monkeypatch):
    monkeypatch.setattr("chytalnia.protocols.sip2.answering.FRESH", 0)
    Device.objects.update(due_dates="day")

    answer = machine.ask(checkout(place))

    assert str(Loan.objects.get().due_on.year) in answer.due
    assert "235900" not in answer.due


# Returning


def test_a_book_that_was_not_lent_is_taken_all_the_same(machine, place):
    answer = machine.ask(checkin(place))

    assert answer.ok
    assert answer.screen == ("The book is here. It was not on loan.",)


def test_a_book_for_another_reader_goes_to_the_hold_shelf(machine, place):
    assert machine.ask(checkout(place)).ok
    waiting = factories.reader(place.one, surname="Бойко")
    lending.place_hold(reader=waiting, target=place.item.record.work, pickup=place.one)

    answer = machine.ask(checkin(place))

    assert answer.ok
    assert answer.is_alert
    assert answer.alert == "01"
    assert answer.destination == "one"
    assert answer.hold_patron == waiting.cards.get().number
    assert answer.hold_patron_name is None
    assert Hold.objects.get().state == HoldState.ON_SHELF


def test_a_machine_behind_the_counter_names_the_one_who_waits(machine, place, monkeypatch):
    monkeypatch.setattr("chytalnia.protocols.sip2.answering.FRESH", 0)
    Device.objects.update(names_holder=True)
    assert machine.ask(checkout(place)).ok
    waiting = factories.reader(place.two, surname="Бойко")
    lending.place_hold(reader=waiting, target=place.item.record.work, pickup=place.two)

    answer = machine.ask(checkin(place))

    assert answer.alert == "02"
    assert answer.destination == "two"
    assert answer.hold_patron_name == "Бойко О."


def test_a_book_of_another_branch_goes_home(machine, place):
    stranger = factories.item(place.two)
    lending.lend(item=stranger, reader=place.reader, unit=place.two)

    answer = machine.ask(checkin(place, item=stranger.barcode))

    assert answer.ok
    assert answer.alert == "04"
    assert answer.destination == "two"
    assert answer.permanent_location == "two"


def test_a_withdrawn_book_is_put_aside(machine, place):
    place.item.status, place.item.withdrawn_on = "withdrawn", timezone.localdate()
    place.item.save()

    answer = machine.ask(checkin(place))

    assert not answer.ok
    assert answer.alert == "99"


# Renewing


def test_a_loan_is_renewed(machine, place):
    assert machine.ask(checkout(place)).ok
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=2))

    answer = machine.ask(renew(place))

    assert answer.ok
    assert answer.is_renewal
    loan = Loan.objects.get()
    assert loan.renewals == 1
    assert answer.due == f"{loan.due_on:%Y%m%d}    235900"
    assert facts("renewals") == 1


def test_somebody_elses_loan_is_not_renewed(machine, place):
    other = factories.reader(place.one)
    lending.lend(item=place.item, reader=other, unit=place.one)

    answer = machine.ask(renew(place))

    assert not answer.ok
    assert answer.screen == ("This book is not on loan to you.",)


def test_a_loan_that_another_waits_for_is_not_renewed(machine, place):
    assert machine.ask(checkout(place)).ok
    lending.place_hold(reader=factories.reader(place.one), target=place.item.record.work, pickup=place.one)

    answer = machine.ask(renew(place))

    assert not answer.ok
    assert "Another reader waits for this book." in answer.screen


def test_all_loans_are_renewed(machine, place):
    other, held = factories.item(place.one), factories.item(place.one)
    for item in (place.item, other, held):
        lending.lend(item=item, reader=place.reader, unit=place.one)
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    lending.place_hold(reader=factories.reader(place.one), target=held.record.work, pickup=place.one)

    answer = machine.ask(sip2.RenewAll(at=moment(), patron=place.card))

    assert not answer.ok
    assert (answer.renewed_count, answer.unrenewed_count) == (2, 1)
    assert set(answer.renewed) == {place.barcode, other.barcode}
    assert answer.unrenewed == (held.barcode,)
    assert answer.screen == ("2 loans are renewed. 1 loan cannot be renewed.",)


def test_nothing_to_renew(machine, place):
    answer = machine.ask(sip2.RenewAll(at=moment(), patron=place.card))

    assert answer.ok
    assert answer.screen == ("You have nothing on loan.",)


# While the line was down


def test_a_loan_of_the_past_keeps_its_date(machine, place):
    at = now() - timedelta(days=2)
    due = now() + timedelta(days=9)

    answer = machine.ask(checkout(place, is_no_block=True, at=at, no_block_due=due))

    assert answer.ok
    loan = Loan.objects.get()
    assert timezone.localtime(loan.issued_at).replace(tzinfo=None) == at
    assert loan.due_on == due.date()
    assert not Conflict.objects.exists()
    # Sent twice, it is one loan.
    assert machine.ask(checkout(place, is_no_block=True, at=at, no_block_due=due)).ok
    assert Loan.objects.count() == 1
    assert not Conflict.objects.exists()


def test_a_loan_of_the_past_against_the_rules_is_on_the_list(machine, place):
    readers.block(reader=place.reader, reason="damaged books")

    answer = machine.ask(checkout(place, is_no_block=True, at=now() - timedelta(hours=3)))

    assert answer.ok
    assert Loan.objects.open().count() == 1
    conflict = Conflict.objects.get()
    assert (conflict.deed, conflict.problems, conflict.outcome) == ("lend", ["blocked"], "recorded")
    assert conflict.act == Act.objects.get(kind="lend")


def test_a_loan_of_the_past_of_a_book_lent_to_another_before(machine, place):
    other = factories.reader(place.one)
    lending.lend(item=place.item, reader=other, unit=place.one, at=timezone.now() - timedelta(days=5))

    assert machine.ask(checkout(place, is_no_block=True, at=now() - timedelta(hours=3))).ok

    assert Loan.objects.open().get().reader == place.reader
    assert Conflict.objects.get().outcome == "after_return"


def test_a_loan_of_the_past_of_a_book_lent_to_another_since(machine, place):
    other = factories.reader(place.one)
    lending.lend(item=place.item, reader=other, unit=place.one)

    assert machine.ask(checkout(place, is_no_block=True, at=now() - timedelta(hours=3))).ok

    assert Loan.objects.open().get().reader == other
    assert Conflict.objects.get().outcome == "not_recorded"


def test_a_loan_of_the_past_by_an_unknown_card(machine, place):
    for _ in range(2):
        machine.ask(checkout(place, is_no_block=True, at=now() - timedelta(hours=3), patron="000"))

    conflict = Conflict.objects.get()
    assert (conflict.card, conflict.problems, conflict.outcome) == ("000", ["unknown_card"], "not_recorded")


def test_a_return_of_the_past_does_not_end_a_later_loan(machine, place):
    lending.lend(item=place.item, reader=place.reader, unit=place.one)
    past = now() - timedelta(hours=3)

    assert machine.ask(checkin(place, is_no_block=True, at=past, returned_at=past)).ok

    assert Loan.objects.open().exists()
    assert Conflict.objects.get().problems == ["lent_since"]


def test_a_return_of_the_past_keeps_its_date(machine, place):
    lending.lend(item=place.item, reader=place.reader, unit=place.one, at=timezone.now() - timedelta(days=5))
    past = now() - timedelta(hours=3)

    assert machine.ask(checkin(place, is_no_block=True, at=past, returned_at=past)).ok

    assert timezone.localtime(Loan.objects.get().returned_at).replace(tzinfo=None) == past


def test_a_renewal_of_the_past_against_the_rules(machine, place):
    lending.lend(item=place.item, reader=place.reader, unit=place.one, at=timezone.now() - timedelta(days=5))
    Loan.objects.update(renewals=2)

    assert machine.ask(renew(place, is_no_block=True, at=now() - timedelta(hours=1))).ok

    assert Loan.objects.get().renewals == 3
    assert "too_many_renewals" in Conflict.objects.get().problems


# Letters


def test_cp1251_carries_titles_and_sentences(server, place):
    Device.objects.update(encoding="cp1251", language="uk")
    of = factories.record(title="Ґедзь | «Қазақ» — том 1")
    item = factories.item(place.one, of=of)
    place.reader.language = "uk"
    place.reader.save()
    with Machine(server.port, encoding=sip2.Encoding.CP1251) as machine:
        assert machine.log_in(place.device, place.secret)
        answer = machine.ask(checkout(place, item=item.barcode))

    assert answer.ok
    assert answer.title == "Ґедзь   «Казак» — том 1"
