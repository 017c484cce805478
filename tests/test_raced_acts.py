"""The same act by two people at one moment: done once, or refused in words – never an error of the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from chytalnia.bookcrossing.services import stock as freeing
from chytalnia.campaigns.services import libraries, making
from chytalnia.campaigns.tests.factories import campaign
from chytalnia.catalogue.models import Item
from chytalnia.clubs import services as clubs
from chytalnia.clubs.tests import factories as club_factories
from chytalnia.core.stages import StageError
from chytalnia.lending import services as lending
from chytalnia.lending.models import IllOrder
from chytalnia.lending.tests import factories
from chytalnia.network.tests.factories import holder
from chytalnia.people.readers import services as readers
from chytalnia.people.rules import Role
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Enrolment
from chytalnia.schools import services as schools
from chytalnia.schools.models import Learner
from chytalnia.schools.tests import factories as school_factories
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def test_what_two_do_at_once_is_done_once() -> None:
    units = factories.network()
    one, day = units["one"], timezone.localdate()
    made = campaign(units["north"], joined=[units["one"]])
    for _ in range(ROUNDS):
        made.members.filter(unit=units["two"]).delete()
        joined = together(*[lambda: libraries.join(campaign=made, unit=units["two"])] * 3)
        assert len({member.pk for member in joined}) == 1

        parts = together(*[lambda: making.set_part(campaign=made, title="Том", opens_on=day)] * 3)
        assert len({part.number for part in parts}) == 3

        reader, adult = factories.reader(one), factories.reader(one)
        given = together(*[lambda reader=reader: readers.give_consent(reader=reader, kind="social")] * 3)
        assert len({consent.pk for consent in given}) == 1
        together(*[lambda reader=reader, adult=adult: readers.give_surety(child=reader, adult=adult)] * 3)
        assert reader.sureties.filter(ended_on=None).count() == 1

        club, work = club_factories.club(one), factories.record().work
        readings = together(
            *[lambda club=club, work=work: clubs.begin_reading(club=club, work=work, first_day=day)] * 3
        )
        assert len({reading.pk for reading in readings}) == 1

        copy = factories.item(one)
        Item.objects.filter(pk=copy.pk).update(holder=units["north"])
        copy = factories.item(one)
        Item.objects.filter(pk=copy.pk).update(holder=units["north"])
        freed = together(*[lambda copy=copy: freeing.set_free(items=[copy], unit=one)] * 3)
        assert sorted(len(each.books) for each in freed) == [0, 0, 1]


def test_of_two_moves_that_only_one_may_make_the_other_is_refused() -> None:
    one = factories.network()["one"]
    crew = holder(one, Role.LIBRARIAN)
    with translation.override("en"):
        for n in range(ROUNDS):
            trips = [lending.trips.plan(unit=one, on=timezone.localdate(), name=f"{n}.{m}") for m in range(2)]
            left = together(*[lambda trip=trip: trip.move("leave") for trip in trips], refusal=StageError)
            assert sum(isinstance(answer, StageError) for answer in left) == 1
            gone = next(trip for trip, answer in zip(trips, left, strict=True) if not isinstance(answer, StageError))
            gone.refresh_from_db()
            lending.trips.change(trip=gone, by=crew, km=1)
            gone.refresh_from_db()
            gone.move("close")

            orders = [
                lending.ill.order(reader=factories.reader(one), unit=one, title="Земля", lender="Інша", number=f"ІН-{n}",
                                  due_back=timezone.localdate() + dt.timedelta(days=9))
                for _ in range(2)
            ]  # fmt: skip
            for order in orders:
                order.move("send")
            come = together(*[lambda order=order: order.move("receive") for order in orders], refusal=StageError)
            assert sum(isinstance(answer, StageError) for answer in come) == 1
            assert IllOrder.objects.here().filter(number=f"ІН-{n}").count() == 1


def test_certificates_are_issued_once() -> None:
    one = factories.network()["one"]
    group = school_factories.group(one, lessons=1, size=2)
    first = group.lessons.get(number=1).occasion
    enrolment = programmes.enrol(occasion=first, name="Часта", phone="1")
    assert isinstance(enrolment, Enrolment)
    school_factories.let_pass(group)
    lessons = list(group.lessons.select_related("occasion__unit"))
    schools.note_attendance(group=group, pairs=[(lessons[0].pk, Learner.objects.get().pk)], lessons=lessons)
    schools.count_lesson(lesson=lessons[0])
    issued = together(*[lambda: schools.certify(group=group, on=school_factories.DAY)] * 3)
    assert sorted(map(len, issued)) == [0, 0, 1]
