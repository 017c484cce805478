"""Days of rooms: who has which hours, what is free, what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from chytalnia.network import queries as network
from chytalnia.network.hours import Hours, stretches
from chytalnia.network.models import Unit
from chytalnia.network.settings import time_zone
from chytalnia.spaces import quarters
from chytalnia.spaces.models import HOLDING, Booking, Space
from chytalnia.spaces.services import grace

#: The span of a day that is shown where the hours of a library are not known.
USUAL = (time(9), time(20))


@dataclass(slots=True)
class Cell:
    """A stretch of a row of the grid, in quarter-hours."""

    begins: datetime
    ends: datetime
    span: int
    booking: Booking | None = None
    is_open: bool = True
    is_past: bool = False

    @property
    def is_free(self) -> bool:
        return self.booking is None and self.is_open and not self.is_past


@dataclass(slots=True)
class Row:
    space: Space
    day: date
    cells: list[Cell] = field(default_factory=list)

    @property
    def bookings(self) -> list[Booking]:
        return [cell.booking for cell in self.cells if cell.booking is not None]

    @property
    def free(self) -> list[tuple[datetime, datetime]]:
        """Free stretches of the day, those that touch being one."""
        found: list[tuple[datetime, datetime]] = []
        for cell in self.cells:
            if not cell.is_free:
                continue
            if found and found[-1][1] == cell.begins:
                found[-1] = (found[-1][0], cell.ends)
            else:
                found.append((cell.begins, cell.ends))
        return found


@dataclass(slots=True)
class Grid:
    rows: list[Row]
    #: hours of the head, each with how many quarter-hours it spans
    hours: list[tuple[str, int]]


def holding(spaces: Iterable[Space], first: date, last: date, now: datetime | None = None) -> list[Booking]:
    """Bookings that hold in these days, without those that nobody came to: their hours are free for whoever asks."""
    now = now or timezone.now()
    rows = (
        Booking.objects.filter(space__in=[space.pk for space in spaces], stage__in=(*HOLDING, "over"))
        .filter(day__gte=first - timedelta(days=1), day__lte=last)
        .select_related("space__unit", "occasion", "reader")
        .order_by("starts_at", "pk")
    )
    return [booking for booking in rows if not is_late(booking, now)]


def is_late(booking: Booking, now: datetime) -> bool:
    """Nobody came in time: whoever books next gets the hours."""
    return (
        booking.stage == "booked"
        and booking.occasion_id is None
        and booking.space.needs_check_in
        and booking.waited_from + grace(booking.space) <= now
        and booking.ends_at > now
    )


def day_grid(spaces: Sequence[Space], day: date, now: datetime | None = None) -> Grid:
    """All spaces of a library on one day."""
    return _grid([(space, day) for space in spaces], now)


def week_grid(space: Space, monday: date, now: datetime | None = None) -> Grid:
    """One space over seven days."""
    return _grid([(space, monday + timedelta(days=n)) for n in range(7)], now)


def next_free(space: Space, day: date, now: datetime | None = None) -> date | None:
    """The first day after one on which anything is free, as far ahead as readers book and two weeks at most."""
    last = min(today_in(space.unit) + timedelta(days=space.ahead_days), day + timedelta(days=14))
    days = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    return next((row.day for row in _grid([(space, each) for each in days], now).rows if row.free), None)


def _grid(asked: Sequence[tuple[Space, date]], now: datetime | None) -> Grid:
    now = now or timezone.now()
    if not asked:
        return Grid([], [])
    units: dict[int, Unit] = {space.unit_id: space.unit for space, _day in asked}
    hours = network.hours_of(list(units.values()))
    days = [day for _space, day in asked]
    bookings = holding({space.pk: space for space, _day in asked}.values(), min(days), max(days), now)
    by_space: dict[int, list[Booking]] = {}
    for booking in bookings:
        by_space.setdefault(booking.space_id, []).append(booking)
    begins, ends = _span(asked, hours, by_space)
    rows = []
    for space, day in asked:
        own = hours[space.unit_id]
        first, last = _moment(day, begins, own), _moment(day, ends, own)
        rows.append(Row(space, day, _cells(by_space.get(space.pk, []), own, day, first, last, now)))
    return Grid(rows, [(f"{hour:02}:00", 4) for hour in range(begins, ends)])


def _moment(day: date, hour: int, hours: Hours) -> datetime:
    if hour >= 24:
        return datetime.combine(day + timedelta(days=1), time(0), hours.zone)
    return datetime.combine(day, time(hour), hours.zone)


def _span(
    asked: Sequence[tuple[Space, date]], hours: dict[int, Hours], by_space: dict[int, list[Booking]]
) -> tuple[int, int]:
    """The whole hours that a grid shows: when any of its libraries is open, and when anything is booked."""
    first, last = [], []
    for space, day in asked:
        own = hours[space.unit_id]
        if not own.is_known:
            first.append(USUAL[0].hour)
            last.append(USUAL[1].hour)
        for starts, ends, _day in stretches(own, day, day):
            first.append(starts.astimezone(own.zone).hour)
            last.append(_end_hour(ends.astimezone(own.zone), day))
        for booking in by_space.get(space.pk, []):
            if booking.day == day:
                first.append(booking.begins.hour)
                last.append(_end_hour(booking.ends, day))
    return min(first, default=USUAL[0].hour), max(last, default=USUAL[1].hour)


def _end_hour(ends: datetime, day: date) -> int:
    if ends.date() > day:
        return 24
    return ends.hour + (1 if ends.minute else 0)


def _cells(
    bookings: Sequence[Booking], hours: Hours, day: date, first: datetime, last: datetime, now: datetime
) -> list[Cell]:
    """A day of a space as cells, each an hour at most where it is free."""
    opened = list(stretches(hours, day - timedelta(days=1), day + timedelta(days=1))) if hours.is_known else None
    held = {at: booking for booking in bookings for at in quarters.covering(booking.starts_at, booking.ends_at)}
    cells: list[Cell] = []
    for at in quarters.covering(first, last):
        booking = held.get(at)
        end = at + quarters.QUARTER
        is_open = opened is None or any(begins <= at and end <= ends for begins, ends, _day in opened)
        is_past = end <= now
        latest = cells[-1] if cells else None
        same = latest is not None and (latest.booking, latest.is_open, latest.is_past) == (booking, is_open, is_past)
        # A free stretch breaks at each whole hour, so that the eye finds it.
        if same and latest is not None and (booking is not None or not is_open or is_past or at.minute):
            latest.ends, latest.span = end.astimezone(hours.zone), latest.span + 1
        else:
            cells.append(Cell(at.astimezone(hours.zone), end.astimezone(hours.zone), 1, booking, is_open, is_past))
    return cells


def waiting(spaces: QuerySet[Space]) -> QuerySet[Booking]:
    """Bookings that wait for a librarian's yes, the nearest first."""
    return (
        Booking.objects.at_stage("asked").filter(space__in=spaces, ends_at__gt=timezone.now())
        .select_related("space__unit", "reader").order_by("starts_at", "pk")
    )  # fmt: skip


