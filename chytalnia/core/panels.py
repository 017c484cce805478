"""Places that a lower room leaves on its pages and upper rooms fill from their `apps.py`.

    panels.add("catalogue.work", "trailers/_panel.html", queries.trailers_of)

The function gets the object of the page and the request, and returns what the template shows, or nothing to stay away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    fill: Callable[[Any, Any], dict[Any, Any] | None]
    order: int


_places: dict[str, list[Panel]] = defaultdict(list)


def add(place: str, template: str, fill: Callable[[Any, Any], dict[Any, Any] | None], *, order: int = 100) -> None:
    panel = Panel(template, fill, order)
    if panel not in _places[place]:
        _places[place] = sorted([*_places[place], panel], key=lambda p: p.order)


def at(place: str) -> list[Panel]:
    return list(_places[place])
