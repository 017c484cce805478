"""What a night does for rooms: who did not come, what is over, what may be forgotten. Done twice, nothing is done twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chytalnia.network import settings as unit_settings
from chytalnia.spaces.models import Booking, Letter, Slot, Space

from .booking import count
from .holding import lock, release_late

#: Days after which the quarter-hours of what is over are no more needed, and the person is forgotten.
KEEP_SLOTS, KEEP_NAMES = 2, 30


def nightly(day: date, at: datetime | None = None) -> dict[str, int]:
    now = at or timezone.now()
    with unit_settings.remembered():
        return {"released": _released(now), "ended": _ended(now), "forgotten": _forgotten(day)}


def _released(now: datetime) -> int:
    gone = 0
    for pk in Space.objects.filter(needs_check_in=True).values_list("pk", flat=True):
        with transaction.atomic():
            gone += release_late(lock(pk), now)
    return gone


def _ended(now: datetime) -> int:
    """Bookings whose time is over. Where nobody has to say that they come, they count as having been."""
    done = 0
    over = Booking.objects.filter(stage__in=("asked", "booked", "here"), ends_at__lt=now)
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            found = Booking.objects.select_related("space__unit").get(pk=pk)
            if found.stage == "asked":
                found.move("cancel")
            elif found.stage in ("booked", "here"):
                if found.stage == "booked" and found.occasion_id is None:
                    count(found, found.space, found.starts_at)
                found.move("end")
            done += 1
    return done


@transaction.atomic
def _forgotten(day: date) -> int:
    Slot.objects.filter(at__lt=timezone.now() - timedelta(days=KEEP_SLOTS)).delete()
    old = Booking.objects.filter(day__lt=day - timedelta(days=KEEP_NAMES)).exclude(
        stage__in=("asked", "booked", "here")
    )
    Letter.objects.filter(booking__in=old.values("pk")).delete()
    return int(old.exclude(reader=None, name="").update(reader=None, name=""))
