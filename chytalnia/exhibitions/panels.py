"""What exhibitions show on pages of the rooms below."""

from __future__ import annotations

from typing import Any

from . import queries


def of_programme(programme: Any, request: Any) -> dict[str, Any] | None:
    found = queries.shown().filter(programme=programme).first()
    return {"exhibition": found} if found else None


def at_desk(programme: Any, request: Any) -> dict[str, Any] | None:
    found = queries.exhibitions().filter(programme=programme).first()
    return {"exhibition": found, "worth": queries.worth(found)} if found else None


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_work(work)
    return {"exhibitions": found} if found else None


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.shown().filter(programme__unit=unit, programme__stage="running")[:4])
    return {"exhibitions": found} if found else None
