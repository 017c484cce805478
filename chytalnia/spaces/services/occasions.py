"""Events hold the rooms of their zone by themselves. One that cannot, because somebody was first, is refused where it is planned; an
old one whose room came later is told so."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core.words import weekday_and_day
from chytalnia.programmes.models import Occasion
from chytalnia.spaces import quarters
from chytalnia.spaces.errors import Taken
from chytalnia.spaces.models import Booking, Space

from .holding import lock_many, release_late, take

#: Stages in which an event needs its room.
NEEDING = ("planned", "announced", "registration", "held")


def needs_room(occasion: Occasion) -> bool:
    """Whether an event holds the rooms of its zone. One that goes on for days, as an exhibition does, closes no room."""
    return (
        occasion.zone_id is not None
        and occasion.stage in NEEDING
        and occasion.mode in ("inside", "hybrid")
        and not occasion.is_long
    )


@transaction.atomic
def refusals(occasion: Occasion) -> list[str]:
    """Why an event cannot be in its zone then: a sentence for each room that somebody else has. The rooms stay locked until the
    plan is stored, so that of two who plan at once one is refused."""
    now = timezone.now()
    if not needs_room(occasion) or occasion.ends_at <= now:
        return []
    found = Space.objects.open().filter(zone=occasion.zone_id, unit=occasion.unit_id)
    starts, ends = quarters.floor(occasion.starts_at), quarters.ceil(occasion.ends_at)
    told = []
    for space in lock_many(found.values_list("pk", flat=True)):
        release_late(space, now)
        others = Booking.objects.holding().filter(space=space).touching(starts, ends)
        if occasion.pk is not None:
            others = others.exclude(occasion=occasion)
        if first := others.select_related("occasion").order_by("starts_at").first():
            told.append(_said(space, first))
    return told


def _said(space: Space, booking: Booking) -> str:
    # Who booked is not told here: whoever plans events need not see readers.
    who = f" («{booking.occasion}»)" if booking.occasion is not None else ""
    return _("%(room)s is taken: %(day)s, %(from)s–%(until)s%(who)s. Choose another hour or place, or move that booking first.") % {
        "room": space, "day": weekday_and_day(booking.begins.date()), "from": f"{booking.begins:%H:%M}",
        "until": f"{booking.ends:%H:%M}", "who": who,
    }  # fmt: skip


@transaction.atomic
def hold(*, occasion: Occasion, spaces: list[Space] | None = None) -> list[Space]:
    """Let an event hold the rooms of its zone as it stands now, and give back those it no longer needs. Returns the rooms
    that it could not have."""
    now = timezone.now()
    wanted: set[int] = set()
    if needs_room(occasion) and occasion.ends_at > now:
        found = Space.objects.open().filter(zone=occasion.zone_id, unit=occasion.unit_id)
        wanted = {space.pk for space in spaces} if spaces is not None else set(found.values_list("pk", flat=True))
    held = {booking.space_id: booking for booking in Booking.objects.holding().filter(occasion=occasion)}
    if spaces is not None:
        held = {pk: booking for pk, booking in held.items() if pk in wanted}
    if not wanted and not held:
        return []
    starts, ends = quarters.floor(occasion.starts_at), quarters.ceil(occasion.ends_at)
    clashes = []
    for space in lock_many({*wanted, *held}):
        booking = held.get(space.pk)
        if booking is not None and (space.pk not in wanted or (booking.starts_at, booking.ends_at) != (starts, ends)):
            if booking.ends_at <= now:
                # It is over: what was is not made otherwise.
                continue
            booking.move("cancel")
            booking = None
        if space.pk in wanted and booking is None:
            release_late(space, now)
            if not _take(occasion, space, starts, ends):
                clashes.append(space)
    return clashes


def _take(occasion: Occasion, space: Space, starts: Any, ends: Any) -> bool:
    try:
        with transaction.atomic():
            booking = Booking.objects.create(
                space=space, starts_at=starts, ends_at=ends, day=occasion.day, time_zone=occasion.time_zone, persons=1,
                occasion=occasion, stage="booked",
            )  # fmt: skip
            take(booking)
    except Taken:
        return False
    return True


def hold_all(space: Space) -> None:
    """Let all events to come in the zone of a space hold it."""
    if not space.is_open or space.zone_id is None:
        return
    ahead = Occasion.objects.filter(
        zone=space.zone_id, unit=space.unit_id, stage__in=NEEDING, ends_at__gt=timezone.now()
    )
    for occasion in ahead.exclude(space_bookings__space=space, space_bookings__stage__in=("booked", "here")):
        hold(occasion=occasion, spaces=[space])
