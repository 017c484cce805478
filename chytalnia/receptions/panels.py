"""What receptions show on the page of a library."""

from __future__ import annotations

from typing import Any

from . import queries


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.coming(unit)[:4])
    return {"days": found, "unit": unit} if found else None
