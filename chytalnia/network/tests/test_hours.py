from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.network.hours import Hours, SanitaryDay, Unusual, day_of, read_intervals, status, stretches, week
from chytalnia.network.sentences import day_sentence, status_sentence

KYIV = ZoneInfo("Europe/Kyiv")
DAY = ((time(10), time(14)), (time(15), time(19)))
#: Tuesday to Saturday with a break, Sunday to four, Monday closed.
WEEKLY = {1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: ((time(10), time(16)),)}


def hours(**kwargs):
    return Hours(**{"weekly": WEEKLY, "zone": KYIV, **kwargs})


def kyiv(*args):
    return datetime(*args, tzinfo=KYIV)


def said(hours, at):
    with translation.override("en"):
        return status_sentence(status(hours, at), at)


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (kyiv(2026, 11, 24, 9, 59), "Opens today at 10:00"),
        (kyiv(2026, 11, 24, 10, 0), "Open until 14:00"),
        (kyiv(2026, 11, 24, 13, 59), "Open until 14:00"),
        (kyiv(2026, 11, 24, 14, 0), "Opens today at 15:00"),
        (kyiv(2026, 11, 24, 19, 0), "Opens tomorrow at 10:00"),
        (kyiv(2026, 11, 22, 16, 0), "Opens on Tuesday at 10:00"),
    ],
)
def test_what_is_said_through_the_week(at, sentence):
    assert said(hours(), at) == sentence


def test_where_it_is_tomorrow_already_the_day_is_named():
    """A network may reach over time zones, and its page is read in one of them."""
    there = hours(zone=ZoneInfo("Asia/Krasnoyarsk"))
    assert said(there, kyiv(2026, 11, 24, 21, 55)) == "Opens on 25 November at 10:00, local time"
    assert said(there, kyiv(2026, 11, 25, 1, 0)) == "Opens today at 10:00"


def test_the_last_thursday_is_sanitary():
    known = hours(sanitary=(SanitaryDay(-1, 3),))
    assert [d.date.day for d in week(known, date(2026, 11, 1), 30) if d.is_sanitary] == [26]
    assert said(known, kyiv(2026, 11, 25, 19, 30)) == "Opens on Friday at 10:00"
    with translation.override("en"):
        assert day_sentence(day_of(known, date(2026, 11, 26))) == "closed: sanitary day"


def test_the_last_working_day_of_the_month_is_sanitary():
    known = hours(sanitary=(SanitaryDay(-1),))
    assert [d.date.day for d in week(known, date(2026, 11, 1), 30) if d.is_sanitary] == [29]


def test_a_fifth_week_that_a_month_lacks_is_no_day():
    assert not any(d.is_sanitary for d in week(hours(sanitary=(SanitaryDay(5, 3),)), date(2026, 2, 1), 28))


def test_an_exception_beats_the_sanitary_day_and_the_shorter_beats_the_longer():
    summer = Unusual(date(2026, 6, 1), date(2026, 8, 31), ((time(9), time(17)),), reason="summer")
    holiday = Unusual(date(2026, 8, 24), date(2026, 8, 24), reason="Independence Day")
    known = hours(exceptions=(holiday, summer), sanitary=(SanitaryDay(-1, 3),))
    assert day_of(known, date(2026, 7, 30)).intervals == ((time(9), time(17)),)
    with translation.override("en"):
        assert day_sentence(day_of(known, date(2026, 8, 24))) == "closed: Independence Day"


def test_a_branch_beats_the_region():
    region = Unusual(date(2026, 8, 24), date(2026, 8, 24), rank=0)
    branch = Unusual(date(2026, 8, 1), date(2026, 8, 31), ((time(11), time(12)),), rank=2)
    assert day_of(hours(exceptions=(region, branch)), date(2026, 8, 24)).intervals == ((time(11), time(12)),)


def test_an_exception_for_some_weekdays_only():
    saturdays = Unusual(date(2026, 6, 1), date(2026, 8, 31), weekdays=frozenset({5}))
    assert day_of(hours(exceptions=(saturdays,)), date(2026, 7, 4)).intervals == ()
    assert day_of(hours(exceptions=(saturdays,)), date(2026, 7, 3)).intervals == DAY


