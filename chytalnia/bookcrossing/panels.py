"""What bookcrossing shows on pages of the rooms below."""

from __future__ import annotations

from typing import Any

from chytalnia.catalogue.models import Work
from chytalnia.network.models import Unit

from . import queries


def work(shown: Work, request: Any) -> dict[str, Any] | None:
    """On the page of a book: its copies that travel, and how to let one's own go."""
    return {"work": shown, "books": list(queries.of_work(shown)[:6]), "request": request}


def unit(shown: Unit, request: Any) -> dict[str, Any] | None:
    """On the page of a library: the shelves it looks after, its books on the road."""
    shelves = list(queries.shelves(unit=shown)[:12])
    books = list(queries.on_the_road(unit=shown)[:4])
    return {"unit": shown, "shelves": shelves, "books": books} if shelves or books else None


def start(_page: None, request: Any) -> dict[str, Any] | None:
    """Which book is on the road."""
    books = list(queries.on_the_road()[:3])
    return {"books": books} if books else None
