"""What a club promises: days of meetings, memberships, counting, holds, silence."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.clubs import services
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club, Membership, Presence
from chytalnia.clubs.rhythm import meeting_days
from chytalnia.journal.models import Fact
from chytalnia.lending.models import Hold
from chytalnia.lending.tests import factories as lending
from chytalnia.network.models import HoursException, OpeningInterval
from chytalnia.people.models import Surety
from chytalnia.people.readers.services.merging import merge
from chytalnia.programmes.models import Occasion

from . import factories
from .factories import DAY

RHYTHMS = st.sampled_from(["week", "fortnight", "month"])
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(DAYS, st.integers(0, 800), st.integers(0, 6), RHYTHMS, st.sampled_from([1, 2, 3, 4, -1]))
def test_days_of_meetings_keep_weekday_order_and_bounds(first, length, weekday, rhythm, week):
    last = first + timedelta(days=length)
    days = meeting_days(first, last, weekday=weekday, rhythm=rhythm, week=week)
    assert days == sorted(set(days))
    assert all(first <= day <= last and day.weekday() == weekday for day in days)
    if rhythm == "month":
        months = [(day.year, day.month) for day in days]
        assert len(months) == len(set(months))
        assert all(
            (day + timedelta(days=7)).month != day.month if week == -1 else (day.day - 1) // 7 + 1 == week
            for day in days
        )
    else:
        step = 7 if rhythm == "week" else 14
        assert all((after - before).days == step for before, after in pairwise(days))
        assert length < step or days


@pytest.mark.django_db
def test_a_plan_of_a_year_leaves_out_holidays_and_what_is_there(one, librarian):
    club = factories.club(one)
    OpeningInterval.objects.create(unit=one, weekday=5, opens="10:00", closes="18:00")
    HoursException.objects.create(unit=one, first=date(2031, 3, 15), last=date(2031, 3, 15), intervals=[])
    year = {"first": date(2031, 1, 1), "last": date(2031, 12, 31)}
    told = services.plan_meetings(club=club, by=librarian, **year)
    assert told.closed == [date(2031, 3, 15)]
    assert [each.day.month for each in told.made] == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert {(each.stage, f"{each.begins:%H:%M}", each.taking) for each in told.made} == {("announced", "15:00", "free")}
    assert services.plan_meetings(club=club, by=librarian, **year).made == []
    assert Occasion.objects.filter(programme=club.programme).count() == 11


@pytest.mark.django_db
def test_memberships_of_a_reader_never_overlap_says_the_database(one):
    club, reader = factories.club(one), lending.reader(one)
    first = services.join(club=club, reader=reader, on=DAY)
    assert services.join(club=club, reader=reader, on=DAY + timedelta(days=5)) == first
    services.leave(membership=first, on=DAY + timedelta(days=30))
    rows = Membership.objects.filter(club=club)
    for joined, left in ((10, 20), (-5, 1), (29, None), (-9, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                club=club, reader=reader, joined_on=DAY + timedelta(days=joined),
                left_on=None if left is None else DAY + timedelta(days=left),
            )  # fmt: skip
    with pytest.raises(ClubError):
        services.join(club=club, reader=reader, on=DAY + timedelta(days=3), at_desk=True)
    services.join(club=club, reader=reader, on=DAY + timedelta(days=30))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=first.pk).update(left_on=DAY + timedelta(days=31))
    assert rows.count() == 2


@pytest.mark.django_db
def test_a_child_joins_with_a_grown_up(one):
    club, child = factories.club(one), lending.reader(one, birth_date=DAY.replace(year=DAY.year - 9))
    for told in ({}, {"at_desk": True}, {"at_desk": True, "guardian": "Марія"}):
        with pytest.raises(ClubError, match="grown-up"):
            services.join(club=club, reader=child, on=DAY, **told)
    made = services.join(club=club, reader=child, on=DAY, at_desk=True, guardian="Марія Коваль", guardian_phone="050")
    services.leave(membership=made, on=DAY)
    Surety.objects.create(child=child, name="Марія Коваль", signed_on=DAY)
    assert services.join(club=club, reader=child, on=DAY).left_on is None
    grown = factories.club(one, title="Для дорослих", age_from=18)
    with pytest.raises(ClubError, match="another age"):
        services.join(club=grown, reader=child, on=DAY)


@pytest.mark.django_db
def test_a_meeting_is_counted_from_its_list_and_anew(one, librarian):
    club = factories.club(one)
    occasion = factories.meeting(club)
    with pytest.raises(ClubError):
        services.count_meeting(occasion=occasion, by=librarian)
    born = {"children": 2014, "youth": 2003, "adults": 1970}
    people = {
        band: services.join(
            club=club,
            reader=lending.reader(one, birth_date=date(year, 1, 1)),
            on=DAY,
            at_desk=True,
            guardian="М",
            guardian_phone="1",
        )
        for band, year in born.items()
    }
    services.set_present(occasion=occasion, memberships=people.values())
    services.save_protocol(
        occasion=occasion, by=librarian, topic="Осінь", guest_adults=4, works=[lending.record().work]
    )
    services.count_meeting(occasion=occasion, by=librarian)

    def standing(kind):
        return sorted(Fact.objects.standing().filter(kind=kind).values_list("audience", "quantity"))

    assert standing("visits.events") == [("adults", 5), ("children", 1), ("youth", 1)]
    services.set_present(occasion=occasion, memberships=[people["adults"]])
    services.count_meeting(occasion=occasion, by=librarian)
    assert standing("visits.events") == [("adults", 5)]
    assert [quantity for _a, quantity in standing("documents.shown")] == [1]
    assert [quantity for _a, quantity in standing("events")] == [1]
    other = services.join(club=factories.club(one, title="Інший"), reader=lending.reader(one), on=DAY)
    with pytest.raises(ClubError):
        services.set_present(occasion=occasion, memberships=[other])


@pytest.mark.django_db
def test_copies_are_ordered_for_all_who_want_them_and_a_refusal_stops_nobody(one, librarian):
    club, record = factories.club(one), lending.record()
    lending.item(one, record)
    lending.item(one, record)
    good, stranger = lending.reader(one), lending.reader(one, registered=False)
    members = [services.join(club=club, reader=reader, on=DAY) for reader in (good, stranger)]
    reading = services.begin_reading(club=club, work=record.work, first_day=DAY)
    services.set_wanted(reading=reading, memberships=members)
    told = services.place_holds(reading=reading, by=librarian)
    assert (told.placed, [who for who, _why in told.refused]) == (1, [str(stranger)])
    assert Hold.objects.get().reader == good
    assert services.place_holds(reading=reading, by=librarian).placed == 0


@pytest.mark.django_db
def test_the_leader_of_a_silent_club_is_asked_once_and_answers(one):
    club = factories.club(one, first_day=DAY)
    assert services.nightly(DAY + timedelta(days=183)) == 0
    late = DAY + timedelta(days=184)
    assert (services.nightly(late), services.nightly(late)) == (1, 0)
    club = services.go_on(club=Club.objects.get(pk=club.pk), on=late)
    assert services.nightly(late + timedelta(days=90)) == 0
    assert services.nightly(late + timedelta(days=91)) == 1
    factories.meeting(club, day=late + timedelta(days=80), stage="held")
    services.nightly(late + timedelta(days=92))
    assert Club.objects.get(pk=club.pk).asked_on is None
    member = services.join(club=club, reader=lending.reader(one), on=DAY)
    closed = services.close_club(club=club, on=late)
    member.refresh_from_db()
    assert (closed.programme.stage, member.left_on) == ("finished", late)
    with pytest.raises(ClubError, match="closed"):
        services.join(club=club, reader=lending.reader(one), on=late)


@pytest.mark.django_db
def test_memberships_follow_a_reader_who_is_merged_and_lose_the_name_with_them(one):
    club, other = factories.club(one), factories.club(one, title="Інший")
    kept, twice = lending.reader(one), lending.reader(one)
    services.join(club=club, reader=kept, on=DAY)
    doubled = services.join(club=club, reader=twice, on=DAY)
    moved = services.join(club=other, reader=twice, on=DAY)
    Presence.objects.create(occasion=factories.meeting(other), membership=moved)
    merge(keep=kept, gone=twice)
    assert [Membership.objects.get(pk=each.pk).reader for each in (doubled, moved)] == [twice, kept]
    assert Membership.objects.get(pk=doubled.pk).left_on is not None
