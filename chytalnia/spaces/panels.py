"""What the room shows on pages of the rooms below: a book, a library, an event at the desk."""

from __future__ import annotations

from typing import Any

from chytalnia.people import rules
from chytalnia.programmes.models import Occasion

from . import quarters
from .drawing import draw
from .models import Booking, Space
from .queries import booking as bookings
from .queries import plans
from .services import needs_room


def _standing(work: Any, request: Any) -> list[plans.Standing]:
    """Asked once for a page, however many places of it show it."""
    kept: dict[int, list[plans.Standing]] = (
        request.__dict__.setdefault("_shelves_of_works", {}) if request is not None else {}
    )
    if work.pk not in kept:
        kept[work.pk] = plans.standing([work.pk])
    return kept[work.pk]


def beside_copies(work: Any, request: Any) -> dict[int, dict[str, Any]]:
    """Beside the copies of a library: the way to its first shelf with the book."""
    found: dict[int, dict[str, Any]] = {}
    for one in _standing(work, request):
        found.setdefault(one.unit.pk, {"standing": one})
    return found


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    """On which shelf a book stands, where the library has drawn its shelves."""
    found = _standing(work, request)
    if not found:
        return None
    by_unit: dict[int, list[plans.Standing]] = {}
    for one in found:
        by_unit.setdefault(one.unit.pk, []).append(one)
    return {"libraries": list(by_unit.values())}


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    """The plan of the ground floor, and what can be booked."""
    floors = list(plans.plans_of(unit))
    spaces = list(Space.objects.for_readers().filter(unit=unit)[:8])
    if not floors and not spaces:
        return None
    drawing = draw(floors[0], floors[0].pieces.all()) if floors else None
    return {"unit": unit, "floors": floors, "drawing": drawing, "spaces": spaces}


def of_occasion(occasion: Occasion, request: Any) -> dict[str, Any] | None:
    """At the desk: which rooms an event holds, and which it could not have."""
    if not needs_room(occasion):
        return None
    spaces = list(Space.objects.open().filter(zone=occasion.zone_id, unit=occasion.unit_id).select_related("unit"))
    if not spaces:
        return None
    held = set(Booking.objects.holding().filter(occasion=occasion).values_list("space", flat=True))
    starts, ends = quarters.floor(occasion.starts_at), quarters.ceil(occasion.ends_at)
    clashes = [
        (space, bookings.in_the_way(space, starts, ends, occasion.pk)) for space in spaces if space.pk not in held
    ]
    return {
        "occasion": occasion, "clashes": [] if occasion.is_over else clashes,
        "held": [space for space in spaces if space.pk in held],
        "may": rules.may(request.user, "spaces.book", occasion.unit), "request": request,
    }  # fmt: skip
