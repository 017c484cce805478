"""News and pages as the search knows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext_lazy

from chytalnia.network.models import Unit
from chytalnia.portal.models import EditorialPage, NewsPage, StaticPage
from chytalnia.search import entries
from chytalnia.search.entries import SearchEntry
from chytalnia.wire.languages import marc_code

NEWS, PAGE = "news", "page"
MODELS: dict[str, type[EditorialPage]] = {NEWS: NewsPage, PAGE: StaticPage}
_COUNTED = {
    NEWS: ngettext_lazy("%(n)s piece of news", "%(n)s pieces of news", "number"),
    PAGE: ngettext_lazy("%(n)s page of a library", "%(n)s pages of libraries", "number"),
}


def register() -> None:
    for kind, model in MODELS.items():
        entries.register(kind, _builder(kind, model), _every(model), _COUNTED[kind])


def _every(model: type[EditorialPage]) -> Any:
    return lambda: model.objects.live().public().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)


def _builder(kind: str, model: type[EditorialPage]) -> Any:
    def build(pks: list[Any]) -> Iterator[SearchEntry]:
        found = model.objects.live().public().filter(pk__in=[int(pk) for pk in pks]).select_related("unit")
        for page in found:
            yield entry(kind, page)

    return build


def entry(kind: str, page: Any) -> SearchEntry:
    unit: Unit = page.unit
    when = getattr(page, "date", None) or (page.first_published_at or datetime.now().astimezone()).date()
    return SearchEntry(
        kind=kind,
        pk=page.pk,
        title=page.title,
        other=[page.text[:4000], *dict.fromkeys(unit.name.values())],
        # As the catalogue codes them: one facet for books and pages.
        languages=[marc_code(page.language) or page.language],
        units=list(Unit.objects.filter(path__in=unit.lineage).order_by("depth").values_list("code", flat=True)),
        year=when.year,
        added=when.toordinal(),
        url=page.path_on_site,
    )
