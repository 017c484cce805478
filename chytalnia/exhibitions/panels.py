"""What exhibitions show on pages of the rooms below."""

from __future__ import annotations

from typing import Any

from chytalnia.network.paths import under

from . import queries


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    found = queries.shown().filter(programme=programme).first()
    return {"exhibition": found} if found else None


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    found = queries.exhibitions().filter(programme=programme).first()
    return {"exhibition": found, "worth": queries.worth(found)} if found else None


def of_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    """On the page of an opening, an excursion, a review: the way to what is shown."""
    if occasion.programme_id is None or occasion.programme.kind != "exhibition":
        return None
    return of_programme(occasion.programme, request)


def on_start(_nothing: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.on_show().order_by("-programme__first_day", "-pk")[:3])
    return {"cards": queries.cards(found)} if found else None


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_work(work)
    return {"exhibitions": found} if found else None


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.on_show().filter(under([unit.path], "programme__unit__path"))[:4])
    return {"exhibitions": found} if found else None


def at_piece(piece: Any, request: Any) -> dict[str, Any] | None:
    """On the plan, beside the way to a shelf: what is shown there now."""
    found = list(queries.standing_at(piece)[:4])
    return {"exhibitions": found} if found else None
