"""Queues: who gets which copy, from where, and what becomes of it when they do not come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chytalnia.lending import queries, services
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import Hold, Notice
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.network import services as network

pytestmark = pytest.mark.usefixtures("english")


def again(hold):
    return Hold.objects.get(pk=hold.pk)


def lent_out(unit, of, **words):
    copy = factories.item(unit, of)
    services.lend(item=copy, reader=factories.reader(unit, **words), unit=unit)
    return copy


def test_the_nearest_copy_is_set_aside(units, one, two, three):
    work = factories.record()
    far, near = factories.item(three, work), factories.item(two, work)
    hold = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    assert (hold.state, hold.item, hold.pick_unit) == ("assigned", near, two)
    own = factories.item(one, work)
    second = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    third = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    assert (second.item, third.item) == (own, far)
    assert list(queries.pick_list(two)) == [hold]
    assert_all_is_well()


def test_a_picked_copy_goes_on_the_shelf_or_on_the_van(one, two):
    work = factories.record()
    here, there = factories.item(one, work), factories.item(two, work)
    first = services.place_hold(reader=factories.reader(one), target=work, pickup=one)
    second = services.place_hold(reader=factories.reader(one), target=work, pickup=one)
    assert services.take_back(item=here, unit=one).codes == ["on_shelf"]
    assert services.send(item=there, unit=two).detail["target"] == "one"
    assert list(queries.transits_to(one)) == list(queries.transits_from(two))
    services.receive(item=there, unit=one)
    assert [again(hold).state for hold in (first, second)] == ["on_shelf", "on_shelf"]
    assert Notice.objects.filter(kind="hold_ready").count() == 2
    assert_all_is_well()


def test_the_first_in_the_queue_gets_it_or_where_so_decided_the_nearest(one, two):
    work = factories.record()
    copy = lent_out(one, work)
    from_two = services.place_hold(reader=factories.reader(two), target=work.work, pickup=two)
    from_one = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    assert queries.positions([from_two, from_one]) == {from_two.pk: 1, from_one.pk: 2}
    network.set_setting(unit=one, key="lending.hold_order", value="local")
    back = services.take_back(item=copy, unit=one)
    assert back.hold == from_one
    services.undo(act=back.act)
    network.set_setting(unit=one, key="lending.hold_order", value="fair")
    assert services.take_back(item=copy, unit=one).hold == from_two


def test_a_branch_keeps_its_new_copies_for_a_time(one, two):
    network.set_setting(unit=one, key="lending.keep_new_days", value=30)
    work = factories.record()
    copy = factories.item(one, work, acquired_on=timezone.localdate())
    stranger = services.place_hold(reader=factories.reader(two), target=work.work, pickup=two)
    assert again(stranger).state == "queued"
    own = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    assert own.item == copy


def test_a_suspended_reader_is_passed_by_and_keeps_the_place(one):
    work = factories.record()
    copy = lent_out(one, work)
    first = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    second = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    services.suspend_hold(hold=first, until=timezone.localdate() + timedelta(days=9))
    assert queries.positions([again(first), second])[first.pk] == 1
    assert services.take_back(item=copy, unit=one).hold == second
    services.resume_hold(hold=first)
    services.cancel_hold(hold=second)
    assert again(first).item == copy


def test_who_does_not_come_makes_way_for_the_next(one, two):
    work = factories.record()
    copy = lent_out(two, work)
    first = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    second = services.place_hold(reader=factories.reader(two), target=work.work, pickup=two)
    services.take_back(item=copy, unit=two)
    services.take_back(item=copy, unit=one)
    day = again(first).shelf_until
    services.nightly(day)
    assert again(first).state == "on_shelf"
    services.nightly(day + timedelta(days=1))
    assert again(first).state == "expired"
    assert (again(second).state, again(second).item, again(second).pick_unit) == ("assigned", copy, one)
    assert services.send(item=copy, unit=one).hold == again(second)
    assert_all_is_well()


def test_nobody_else_waits_so_the_copy_goes_home(one, two):
    copy = lent_out(two, factories.record())
    hold = services.place_hold(reader=factories.reader(one), target=copy, pickup=one)
    services.take_back(item=copy, unit=two)
    services.take_back(item=copy, unit=one)
    services.cancel_hold(hold=hold)
    transit = queries.transits_from(one).get()
    assert (transit.target, transit.sent_at) == (two, None)
    services.take_back(item=copy, unit=one)
    assert queries.transits_from(one).get().sent_at is not None
    services.take_back(item=copy, unit=two)
    copy.refresh_from_db()
    assert copy.status == "available"


def test_a_reader_takes_another_copy_than_the_one_set_aside(one):
    work = factories.record()
    aside = factories.item(one, work)
    reader = factories.reader(one)
    hold = services.place_hold(reader=reader, target=work.work, pickup=one)
    other = factories.item(one, work)
    act = services.lend(item=other, reader=reader, unit=one)
    aside.refresh_from_db()
    assert (again(hold).state, again(hold).loan, aside.status) == ("filled", act.loan, "available")
    services.undo(act=act)
    aside.refresh_from_db()
    assert (again(hold).state, again(hold).item, aside.status) == ("assigned", aside, "on_hold")
    assert_all_is_well()


def test_a_copy_that_waits_for_another_is_not_lent_without_a_word(one):
    work = factories.record()
    copy = factories.item(one, work)
    hold = services.place_hold(reader=factories.reader(one), target=work.work, pickup=one)
    other = factories.reader(one)
    with pytest.raises(Refused) as refused:
        services.lend(item=copy, reader=other, unit=one)
    assert refused.value.codes == ["held_for_another"]
    spare = factories.item(one, work)
    services.lend(item=copy, reader=other, unit=one, override="they agreed")
    assert again(hold).item == spare, "the displaced reader gets another copy that is free"


def test_what_cannot_be_held(one):
    work = factories.record()
    reader = factories.reader(one)
    with pytest.raises(Refused) as refused:
        services.place_hold(reader=reader, target=work.work, pickup=one)
    assert refused.value.codes == ["nothing_to_hold"]
    copy = factories.item(one, work)
    services.lend(item=copy, reader=reader, unit=one)
    with pytest.raises(Refused) as refused:
        services.place_hold(reader=reader, target=work.work, pickup=one)
    assert refused.value.codes == ["on_loan_to_reader"]
    other = factories.reader(one)
    services.place_hold(reader=other, target=work.work, pickup=one)
    with pytest.raises(Refused) as refused:
        services.place_hold(reader=other, target=work.work, pickup=one)
    assert refused.value.codes == ["already_held"]


def test_a_copy_lost_on_its_way_puts_the_reader_back_to_the_place(one, two):
    copy = lent_out(two, factories.record())
    hold = services.place_hold(reader=factories.reader(one), target=copy.record.work, pickup=one)
    services.take_back(item=copy, unit=two)
    late = timezone.localdate() + timedelta(days=8)
    assert [transit.item for transit in queries.late_transits(one, on=late)] == [copy]
    services.mark_lost(item=copy, unit=one)
    copy.refresh_from_db()
    assert (again(hold).state, copy.status) == ("queued", "missing")
    found = services.take_back(item=copy, unit=two)
    assert (found.hold, found.codes) == (hold, ["found", "send_to"])
    assert_all_is_well()


def test_a_hold_given_up_does_not_come_back_beside_a_new_one(one):
    """A constraint allows one place in the queue: the older comes back only when the newer is taken back first."""
    work, reader = factories.record(), factories.reader(one)
    lent_out(one, work)
    older = services.place_hold(reader=reader, target=work.work, pickup=one)
    given_up = services.cancel_hold(hold=older)
    newer = services.place_hold(reader=reader, target=work.work, pickup=one)
    with pytest.raises(CannotUndo, match="Something has happened since"):
        services.undo(act=given_up)
    assert (again(older).state, again(newer).state) == ("cancelled", "queued")
    services.undo(act=newer.acts.get())
    services.undo(act=given_up)
    assert (again(older).state, again(newer).state) == ("queued", "cancelled")
    assert_all_is_well()


def test_undoing_is_refused_when_something_stands_on_it(one):
    copy, reader = factories.item(one), factories.reader(one)
    lent = services.lend(item=copy, reader=reader, unit=one)
    services.take_back(item=copy, unit=one)
    with pytest.raises(CannotUndo):
        services.undo(act=lent)
    assert_all_is_well()
