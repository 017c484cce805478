"""Drift is found and mended; what another system left is no drift."""

import pytest
from django.utils import timezone

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.services import items
from chytalnia.journal import services as journal
from chytalnia.lending import checks, services
from chytalnia.lending.models import Hold, Transit
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well

pytestmark = pytest.mark.usefixtures("english")


def test_states_set_by_hand_are_put_right(one, two):
    lent, free, held = factories.item(one), factories.item(one), factories.item(one)
    services.lend(item=lent, reader=factories.reader(one), unit=one)
    services.lend(item=free, reader=factories.reader(one), unit=one)
    services.take_back(item=free, unit=one)
    services.place_hold(reader=factories.reader(one), target=held, pickup=one)
    Item.objects.filter(pk__in=(lent.pk, held.pk)).update(status="available")
    Item.objects.filter(pk=free.pk).update(status="on_loan")
    assert checks.check().items == sorted(each.pk for each in (lent, free, held))
    checks.check(mend=True)
    assert not checks.check()
    assert dict(Item.objects.values_list("pk", "status")) == {
        lent.pk: "on_loan", free.pk: "available", held.pk: "on_hold",
    }  # fmt: skip


def test_copies_lent_in_a_former_system_wait_for_their_return(one):
    copy = factories.item(one, status="on_loan")
    assert not checks.check()
    back = services.take_back(item=copy, unit=one)
    copy.refresh_from_db()
    assert (back.act.kind, back.loan, copy.status) == ("take_back", None, "available")


def test_a_hold_whose_copy_is_gone_goes_back_to_its_place(one, two):
    copy = factories.item(one)
    hold = services.place_hold(reader=factories.reader(two), target=copy.record.work, pickup=two)
    services.send(item=copy, unit=one)
    Transit.objects.update(received_at=timezone.now())
    assert checks.check().holds == [hold.pk]
    checks.check(mend=True)
    assert Hold.objects.get(pk=hold.pk).state == "queued"
    assert not checks.check()


def test_a_fact_taken_back_in_the_journal_and_one_without_an_act(one):
    act = services.lend(item=factories.item(one), reader=factories.reader(one), unit=one)
    journal.reverse(act.fact)
    journal.record("returns", unit=one, source=("lending.act", "nobody"))
    drift = checks.check(mend=True)
    assert (drift.acts, len(drift.facts)) == ([act.pk], 1)
    assert not checks.check()


def test_nothing_is_wrong_after_a_day(one):
    copy, reader = factories.item(one), factories.reader(one)
    for _ in range(3):
        services.undo(act=services.lend(item=copy, reader=reader, unit=one))
        services.lend(item=copy, reader=reader, unit=one)
        services.take_back(item=copy, unit=one)
    assert_all_is_well()


def test_a_copy_withdrawn_by_an_act_stays_withdrawn(one, two):
    """Whoever writes a copy off does not ask where it is; lending ends what was begun and leaves it alone."""
    lent, waits, travels = (factories.item(one) for _ in range(3))
    services.lend(item=lent, reader=factories.reader(one), unit=one)
    hold = services.place_hold(reader=factories.reader(one), target=waits, pickup=one)
    services.place_hold(reader=factories.reader(two), target=travels, pickup=two)
    services.send(item=travels, unit=one)
    items.withdraw(items=[lent, waits, travels], reason="worn")
    checks.check(mend=True)
    assert not checks.check()
    back = services.take_back(item=lent, unit=two)
    assert (back.loan.state, back.codes) == ("returned", ["withdrawn"])
    assert services.take_back(item=travels, unit=two).codes == ["withdrawn"]
    services.cancel_hold(hold=hold)
    assert set(Item.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert not checks.check()
