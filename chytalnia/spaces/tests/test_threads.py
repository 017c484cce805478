"""Many press at once, on whichever database the suite runs: each hour goes to one of them, and none is refused for nothing."""

from datetime import timedelta

import pytest

from chytalnia.lending.tests import factories as lending
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import Occasion
from chytalnia.programmes.tests import factories as events
from chytalnia.spaces import checks, services
from chytalnia.spaces.errors import Taken
from chytalnia.spaces.models import Booking, Plan, Space
from chytalnia.spaces.tests import factories
from tests import threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

PEOPLE = 8


def together(*acts):
    answers = threads.together(*acts, refusal=Exception)
    wrong = [answer for answer in answers if isinstance(answer, Exception)]
    return [answer for answer in answers if answer not in wrong], wrong


def test_eight_ask_for_hours_that_overlap_and_those_that_do_not_overlap_all_get_theirs():
    unit = lending.network()["one"]
    room, other = factories.space(unit), factories.space(unit)
    start = factories.soon(48)

    def ask(space, n):
        begins = start + timedelta(minutes=30 * n)
        return lambda: services.book(
            space=Space(pk=space.pk), starts_at=begins, ends_at=begins + timedelta(minutes=60), at_desk=True
        )

    told, wrong = together(*(ask(room, n // 4) for n in range(PEOPLE)), *(ask(other, 2 * n) for n in range(4)))
    assert {type(error) for error in wrong} <= {Taken}
    assert Booking.objects.filter(space=room).count() == 1
    assert Booking.objects.filter(space=other).count() == 4
    assert len(told) == 5
    assert not checks.check()


def test_two_who_swap_rooms_at_once_never_stand_in_each_others_way_for_good():
    unit = lending.network()["one"]
    one, two = factories.space(unit), factories.space(unit)
    first, second = factories.book(one, hours=48), factories.book(two, hours=49)

    def to(booking, space):
        return lambda: services.move(booking=booking, space=space, starts_at=booking.starts_at, ends_at=booking.ends_at)

    told, wrong = together(to(first, two), to(second, one))
    assert not wrong
    assert len(told) == 2
    assert not checks.check()


def test_of_two_who_plan_events_in_one_room_at_once_one_is_refused():
    unit = lending.network()["one"]
    zone = factories.zone(unit, "stage")
    factories.space(unit, zone=zone)

    def plan(n):
        return lambda: events.occasion(unit, zone=type(zone)(pk=zone.pk, unit_id=unit.pk), mode="inside", title=f"{n}")

    told, wrong = together(*(plan(n) for n in range(4)))
    assert len(told) == 1
    assert {type(error) for error in wrong} == {CannotChange}
    assert Occasion.objects.count() == Booking.objects.holding().count() == 1
    assert not checks.check()


def test_of_two_who_draw_at_once_one_is_told():
    unit = lending.network()["one"]
    plan = factories.plan(unit)
    shelf = factories.piece(plan, label="1")
    version = Plan.objects.get(pk=plan.pk).version
    told, wrong = together(
        *(
            lambda n=n: services.place_piece(piece=shelf, x=100 * n, y=0, w=100, h=40, version=version)
            for n in range(1, 5)
        )
    )
    assert len(told) == 1
    assert {error.code for error in wrong} == {"stale"}