def of_reader(reader: Any, *, past: bool = False) -> QuerySet[Booking]:
    found = Booking.objects.filter(reader=reader).select_related("space__unit", "space__zone")
    now = timezone.now()
    if past:
        return found.exclude(stage__in=HOLDING, ends_at__gt=now).order_by("-starts_at")
    return found.filter(stage__in=HOLDING, ends_at__gt=now).order_by("starts_at")


def at_door(space: Space, reader: Any, now: datetime | None = None) -> Booking | None:
    """The booking of a reader that may be come to now."""
    now = now or timezone.now()
    soon = now + timedelta(minutes=15)
    found = Booking.objects.filter(space=space, reader=reader, starts_at__lte=soon, ends_at__gt=now)
    return found.filter(stage__in=("booked", "here")).select_related("space__unit").order_by("starts_at").first()


def in_the_way(space: Space, starts_at: datetime, ends_at: datetime, but: Any = None) -> list[Booking]:
    """Bookings that hold a space within a time, but for those of one event."""
    found = Booking.objects.holding().filter(space=space).touching(starts_at, ends_at)
    if but is not None:
        found = found.exclude(occasion=but)
    return list(found.select_related("space__unit", "occasion").order_by("starts_at"))


def today_in(unit: Unit) -> date:
    return timezone.now().astimezone(time_zone(unit)).date()
