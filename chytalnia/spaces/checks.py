"""Whether every booking that holds has its quarter-hours, and no quarter-hour is held by anything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from . import quarters
from .models import HOLDING, Booking, Slot


@dataclass(slots=True)
class Drift:
    #: bookings to come that hold other quarter-hours than theirs
    bookings: list[int] = field(default_factory=list)
    #: quarter-hours held by bookings that do not hold
    slots: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.bookings or self.slots)


def check() -> Drift:
    now = timezone.now()
    drift = Drift()
    held: dict[int, list[object]] = {}
    for booking, space, at in Slot.objects.order_by("at").values_list("booking", "space", "at"):
        held.setdefault(booking, []).append((space, at))
    for one in Booking.objects.filter(stage__in=HOLDING, ends_at__gt=now - timedelta(days=1)).iterator(chunk_size=2000):
        if held.get(one.pk, []) != [(one.space_id, at) for at in quarters.covering(one.starts_at, one.ends_at)]:
            drift.bookings.append(one.pk)
    drift.slots = list(
        Slot.objects.exclude(booking__stage__in=(*HOLDING, "over")).order_by("pk").values_list("pk", flat=True)
    )
    return drift
