"""What is asked about receptions."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from chytalnia.network.paths import under

from .models import HOLDING, Booking, BookingState, Day, Slot


def with_all() -> QuerySet[Day]:
    return Day.objects.select_related(
        "series", "occasion__unit", "occasion__zone", "occasion__programme"
    ).prefetch_related("occasion__seats")


def coming(unit: Any = None) -> QuerySet[Day]:
    """Receptions that are announced and not over."""
    found = with_all().filter(
        occasion__stage="registration", occasion__is_public=True, occasion__ends_at__gt=timezone.now(), closed_at=None
    )
    if unit is not None:
        found = found.filter(under([unit.path], "occasion__unit__path"))
    return found.order_by("occasion__starts_at", "pk")


def slots(day: Day) -> list[Slot]:
    """The slots of a day that still stand, each with `taken`."""
    taken = Exists(Booking.objects.filter(slot=OuterRef("pk"), state__in=HOLDING))
    rows: list[Any] = list(Slot.objects.filter(day=day, is_off=False).annotate(taken=taken))
    for row in rows:
        row.day = day
    # A day that was made shorter has no time after its end.
    return [row for row in rows if row.taken or row.ends <= day.occasion.ends]


def free(day: Day) -> list[Slot]:
    now = timezone.now()
    return [slot for slot in slots(day) if not slot.taken and slot.begins > now]  # type: ignore[attr-defined]


def bookings(day: Day) -> list[Booking]:
    return list(
        Booking.objects.filter(day=day).select_related("enrolment", "slot").order_by("slot__offset", "ticket", "pk")
    )


def queue(day: Day) -> tuple[int, int]:
    """The number called last, and how many wait."""
    rows = Booking.objects.filter(day=day, ticket__isnull=False)
    called = (
        rows.filter(state__in=("called", "served", "missed"))
        .order_by("-ticket")
        .values_list("ticket", flat=True)
        .first()
    )
    return called or 0, rows.filter(state=BookingState.WAITING).count()
