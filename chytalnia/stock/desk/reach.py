"""Whose books a person may open: those of the balance holders of the libraries they work in."""

from __future__ import annotations

from typing import Any

from chytalnia.network.models import Unit, UnitKind
from chytalnia.people import rules


def holders(user: Any, action: str = "stock.view_books") -> list[Unit]:
    """Balance holders of the libraries where the person may do an action, in the order of the tree. One query."""
    paths = rules.paths_where(user, action)
    if not paths:
        return []
    by_path: dict[str, Unit] = {}
    found: dict[int, Unit] = {}
    for unit in Unit.objects.order_by("path"):
        by_path[unit.path] = unit
        if unit.kind == UnitKind.REGION or not any(unit.path.startswith(path) for path in paths):
            continue
        holder = _holder([by_path[path] for path in unit.lineage])
        found[holder.pk] = holder
    return sorted(found.values(), key=lambda one: one.path)


def _holder(line: list[Unit]) -> Unit:
    """The nearest system above, else the topmost library: what `catalogue.queries.holder_of` asks the database for."""
    system = next((unit for unit in reversed(line) if unit.kind == UnitKind.SYSTEM), None)
    return system or next(unit for unit in line if unit.kind != UnitKind.REGION)
