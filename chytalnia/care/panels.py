"""What care shows on pages of other rooms."""

from __future__ import annotations

from typing import Any

from . import queries


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.coming(unit=unit)[:4])
    return {"sessions": found, "unit": unit} if found else None


def of_reader(reader: Any, request: Any) -> dict[str, Any] | None:
    found = queries.of_reader(reader)
    return {"children": found} if found else None


def of_occasion(occasion: Any, request: Any) -> dict[str, Any] | None:
    session = getattr(occasion, "care", None)
    return {"session": session, "blocks": list(session.blocks.all())} if session else None
