"""Reminders, forgetting, and that a night is done once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chytalnia.demand.models import Refusal
from chytalnia.lending import services
from chytalnia.lending.models import Act, Loan, Night, Notice
from chytalnia.lending.services.reminding import kind_of
from chytalnia.lending.tests import factories
from chytalnia.network import services as network
from chytalnia.people.models import Surety

pytestmark = pytest.mark.usefixtures("english")


def today():
    return timezone.localdate()


def lent(unit, reader, *, due):
    return services.lend(
        item=factories.item(unit), reader=reader, unit=unit, due_on=today() + timedelta(days=due), override="for a test"
    ).loan


def test_one_notice_for_a_reader_and_a_step_in_the_readers_language(one):
    olena, ivan = factories.reader(one, language="uk"), factories.reader(one, language="ru", surname="Иванов")
    lent(one, olena, due=3)
    lent(one, olena, due=2)
    lent(one, ivan, due=-15)
    assert services.remind(today()) == 2
    soon, late = Notice.objects.order_by("reader")
    assert (soon.kind, soon.language, len(soon.loans)) == ("courtesy", "uk", 2)
    assert (late.kind, late.step, late.language) == ("reminder", 3, "ru")
    assert "Кобзар" in soon.text
    assert services.remind(today()) == 0, "done twice, nothing is told twice"


def test_reminders_go_from_step_to_step(one):
    loan = lent(one, factories.reader(one), due=0)
    told = []
    for day in range(-3, 100):
        if services.remind(today() + timedelta(days=day)):
            told.append((day, Notice.objects.latest("pk").kind))
    assert told == [
        (-3, "courtesy"), (2, "reminder"), (14, "reminder"), (30, "letter"), (60, "visit"), (90, "debtor"),
    ]  # fmt: skip
    assert kind_of((-7, -3, 1), 2) == "courtesy"
    loan.refresh_from_db()
    assert loan.reminded == 6


def test_a_renewed_loan_is_reminded_anew_and_a_lost_one_is_not(one):
    loan = lent(one, factories.reader(one), due=-2)
    assert services.remind(today()) == 1
    services.renew(loan=loan, override="came by phone")
    assert services.remind(today()) == 0
    lost = lent(one, factories.reader(one), due=-40)
    services.mark_lost(item=lost.item, unit=one)
    assert services.remind(today()) == 0


def test_who_read_what_is_forgotten_unless_the_reader_wants_it_kept(one):
    plain, keeps = factories.reader(one), factories.reader(one, keep_history=True)
    ended = [lent(one, reader, due=9) for reader in (plain, keeps)]
    open_one = lent(one, plain, due=9)
    for loan in ended:
        services.take_back(item=loan.item, unit=one)
    services.nightly(today() + timedelta(days=5))
    assert Loan.objects.filter(reader=None).count() == 0
    for _ in range(2):
        services.nightly(today() + timedelta(days=9))
        assert list(Loan.objects.filter(reader=None)) == [ended[0]]
    assert set(Act.objects.filter(reader=plain).values_list("loan", flat=True)) == {open_one.pk}
    assert Loan.objects.get(pk=ended[0].pk).audience == "age_36_55"


def test_what_is_still_to_be_paid_is_not_forgotten(one):
    network.set_setting(unit=one, key="lending.fines", value=True)
    network.set_setting(unit=one, key="lending.fine_minor", value=50)
    loan = lent(one, factories.reader(one), due=-4)
    back = services.take_back(item=loan.item, unit=one)
    assert "fine" in back.codes
    charge = loan.charges.get()
    assert charge.amount_minor == 200
    services.nightly(today() + timedelta(days=30))
    assert Loan.objects.get(pk=loan.pk).reader is not None
    services.pay(charge=charge, unit=one)
    services.nightly(today() + timedelta(days=30))
    assert Loan.objects.get(pk=loan.pk).reader is None


def test_a_night_is_done_once_and_a_broken_one_again(one):
    lent(one, factories.reader(one), due=-2)
    assert services.once_a_night()["notices"] == 1
    assert services.once_a_night() is None
    Night.objects.update(finished_at=None, started_at=timezone.now() - timedelta(hours=3))
    assert services.once_a_night() is not None


def test_what_a_child_has_is_asked_of_the_grown_up_who_answers_for_it(one):
    born = today().replace(day=1) - timedelta(days=365 * 9)
    mother = factories.reader(one, surname="Мороз", language="kk")
    child = factories.reader(one, surname="Мороз", language="uk", birth_date=born)
    alone = factories.reader(one, surname="Гай", language="en", birth_date=born)
    Surety.objects.create(child=child, adult=mother, name="Мороз Олена", signed_on=today())
    lent(one, child, due=-31)
    lent(one, alone, due=-31)
    assert services.remind(today()) == 2
    hers, nobodys = Notice.objects.order_by("pk")
    assert (hers.reader, hers.goes_to, hers.addressee, hers.language) == (child, mother, "Мороз Олена", "kk")
    assert hers.text.splitlines()[2].count("Олена")
    assert (nobodys.goes_to, nobodys.addressee) == (None, "To the parents: Гай Олена")
    assert "Dear parents!" in nobodys.text
    assert "This is about what Гай Олена reads." in nobodys.text


def test_a_hold_that_ran_out_in_the_queue_is_a_refusal_and_one_not_picked_up_is_none(one):
    copy = factories.item(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    waiting = services.place_hold(
        reader=factories.reader(one), target=copy.record.work, pickup=one, expires_on=today() + timedelta(days=3)
    )
    free = factories.item(one)
    services.place_hold(reader=factories.reader(one), target=free.record.work, pickup=one)
    services.take_back(item=free, unit=one)
    for _twice in range(2):
        services.nightly(today() + timedelta(days=30))
    line = Refusal.objects.get()
    assert (line.key, line.channel, line.reason) == (f"hold:{waiting.pk}", "hold", "on_loan")
    assert line.want.work == copy.record.work
