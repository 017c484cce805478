"""Every message of the standard against the real services, over a real socket."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone, translation

from chytalnia.catalogue.models import Item
from chytalnia.journal.models import Fact
from chytalnia.lending import services as lending
from chytalnia.lending import snapshot
from chytalnia.lending.models import Act, Charge, Conflict, Hold, HoldState, Loan, Payment
from chytalnia.lending.tests import factories
from chytalnia.network.services import set_setting
from chytalnia.people.models import User
from chytalnia.people.readers import services as readers
from chytalnia.protocols.models import Device
from chytalnia.protocols.models.device import MESSAGES
from chytalnia.protocols.sip2 import devices, items
from chytalnia.wire import sip2

from .sip2_machine import Machine, now, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    """Two branches of one system, a reader, a copy, and a machine in the first branch that may do everything."""
    snapshot.forget()
    units = factories.network()
    reader = factories.reader(units["one"], language="en")
    device = Device(
        name="Self-check", login="desk", unit=units["one"], messages=[number for number, _ in MESSAGES], language="en"
    )
    secret = devices.enter(device=device, by=None)
    item = factories.item(units["one"])
    yield SimpleNamespace(
        **units, reader=reader, card=reader.cards.get().number, device=device, secret=secret, item=item,
        barcode=item.barcode,
    )  # fmt: skip
    snapshot.forget()


@pytest.fixture
def server():
    with running() as found:
        yield found


@pytest.fixture
def machine(server, place):
    with Machine(server.port) as found:
        assert found.log_in(place.device, place.secret)
        yield found


_moments = itertools.count()


def moment():
    """Each message of a test has a second of its own."""
    return now() - timedelta(seconds=1000 - next(_moments) % 1000)


def checkout(place, **more):
    words = {"is_renewal_ok": True, "is_no_block": False, "at": moment(), "patron": place.card, "item": place.barcode}
    return sip2.Checkout(**words | more)


def checkin(place, **more):
    words = {"is_no_block": False, "at": moment(), "returned_at": now(), "location": "hall", "item": place.barcode}
    return sip2.Checkin(**words | more)


def renew(place, **more):
    words = {
        "is_third_party_ok": False,
        "is_no_block": False,
        "at": moment(),
        "patron": place.card,
        "item": place.barcode,
    }
    return sip2.Renew(**words | more)


def hold(place, **more):
    words = {"mode": sip2.HoldMode.ADD, "at": moment(), "patron": place.card, "item": place.barcode}
    return sip2.Hold(**words | more)


def information(place, summary=sip2.Summary.NONE, **more):
    return sip2.PatronInformation(at=moment(), patron=place.card, summary=summary, **more)


def facts(kind):
    return (
        Fact.objects.filter(kind=kind, reverses=None).count()
        - Fact.objects.filter(kind=kind, reverses__isnull=False).count()
    )


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


# Readers


def test_a_readers_standing(machine, place):
    answer = machine.ask(sip2.PatronStatusRequest(language="804", at=moment(), patron=place.card))

    assert answer.status == sip2.PatronStatus(0)
    assert answer.is_valid
    assert answer.is_password_valid
    assert answer.name == "Коваль О."
    # The reader's own language goes before the one chosen at the machine.
    assert answer.language == "001"


def test_an_unknown_reader_has_no_standing(machine, place):
    answer = machine.ask(sip2.PatronStatusRequest(at=moment(), patron="1"))

    assert answer.is_valid is False
    assert answer.status & sip2.PatronStatus.CHARGE_DENIED
    assert answer.name == ""


def test_the_language_chosen_at_the_machine_holds_until_the_end(machine, place):
    place.reader.language = ""
    place.reader.save()
    assert machine.ask(sip2.PatronStatusRequest(language="804", at=moment(), patron=place.card)).language == "804"
    with translation.override("uk"):
        from django.utils.translation import gettext

        unknown = gettext("This book is not known. Please give it to a librarian.")
    assert machine.ask(checkout(place, item="nothing")).screen == (unknown,)

    end = machine.ask(sip2.EndSession(at=moment(), patron=place.card))

    assert end.is_ended
    assert machine.ask(checkout(place, item="nothing")).screen == (
        "This book is not known. Please give it to a librarian.",
    )


def test_what_a_reader_has(machine, place):
    late, fresh = factories.item(place.one), factories.item(place.one)
    for item in (late, fresh):
        lending.lend(item=item, reader=place.reader, unit=place.one)
    Loan.objects.filter(item=late).update(due_on=timezone.localdate() - timedelta(days=1))
    ready, queued = factories.item(place.one), factories.item(place.one)
    lending.place_hold(reader=place.reader, target=ready.record.work, pickup=place.one, override="test")
    lending.take_back(item=ready, unit=place.one)
    lending.lend(item=queued, reader=factories.reader(place.one), unit=place.one)
    lending.place_hold(reader=place.reader, target=queued.record.work, pickup=place.one, override="test")
    Charge.objects.create(
        reader=place.reader, unit=place.one, kind="card", amount_minor=2550, currency="UAH", made_at=timezone.now()
    )

    answer = machine.ask(information(place, sip2.Summary.CHARGED))

    assert (answer.charged_count, answer.overdue_count) == (2, 1)
    assert (answer.holds_count, answer.unavailable_holds_count, answer.fines_count) == (1, 1, 1)
    assert set(answer.charged) == {late.barcode, fresh.barcode}
    assert answer.overdue == ()
    assert (answer.charged_limit, answer.holds_limit) == (5, 5)
    assert (answer.fee, answer.currency) == ("25.50", "UAH")
    assert answer.status & sip2.PatronStatus.TOO_MANY_OVERDUE
    assert answer.status & sip2.PatronStatus.EXCESSIVE_FEES
    assert answer.address is answer.email is answer.phone is None
    assert machine.ask(information(place, sip2.Summary.OVERDUE)).overdue == (late.barcode,)
    assert machine.ask(information(place, sip2.Summary.HOLDS)).holds == (ready.barcode,)
    assert machine.ask(information(place, sip2.Summary.UNAVAILABLE_HOLDS)).unavailable_holds == ("Кобзар",)
    assert "25.50 UAH" in machine.ask(information(place, sip2.Summary.FINES)).fines[0]
    assert machine.ask(information(place, sip2.Summary.RECALLS)).recalls == ()


def test_a_part_of_a_list(machine, place):
    lent = [factories.item(place.one) for _ in range(5)]
    for item in lent:
        lending.lend(item=item, reader=place.reader, unit=place.one)
    everything = machine.ask(information(place, sip2.Summary.CHARGED)).charged

    assert len(everything) == 5
    assert machine.ask(information(place, sip2.Summary.CHARGED, start=2, end=3)).charged == everything[1:3]
    assert machine.ask(information(place, sip2.Summary.CHARGED, start=5)).charged == everything[4:]
    assert machine.ask(information(place, sip2.Summary.CHARGED, start=9, end=12)).charged == ()
    assert machine.ask(information(place)).status & sip2.PatronStatus.TOO_MANY_CHARGED


def test_a_machine_blocks_and_lifts_its_own_block(machine, place):
    answer = machine.ask(
        sip2.BlockPatron(is_card_retained=True, at=moment(), reason="card left behind", patron=place.card)
    )

    assert isinstance(answer, sip2.PatronStatusResponse)
    assert answer.is_valid is False
    assert answer.screen == ("The machine has kept this card. Please ask a librarian.",)
    assert not machine.ask(checkout(place)).ok

    enabled = machine.ask(sip2.PatronEnable(at=moment(), patron=place.card))

    assert enabled.is_valid
    assert not enabled.status & sip2.PatronStatus.CHARGE_DENIED
    assert machine.ask(checkout(place)).ok


def test_a_machine_does_not_lift_a_librarians_block(machine, place):
    readers.block(reader=place.reader, reason="damaged books")

    answer = machine.ask(sip2.PatronEnable(at=moment(), patron=place.card))

    assert answer.status & sip2.PatronStatus.CHARGE_DENIED
    assert not machine.ask(checkout(place)).ok


# Passwords


@pytest.fixture
def with_password(place):
    place.reader.user = User.objects.create_user("olena", password="long-password-of-olena")
    place.reader.save()
    set_setting(unit=place.region, key="protocols.ask_password", value=True)
    return place


def test_a_password_is_asked_where_the_network_wants_it(server, with_password):
    place = with_password
    with Machine(server.port) as machine:
        assert machine.log_in(place.device, place.secret)
        assert not machine.ask(checkout(place)).ok
        wrong = machine.ask(sip2.PatronStatusRequest(at=moment(), patron=place.card, patron_password="no"))
        assert wrong.is_valid is False
        assert wrong.screen == ("The password is wrong.",)
        right = sip2.PatronStatusRequest(at=moment(), patron=place.card, patron_password="long-password-of-olena")
        assert machine.ask(right).is_password_valid
        # Said once, it holds until the reader goes.
        assert machine.ask(checkout(place)).ok
        machine.ask(sip2.EndSession(at=moment(), patron=place.card))
        assert not machine.ask(renew(place)).ok


# Holds


def test_a_hold_is_placed_changed_and_cancelled(machine, place):
    lending.lend(item=place.item, reader=factories.reader(place.one), unit=place.one)

    placed = machine.ask(hold(place))

    assert placed.ok
    assert not placed.is_available
    assert (placed.queue_position, placed.pickup) == (1, "one")
    found = Hold.objects.get()
    assert (found.work, found.channel) == (place.item.record.work, "sip2")
    again = machine.ask(hold(place))
    assert not again.ok
    assert again.screen == ("You wait for this book already.",)

    until = datetime.combine(timezone.localdate() + timedelta(days=20), datetime.min.time())
    changed = machine.ask(hold(place, mode=sip2.HoldMode.CHANGE, pickup="two", expires=until))

    assert changed.ok
    assert changed.pickup == "two"
    found.refresh_from_db()
    assert (found.pickup_unit, found.expires_on) == (place.two, until.date())

    assert machine.ask(hold(place, mode=sip2.HoldMode.DELETE)).ok
    found.refresh_from_db()
    assert found.state == HoldState.CANCELLED
    assert not machine.ask(hold(place, mode=sip2.HoldMode.DELETE)).ok


def test_a_hold_on_this_very_copy(machine, place):
    answer = machine.ask(hold(place, hold_type="3", pickup="two"))

    assert answer.ok
    assert answer.is_available
    assert Hold.objects.get().wanted_item == place.item


def test_a_hold_by_the_number_of_the_title(machine, place):
    assert machine.ask(hold(place, item=None, title=str(place.item.record_id))).ok
    assert not machine.ask(hold(place, item=None, title="Кобзар")).ok


def test_a_hold_for_an_unknown_library_is_refused(machine, place):
    answer = machine.ask(hold(place, pickup="nowhere"))

    assert not answer.ok
    assert answer.screen == ("This library is not known.",)


# Copies


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("available", "03"),
        ("in_processing", "06"),
        ("lost", "12"),
        ("missing", "13"),
        ("expected", "02"),
        ("bound", "01"),
    ],
)
def test_what_is_known_of_a_copy(machine, place, status, code):
    place.item.status = status
    place.item.save()

    answer = machine.ask(sip2.ItemInformation(at=moment(), item=place.barcode))

    assert answer.status == code
    assert answer.title == "Кобзар"
    assert (answer.owner, answer.permanent_location) == ("one", "one")
    assert answer.media == "001"
    assert answer.hold_queue == 0


def test_a_lent_copy_says_when_it_is_due_and_how_many_wait(machine, place):
    lending.lend(item=place.item, reader=place.reader, unit=place.one)
    lending.place_hold(reader=factories.reader(place.one), target=place.item.record.work, pickup=place.one)

    answer = machine.ask(sip2.ItemInformation(at=moment(), item=place.barcode))

    assert answer.status == sip2.CirculationStatus.CHARGED
    assert answer.due == f"{Loan.objects.get().due_on:%Y%m%d}    235900"
    assert answer.hold_queue == 1


def test_an_unknown_copy(machine, place):
    assert machine.ask(sip2.ItemInformation(at=moment(), item="x")).status == sip2.CirculationStatus.OTHER


def test_properties_of_a_copy_are_kept(machine, place):
    update = machine.ask(sip2.ItemStatusUpdate(at=moment(), item=place.barcode, properties="tag 12"))
    assert update.ok
    assert machine.ask(sip2.ItemInformation(at=moment(), item=place.barcode)).properties == "tag 12"
    assert not machine.ask(sip2.ItemStatusUpdate(at=moment(), item="x", properties="")).ok


def test_a_copy_is_found_by_its_inventory_number(machine, place):
    answer = machine.ask(sip2.ItemInformation(at=moment(), item=place.item.inventory_number))

    assert answer.title == "Кобзар"


def test_a_barcode_is_looked_up_by_its_index(place):
    """SQLite passes over an index of some rows unless the question says which; PostgreSQL reasons, and reads small tables."""
    plan = Item.objects.filter(items.HAS_BARCODE, barcode=place.barcode).explain()

    assert "barcode_once_in_network" in plan or connection.vendor != "sqlite"


# Money


def fee(place, **more):
    words = {"at": moment(), "currency": "UAH", "amount": "10.00", "patron": place.card, "transaction": "t1"}
    return sip2.FeePaid(**words | more)


@pytest.fixture
def charge(place):
    return Charge.objects.create(
        reader=place.reader, unit=place.one, kind="card", amount_minor=2500, currency="UAH", made_at=timezone.now()
    )


def test_a_payment_is_taken_once(machine, place, charge):
    assert machine.ask(fee(place)).is_accepted
    assert machine.ask(fee(place)).is_accepted
    charge.refresh_from_db()
    assert charge.paid_minor == 1000
    assert machine.ask(fee(place, transaction="t2", fee=str(charge.pk), amount="15")).is_accepted
    charge.refresh_from_db()
    assert charge.state == "paid"
    assert Payment.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"amount": "99.00"}, {"currency": "EUR"}, {"amount": "-5"}, {"amount": "nan"},
                                   {"amount": "1.005"}, {"fee": "77"}, {"patron": "1"}])  # fmt: skip
def test_a_wrong_payment_is_not_taken(machine, place, charge, wrong):
    assert not machine.ask(fee(place, **wrong)).is_accepted
    assert not Payment.objects.exists()


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
