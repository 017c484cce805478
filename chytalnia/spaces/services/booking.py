"""Booking: a space from one moment to another. No two hold the same quarter-hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network import queries as network
from chytalnia.network.hours import Hours, stretches
from chytalnia.network.settings import setting, time_zone
from chytalnia.spaces import quarters
from chytalnia.spaces.errors import CannotBook, CannotCome, SpacesError, Taken
from chytalnia.spaces.models import HOLDING, Approval, Booking, Space, Weekly
from chytalnia.spaces.signals import booking_changed

from .holding import grace, lock, lock_many, release_late, take

#: Before its time, people may say that they are here.
EARLY = timedelta(minutes=15)


@transaction.atomic
def book(
    *, space: Space, starts_at: datetime, ends_at: datetime, persons: int = 1, purpose: str = "", reader: Any = None,
    name: str = "", by: Any = None, at_desk: bool = False, outside_hours: bool = False, weekly: Weekly | None = None,
    at: datetime | None = None,
) -> Booking:  # fmt: skip
    """Book a space and return the booking: booked, or asked for where a librarian says yes first.

    `at_desk` lifts what holds for readers – length, days ahead, number of bookings – and needs no yes; `outside_hours` lets
    the desk book while the library is closed. Raises CannotBook or Taken.
    """
    now = at or timezone.now()
    held = lock(space.pk)
    release_late(held, now)
    _refuse(held, starts_at, ends_at, persons, now)
    if not outside_hours:
        _refuse_closed(held, starts_at, ends_at)
    if not at_desk:
        _refuse_reader(held, starts_at, ends_at, reader, purpose, now)
    zone = time_zone(held.unit)
    asks = not at_desk and held.approval == Approval.LIBRARIAN
    made = Booking.objects.create(
        space=held, starts_at=starts_at, ends_at=ends_at, day=starts_at.astimezone(zone).date(), time_zone=str(zone),
        persons=persons, purpose=purpose[:120], reader=reader, name=(name or (reader.full_name if reader else ""))[:150],
        weekly=weekly, stage="asked" if asks else "booked", timed_at=now, made_by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    take(made)
    audit.log("spaces.book", by=by, about=made, unit=held.unit, after={"persons": persons})
    return made


def _refuse(space: Space, starts_at: datetime, ends_at: datetime, persons: int, now: datetime) -> None:
    if not space.is_open:
        raise CannotBook(_("This room is not in use now."))
    if ends_at <= starts_at:
        raise CannotBook(_("It ends before it begins."))
    if not (quarters.is_whole(starts_at) and quarters.is_whole(ends_at)):
        raise CannotBook(_("Rooms are booked by quarters of an hour."))
    if ends_at - starts_at > timedelta(days=1):
        raise CannotBook(_("A booking is of one day."))
    if ends_at <= now:
        raise CannotBook(_("This time is over."))
    if not 1 <= persons <= space.seats:
        raise CannotBook(
            ngettext("The room is for %(n)d person at most.", "The room is for %(n)d people at most.", space.seats)
            % {"n": space.seats}
        )


def _refuse_closed(space: Space, starts_at: datetime, ends_at: datetime) -> None:
    hours = network.hours_of([space.unit])[space.unit_id]
    if hours.is_known and not is_open_from(hours, starts_at, ends_at):
        raise CannotBook(_("The library is closed at this time."))


def is_open_from(hours: Hours, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a library is open from one moment to another, without a break."""
    day = starts_at.astimezone(hours.zone).date()
    found = stretches(hours, day - timedelta(days=1), day + timedelta(days=1))
    return any(begins <= starts_at and ends_at <= ends for begins, ends, _day in found)