def test_a_night_at_the_library_goes_past_midnight():
    night = hours(weekly={4: ((time(18), time(2)),)})
    assert said(night, kyiv(2026, 11, 28, 1, 30)) == "Open until 02:00"
    assert said(night, kyiv(2026, 11, 28, 2, 0)) == "Opens on Friday at 18:00"


def test_round_the_clock():
    always = hours(weekly={n: ((time(0), time(0)),) for n in range(7)})
    assert said(always, kyiv(2026, 11, 28, 1, 30)) == "Open round the clock"


def test_clocks_forward_and_back():
    always = hours(weekly={6: ((time(0), time(6)),)})
    [(start, end, _day)] = stretches(always, date(2026, 3, 29), date(2026, 3, 29))
    assert end - start == timedelta(hours=5)
    [(start, end, _day)] = stretches(always, date(2026, 10, 25), date(2026, 10, 25))
    assert end - start == timedelta(hours=7)


def test_the_second_of_two_equal_hours_in_autumn():
    known = hours(weekly={6: ((time(3, 30), time(5)),)})
    twice = datetime(2026, 10, 25, 3, 10, tzinfo=KYIV, fold=1)
    assert status(known, twice).is_open


def test_nothing_known_says_nothing():
    unknown = Hours(zone=KYIV)
    assert not status(unknown, kyiv(2026, 11, 24, 9)).is_known
    assert said(unknown, kyiv(2026, 11, 24, 9)) == ""


def test_closed_for_longer_than_anyone_looks_ahead():
    repair = Unusual(date(2026, 1, 1), date(2030, 1, 1), reason="repair")
    assert said(hours(exceptions=(repair,)), kyiv(2026, 11, 24, 12)) == "Closed"


@pytest.mark.parametrize("wrong", [[["10:00"]], [["25:00", "26:00"]], 5, [["10:00", "14:00"], ["13:00", "15:00"]]])
def test_wrong_intervals_are_refused(wrong):
    with pytest.raises(ValueError):
        read_intervals(wrong)


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(["Europe/Kyiv", "Asia/Almaty", "America/New_York", "Australia/Lord_Howe"]).map(ZoneInfo)


@st.composite
def any_hours(draw):
    weekly = {}
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.sets(quarters, min_size=2, max_size=4)))
        weekly[weekday] = tuple(zip(edges[::2], edges[1::2], strict=False))
    exceptions = []
    for first in draw(st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=3)):
        edges = sorted(draw(st.sets(quarters, min_size=0, max_size=2)))
        intervals = ((edges[0], edges[1]),) if len(edges) == 2 else ()
        exceptions.append(Unusual(first, first + timedelta(days=draw(st.integers(0, 20))), intervals))
    sanitary = tuple(
        SanitaryDay(w, d)
        for w, d in draw(
            st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, -1]), st.none() | st.integers(0, 6)), max_size=1)
        )
    )
    return Hours(weekly, tuple(exceptions), sanitary, draw(zones))


@given(any_hours(), moments)
def test_open_agrees_with_the_wall_clock_away_from_changes_of_clocks(hours, at):
    here = at.astimezone(hours.zone)
    if here.utcoffset() != (at + timedelta(hours=26)).astimezone(hours.zone).utcoffset():
        return
    if here.utcoffset() != (at - timedelta(hours=26)).astimezone(hours.zone).utcoffset():
        return
    inside = any(opens <= here.time() < closes for opens, closes in day_of(hours, here.date()).intervals)
    assert status(hours, at).is_open == inside


@given(any_hours(), moments)
def test_what_is_promised_comes_true(hours, at):
    told = status(hours, at)
    second = timedelta(seconds=1)
    if told.is_open:
        assert told.until > at
        assert status(hours, told.until - second).is_open
        assert not status(hours, told.until).is_open
    elif told.opens:
        assert told.opens > at
        assert status(hours, told.opens).is_open
        assert not status(hours, told.opens - second).is_open
        assert status(hours, told.opens - second).opens == told.opens
