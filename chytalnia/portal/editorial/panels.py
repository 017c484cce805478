"""News on pages of other rooms: the start page, the page of a library."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from chytalnia.core import panels
from chytalnia.network.models import Unit

from . import queries


def add() -> None:
    panels.add("portal.start", "portal/pages/_latest.html", on_start, order=40)
    panels.add("network.unit", "portal/pages/_of_unit.html", on_unit, order=20)


def on_start(_about: Any, _request: HttpRequest) -> dict[str, Any] | None:
    news = queries.latest()
    return {"news": news} if news else None


def on_unit(unit: Unit, _request: HttpRequest) -> dict[str, Any] | None:
    # A system or a region tells what its libraries tell.
    news = list(queries.news(unit=unit, below=not unit.is_place)[:3])
    pages = list(queries.static_pages(unit))
    return {"news": news, "pages": pages, "unit": unit} if news or pages else None
