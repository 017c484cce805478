"""When a place is open: pure arithmetic over weekly hours, exceptions and sanitary days.

Times are those of the wall clock in the place; every moment given and returned is aware. An interval whose end is at or
before its start ends on the next day («Ніч у бібліотеці», 18:00–02:00); 00:00–00:00 is the whole day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

Interval = tuple[time, time]

#: How far ahead the next opening is looked for: longer than any repair that still has a date of reopening.
HORIZON = timedelta(days=400)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unusual:
    """Days from `first` to `last`, both included, on the given weekdays (none given: on all): these hours and no others."""

    first: date
    last: date
    intervals: tuple[Interval, ...] = ()
    weekdays: frozenset[int] = frozenset()
    reason: str = ""
    rank: int = 0

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last and (not self.weekdays or day.weekday() in self.weekdays)

    @property
    def precedence(self) -> tuple[int, int, date]:
        """A nearer unit's word beats a farther one's, then a shorter stretch a longer one, then a later a sooner."""
        return (self.rank, -(self.last - self.first).days, self.first)


@dataclass(frozen=True, slots=True)
class SanitaryDay:
    """The `week`-th `weekday` of a month (−1: the last); without a weekday, the `week`-th working day."""

    week: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """All that is known of a place's hours. `weekly` maps 0 (Monday) … 6 to intervals."""

    weekly: dict[int, tuple[Interval, ...]] = field(default_factory=dict)
    exceptions: tuple[Unusual, ...] = ()
    sanitary: tuple[SanitaryDay, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def is_known(self) -> bool:
        return any(self.weekly.values()) or any(exception.intervals for exception in self.exceptions)


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it will be: its intervals and, when it differs from usual, why."""

    date: date
    intervals: tuple[Interval, ...]
    exception: Unusual | None = None
    is_sanitary: bool = False

    @property
    def is_unusual(self) -> bool:
        return self.exception is not None or self.is_sanitary


@dataclass(frozen=True, slots=True)
class Status:
    """Open until `until`, or closed and opening at `opens`; both in the place's zone. Neither: nothing is known ahead."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    day: Day | None = None
    is_known: bool = True


def read_intervals(value: Any) -> tuple[Interval, ...]:
    """Stored intervals, `[["10:00", "14:00"], …]`, as times. Raises ValueError for anything else, and for overlaps."""
    try:
        intervals = tuple(sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in value))
    except TypeError as error:
        raise ValueError(str(error)) from error
    for (_, closes), (opens, _) in pairwise(intervals):
        if closes == time(0) or opens < closes:
            raise ValueError("Hours of one day overlap.")
    if any(closes <= opens for opens, closes in intervals[:-1]):
        raise ValueError("Only the last hours of a day may go past midnight.")
    return intervals


def day_of(hours: Hours, day: date) -> Day:
    """What the hours of a day are. An exception beats the sanitary day, and that the week."""
    applying = [exception for exception in hours.exceptions if exception.covers(day)]
    if applying:
        exception = max(applying, key=lambda e: e.precedence)
        return Day(day, exception.intervals, exception)
    if is_sanitary(hours, day):
        return Day(day, (), is_sanitary=True)
    return Day(day, hours.weekly.get(day.weekday(), ()))


def is_sanitary(hours: Hours, day: date) -> bool:
    return any(day == _sanitary_date(hours, rule, day.year, day.month) for rule in hours.sanitary)


def _sanitary_date(hours: Hours, rule: SanitaryDay, year: int, month: int) -> date | None:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    days = [first + timedelta(days=n) for n in range((following - first).days)]
    if rule.weekday is None:
        fitting = [day for day in days if hours.weekly.get(day.weekday())]
    else:
        fitting = [day for day in days if day.weekday() == rule.weekday]
    index = rule.week - 1 if rule.week > 0 else rule.week
    try:
        return fitting[index]
    except IndexError:
        return None


def stretches(hours: Hours, first: date, last: date) -> Iterator[tuple[datetime, datetime, Day]]:
    """Moments of opening and closing (UTC) from day to day, in order; what touches at midnight is one stretch."""
    pending: tuple[datetime, datetime, Day] | None = None
    current = first
    while current <= last:
        day = day_of(hours, current)
        for opens, closes in day.intervals:
            start = _moment(current, opens, hours.zone)
            end = _moment(current if closes > opens else current + _DAY, closes, hours.zone)
            if end <= start:
                # The hour that the spring change of clocks leaves out.
                continue
            if pending and start <= pending[1]:
                pending = (pending[0], max(end, pending[1]), pending[2])
                continue
            if pending:
                yield pending
            pending = (start, end, day)
        current += _DAY
    if pending:
        yield pending


def status(hours: Hours, at: datetime) -> Status:
    """Whether a place is open at a moment, until when, and if not, when it opens next."""
    today = at.astimezone(hours.zone).date()
    if not hours.is_known:
        return Status(is_open=False, is_known=False)
    # From the day before yesterday on: last night's hours may reach into today.
    for start, end, day in _lazily(hours, today):
        if end <= at:
            continue
        if start <= at:
            return Status(is_open=True, until=end.astimezone(hours.zone), day=day)
        return Status(is_open=False, opens=start.astimezone(hours.zone), day=day_of(hours, today))
    return Status(is_open=False, day=day_of(hours, today))


def _lazily(hours: Hours, today: date) -> Iterator[tuple[datetime, datetime, Day]]:
    """Stretches around today first, and the far ones only when there are none near: most places open within a week."""
    yield from stretches(hours, today - 2 * _DAY, today + 8 * _DAY)
    yield from stretches(hours, today + 9 * _DAY, today + HORIZON)


def week(hours: Hours, first: date, days: int = 7) -> list[Day]:
    """The days from `first` on as they will really be."""
    return [day_of(hours, first + timedelta(days=n)) for n in range(days)]


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as a moment; one that the spring change of clocks skips is as much later as the clock jumps."""
    # In UTC, because moments of one zone are compared by their wall clock, and that runs twice through an autumn hour.
    return datetime.combine(day, at, zone).astimezone(UTC)
