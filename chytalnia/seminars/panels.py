"""What seminars show on pages of programmes."""

from __future__ import annotations

from typing import Any

from chytalnia.people.rules import may

from .models import Seminar


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    found = Seminar.objects.select_related("occasion").filter(programme=programme).first()
    return {"seminar": found, "takes_talks": found.takes_talks()} if found else None


def of_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    found = Seminar.objects.select_related("programme", "occasion").filter(occasion=occasion).first()
    if found is None or not found.programme.is_shown:
        return None
    return {"seminar": found, "takes_talks": found.takes_talks()}


def of_desk_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    """On the screens of the event at the desk: the way to its talks and programme."""
    if not occasion.programme_id or not may(request.user, "seminars.view", occasion.unit):
        return None
    found = Seminar.objects.filter(occasion=occasion).first()
    return {"seminar": found} if found else None


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    found = Seminar.objects.filter(programme=programme).first()
    return {"seminar": found} if found else None


def address(programme: Any) -> str:
    return str(programme.seminar.get_absolute_url())