def _refuse_reader(
    space: Space, starts_at: datetime, ends_at: datetime, reader: Any, purpose: str, now: datetime
) -> None:
    if reader is None or not space.readers_may:
        raise CannotBook(_("This room is booked by the library itself."))
    if not purpose.strip():
        raise CannotBook(_("Say in a word what for."))
    if starts_at < now - quarters.QUARTER:
        raise CannotBook(_("This time has begun already."))
    if ends_at - starts_at > timedelta(minutes=space.most_minutes):
        raise CannotBook(
            ngettext(
                "The room is booked for %(n)d minute at most.", "The room is booked for %(n)d minutes at most.",
                space.most_minutes,
            )
            % {"n": space.most_minutes}
        )  # fmt: skip
    if starts_at > now + timedelta(days=space.ahead_days):
        raise CannotBook(
            ngettext(
                "The room is booked no more than %(n)d day ahead.", "The room is booked no more than %(n)d days ahead.",
                space.ahead_days,
            )
            % {"n": space.ahead_days}
        )  # fmt: skip
    most = setting(space.unit, "spaces.most_bookings")
    ahead = Booking.objects.filter(reader=reader, stage__in=HOLDING, ends_at__gt=now)
    if ahead.count() >= most:
        raise CannotBook(
            ngettext(
                "You have %(n)d booking ahead; give it up before you make another.",
                "You have %(n)d bookings ahead; give one up before you make another.", most,
            )
            % {"n": most}
        )  # fmt: skip
    if ahead.touching(starts_at, ends_at).exists():
        raise CannotBook(_("You have booked another room for this time."))


@transaction.atomic
def move(
    *, booking: Booking, starts_at: datetime, ends_at: datetime, space: Space | None = None, by: Any = None,
    outside_hours: bool = False, at: datetime | None = None,
) -> Booking:  # fmt: skip
    """Move a booking to another time or room; if it cannot be, it stays as it was. Raises CannotBook or Taken."""
    now = at or timezone.now()
    target = space or booking.space
    spaces = {held.pk: held for held in lock_many([booking.space_id, target.pk])}
    found = Booking.objects.select_for_update().get(pk=booking.pk)
    if not found.holds or found.occasion_id:
        raise CannotBook(_("This booking cannot be moved."))
    held = spaces[target.pk]
    release_late(held, now)
    found.refresh_from_db()
    if not found.holds:
        raise CannotBook(_("This booking cannot be moved."))
    _refuse(held, starts_at, ends_at, found.persons, now)
    if not outside_hours:
        _refuse_closed(held, starts_at, ends_at)
    zone = time_zone(held.unit)
    before = {"space": str(found.space_id), "from": found.starts_at.isoformat()}
    found.space, found.starts_at, found.ends_at, found.timed_at = held, starts_at, ends_at, now
    found.day, found.time_zone = starts_at.astimezone(zone).date(), str(zone)
    take(found)
    found.save()
    audit.log("spaces.move", by=by, about=found, unit=held.unit, before=before, after={"from": starts_at.isoformat()})
    booking_changed.send(Booking, booking=found, by=by)
    return found


@transaction.atomic
def cancel(*, booking: Booking, by: Any = None, reason: str = "", tell: bool = True) -> Booking:
    """Give a booking up; its hours are free at once. Giving up twice is giving up once. With `tell` whoever booked hears of it.
    Raises CannotBook when it is over."""
    lock(booking.space_id)
    found = Booking.objects.select_for_update(of=("self",)).select_related("space__unit").get(pk=booking.pk)
    if found.stage == "cancelled":
        return found
    if not found.holds:
        raise CannotBook(_("This booking is over already."))
    if reason:
        Booking.objects.filter(pk=found.pk).update(reason=reason[:300])
    found.move("cancel", note=reason)
    audit.log("spaces.cancel", by=by, about=found, unit=found.space.unit, note=reason)
    if tell:
        booking_changed.send(Booking, booking=found, by=by)
    return found


@transaction.atomic
def decide(*, booking: Booking, yes: bool, by: Any, reason: str = "") -> Booking:
    """Say yes or no to a booking that waits. Raises a StageError when it does not wait any more."""
    lock(booking.space_id)
    if reason:
        Booking.objects.filter(pk=booking.pk).update(reason=reason[:300])
    booking.move("approve" if yes else "refuse", by=by, note=reason)
    booking_changed.send(Booking, booking=booking, by=by)
    return booking


