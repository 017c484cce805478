"""Quarter-hours taken and given back. Whoever takes one holds the row of the space first, so that two wait for each other
instead of meeting in the table; and if they met, the table would let only one in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.journal import services as journal
from chytalnia.network.settings import setting
from chytalnia.spaces import quarters
from chytalnia.spaces.errors import Taken
from chytalnia.spaces.models import Booking, Slot, Space


def lock(pk: int) -> Space:
    """The space, held until the transaction ends."""
    return Space.objects.select_for_update(of=("self",)).select_related("unit", "zone").get(pk=pk)


def lock_many(pks: Iterable[int]) -> list[Space]:
    """Several, always in the same order."""
    found = Space.objects.select_for_update(of=("self",)).select_related("unit", "zone").filter(pk__in=set(pks))
    return list(found.order_by("pk"))


def take(booking: Booking) -> None:
    """Hold the quarter-hours of a booking that is stored, instead of those it held before. Raises Taken."""
    wanted = quarters.covering(booking.starts_at, booking.ends_at)
    held = Slot.objects.filter(space=booking.space_id, at__gte=wanted[0], at__lte=wanted[-1])
    if held.exclude(booking=booking).exists():
        raise Taken
    Slot.objects.filter(booking=booking).delete()
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(Slot(space_id=booking.space_id, at=at, booking=booking) for at in wanted)
    except IntegrityError:
        raise Taken from None


def grace(space: Space) -> timedelta:
    return timedelta(minutes=setting(space.unit, "spaces.grace_minutes"))


def release_late(space: Space, at: datetime | None = None) -> int:
    """Give the hours of those who did not come to others. The space is held by the caller."""
    if not space.needs_check_in:
        return 0
    latest = (at or timezone.now()) - grace(space)
    late = Booking.objects.filter(
        space=space, stage="booked", occasion=None, starts_at__lte=latest, timed_at__lte=latest
    )
    found = list(late.select_related("space__unit"))
    for booking in found:
        booking.move("release")
        journal.record("rooms.missed", unit=space.unit_id, source=booking, key=f"rooms.missed:{booking.pk}", late=True)
    return len(found)
