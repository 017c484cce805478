"""What is asked of the editorial pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import get_language

from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.portal.models import NewsPage, StaticPage

PER_PAGE = 12


def news(unit: Unit | None = None, *, below: bool = False, language: str | None = None) -> QuerySet[NewsPage]:
    """News that readers may see, those in the reader's language first, then the newest.

    Of one unit, of a unit and all below it, or of everybody.
    """
    found = NewsPage.objects.live().public().select_related("unit", "picture")
    if unit is not None:
        found = found.filter(under([unit.path], "unit__path")) if below else found.filter(unit=unit)
    return found.order_by(_own_first(language), "-date", "-pk")


def latest(most: int = 4) -> list[NewsPage]:
    """The newest of the whole network, in the reader's language first."""
    return list(news()[:most])


def static_pages(unit: Unit) -> QuerySet[StaticPage]:
    return StaticPage.objects.live().public().filter(unit=unit).order_by(_own_first(None), "path")


def paged(found: QuerySet[Any], request: HttpRequest) -> PageOfList:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def _own_first(language: str | None) -> Any:
    own = (language or get_language() or "uk")[:2]
    return Case(When(language=own, then=Value(0)), default=Value(1), output_field=IntegerField())
