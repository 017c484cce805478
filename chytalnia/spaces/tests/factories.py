"""Plans and rooms, quickly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from chytalnia.network.models import Zone
from chytalnia.spaces import quarters, services
from chytalnia.spaces.models import Space


def zone(unit, kind="open_shelf", **about):
    return Zone.objects.create(
        unit=unit, code=about.pop("code", kind.replace("_", "-")), kind=kind, name={"en": kind}, **about
    )


def plan(unit, *, floor="1", width=2000, depth=1000, is_public=True):
    return services.save_plan(unit=unit, floor=floor, width=width, depth=depth, is_public=is_public)


def piece(of, kind="shelf", *, at=(100, 100), size=(180, 40), **fields):
    return services.save_piece(plan=of, kind=kind, x=at[0], y=at[1], w=size[0], h=size[1], **fields)


def space(unit, **fields):
    told = {"name": {"en": "Room"}, "seats": 6, "needs_check_in": True, "ahead_days": 60} | fields
    return Space.objects.create(unit=unit, **told)


def soon(hours=24):
    """A whole hour that lies safely ahead, by the clocks of the library: its day is not always that of UTC."""
    now = timezone.now().astimezone(UTC)
    ahead = datetime(now.year, now.month, now.day, now.hour, tzinfo=UTC) + timedelta(hours=hours)
    return timezone.localtime(quarters.floor(ahead))


def book(of, *, hours=24, minutes=60, **fields):
    starts = soon(hours)
    return services.book(
        space=of, starts_at=starts, ends_at=starts + timedelta(minutes=minutes), at_desk=True, **fields
    )
