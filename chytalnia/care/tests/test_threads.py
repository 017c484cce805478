"""Two press at once: for the last place, at one door for the last child the adults may take, with one PIN."""

from __future__ import annotations

import pytest

from chytalnia.care import services
from chytalnia.care.errors import CareError
from chytalnia.care.models import Place, Session, Way
from chytalnia.lending.tests import factories as lending
from tests import threads

from .factories import child, fresh, ready, session, told

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """What each returned, or the code of the refusal it met."""
    answers = threads.together(*acts, refusal=CareError)
    return [answer.code if isinstance(answer, CareError) else answer for answer in answers]


def test_the_last_place_goes_to_one_and_the_door_keeps_the_ratio():
    made = session(lending.network()["one"], names=["A", "B"])
    for n in range(14):
        child(made, f"Дитина {n}")
    together(*[
        lambda n=n: services.apply(sessions=[made], told=told(f"Остання {n}"), at_desk=True) for n in range(4)
    ])  # fmt: skip
    seats = made.occasion.seats.get()
    assert (seats.taken, seats.waiting, seats.capacity) == (16, 2, 16)

    Session.objects.filter(pk=made.pk).update(per_adult=1)
    ready(made)
    places = list(Place.objects.filter(enrolment__state="booked").select_related("session__occasion__unit")[:4])
    answers = together(*[lambda place=place: services.check_in(place=place, brought_by="Мама") for place in places])
    assert answers.count("ratio") == 2
    assert fresh(made).inside == 2


def test_two_phones_give_a_child_over_once_and_no_adult_slips_away():
    made = session(lending.network()["one"], names=["A", "B"])
    place, pin = child(made)
    ready(made)
    services.check_in(place=place, brought_by="Мама")
    keeper = made.keepers.first()
    answers = together(
        lambda: services.check_out(place=place, way=Way.PIN, secret=pin),
        lambda: services.check_out(place=place, way=Way.PIN, secret=pin),
        lambda: services.adult_goes(keeper=keeper),
    )
    assert answers.count("not_here") == 1
    kept = fresh(made)
    assert kept.inside == 0
    assert kept.adults_in == (2 if "ratio" in answers else 1)
