"""A non-stop day for those who come: what goes on now in each hall, what comes next, and the whole grid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chytalnia.programmes.models import Occasion

from . import grid


def slots_of(occasion: Occasion) -> list[Any]:
    """The slots of a day, each knowing its day, so that nobody asks for it again."""
    found = list(occasion.slots.all())
    for slot in found:
        slot.occasion = occasion
    return found


def of_occasion(occasion: Occasion, request: Any) -> dict[str, Any] | None:
    """The panel on the page of the event."""
    slots = slots_of(occasion)
    if not any(grid.is_filled(slot) for slot in slots):
        return None
    halls, rows = grid.table(occasion, slots)
    return {"occasion": occasion, "halls": halls, "rows": rows} | _live(occasion, slots)


def _live(occasion: Occasion, slots: list[Any]) -> dict[str, Any]:
    now = timezone.now()
    is_today = occasion.starts_at - timedelta(hours=1) <= now < occasion.ends_at
    return {
        "occasion": occasion,
        "is_on": is_today,
        "told": grid.now_and_next(slots, now) if is_today else [],
        "now": now,
    }


@require_safe
@cache_control(public=True, max_age=20)
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """Now and next, as a piece that the page asks for again."""
    from chytalnia.programmes.views.event import shown_or_404

    occasion = shown_or_404(pk)
    return render(request, "programmes/nonstop/_now.html", _live(occasion, slots_of(occasion)))
