"""Readers, their holds and money, and what is known of copies, against the real services, over a real socket."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from chytalnia.catalogue.models import Item
from chytalnia.lending import services as lending
from chytalnia.lending.models import Charge, Hold, HoldState, Loan, Payment
from chytalnia.lending.tests import factories
from chytalnia.network.services import set_setting
from chytalnia.people.models import User
from chytalnia.people.readers import services as readers
from chytalnia.protocols.sip2 import items
from chytalnia.wire import sip2

from .sip2_machine import Machine
from .sip2_words import checkout, hold, information, moment, renew

pytestmark = pytest.mark.django_db(transaction=True)


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