@transaction.atomic
def come(*, booking: Booking, by: Any = None, at: datetime | None = None) -> Booking:
    """Note that they are here; the booking is counted. Saying it twice is saying it once. Raises CannotCome."""
    now = at or timezone.now()
    held = lock(booking.space_id)
    found = Booking.objects.select_for_update(of=("self",)).select_related("space__unit").get(pk=booking.pk)
    if found.stage in ("here", "over"):
        return found
    if found.stage == "asked":
        raise CannotCome(_("This booking still waits for a librarian's yes."))
    if found.stage != "booked":
        raise CannotCome(_("This booking does not hold any more."))
    if now < found.starts_at - EARLY:
        raise CannotCome(_("It is too early: come at %(time)s.") % {"time": f"{found.begins:%H:%M}"})
    if now >= found.ends_at:
        raise CannotCome(_("The time of this booking is over."))
    Booking.objects.filter(pk=found.pk).update(came_at=now)
    found.move("come")
    if found.occasion_id is None:
        count(found, held, now)
    return found


def count(booking: Booking, space: Space, at: datetime) -> None:
    """Facts of a booking that people came to. Hours are whole ones, a half counting as one."""
    hours = max(1, (booking.minutes + 30) // 60)
    for kind, quantity in (("rooms.bookings", 1), ("rooms.hours", hours), ("rooms.persons", booking.persons)):
        journal.record(
            kind, unit=space.unit_id, quantity=quantity, at=at, source=booking, key=f"{kind}:{booking.pk}", late=True
        )


def late_after(booking: Booking) -> datetime:
    """Until when somebody has to come."""
    return booking.waited_from + grace(booking.space)


@transaction.atomic
def book_weekly(
    *, space: Space, first_day: date, last_day: date, begins: time, ends: time, without: set[date] | None = None,
    persons: int = 1, purpose: str = "", name: str = "", reader: Any = None, by: Any = None, outside_hours: bool = False,
    at: datetime | None = None,
) -> tuple[Weekly, list[Booking], list[tuple[date, str]]]:  # fmt: skip
    """Book the same hours of every week for the desk. Returns what was booked, and the days that could not be, with why.

    Hours are those on the wall: a club at five stays at five when summer time ends. Raises CannotBook when no day could be.
    """
    if last_day < first_day or (last_day - first_day).days > 400:
        raise CannotBook(_("A weekly booking runs for a year at most."))
    zone = time_zone(space.unit)
    skipped = sorted(without or ())
    weekly = Weekly.objects.create(
        space=space, first_day=first_day, last_day=last_day, begins=begins, ends=ends, purpose=purpose[:120],
        left_out=[day.isoformat() for day in skipped],
    )  # fmt: skip
    made: list[Booking] = []
    refused: list[tuple[date, str]] = []
    day = first_day
    while day <= last_day:
        if day not in skipped:
            try:
                made.append(
                    book(
                        space=space, starts_at=datetime.combine(day, begins, zone),
                        ends_at=datetime.combine(day, ends, zone), persons=persons, purpose=purpose, name=name,
                        reader=reader, by=by, at_desk=True, outside_hours=outside_hours, weekly=weekly, at=at,
                    )
                )  # fmt: skip
            except (Taken, CannotBook) as refusal:
                refused.append((day, str(refusal)))
        day += timedelta(days=7)
    if not made:
        raise CannotBook(refused[0][1] if refused else _("No day is left to be booked."))
    weekly.left_out = sorted({*weekly.left_out, *(day.isoformat() for day, _why in refused)})
    weekly.save(update_fields=["left_out"])
    audit.log("spaces.weekly", by=by, about=weekly, unit=space.unit, after={"bookings": len(made)})
    return weekly, made, refused


@transaction.atomic
def cancel_weekly(*, weekly: Weekly, since: date, by: Any = None, reason: str = "") -> int:
    """Give up all bookings of a weekly one from a day on; returns how many."""
    found = Booking.objects.filter(weekly=weekly, day__gte=since, stage__in=("asked", "booked")).order_by("starts_at")
    # One letter tells of all of them.
    told = " ".join(part for part in (reason, _("This holds for all later days too.")) if part)
    gone = 0
    for booking in found:
        try:
            cancel(booking=booking, by=by, reason=reason if gone else told, tell=not gone)
            gone += 1
        except SpacesError:
            continue
    return gone
