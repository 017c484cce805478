"""News and pages of the demonstration network, from `data/pages.toml`."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.queries.works import shown_works
from chytalnia.network.models import Unit
from chytalnia.portal.editorial import services
from chytalnia.portal.models import NewsIndexPage, NewsPage, StaticPage
from chytalnia.search import queries as search

from .units import DATA


@transaction.atomic
def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    """Write what the libraries tell; books are chosen by a search, so the index has to be there."""
    told = tomllib.loads((DATA / "pages.toml").read_text(encoding="utf-8"))
    rows = [*told["news"], *told["pages"]]
    for number, row in enumerate(rows, 1):
        site = services.site_of(Unit.objects.get(code=row["unit"]))
        page: NewsPage | StaticPage
        words = {"title": row["title"], "intro": row["intro"], "language": row["language"], "body": body(row["body"])}
        if "ago" in row:
            parent = NewsIndexPage.objects.child_of(site).get()
            page = NewsPage(**words, date=timezone.localdate() - timedelta(days=row["ago"]))
        else:
            parent = site
            page = StaticPage(**words, slug=row["slug"])
        parent.add_child(instance=page)
        services.publish(page)
        if "ago" in row:
            type(page).objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=row["ago"]))
        progress(number, len(rows))


def body(blocks: list[list[Any]]) -> list[dict[str, Any]]:
    """Blocks as a StreamField stores them."""
    return [{"type": kind, "value": _value(kind, value), "id": str(uuid.uuid4())} for kind, value in blocks]


def _value(kind: str, value: Any) -> Any:
    if kind == "books":
        found = search.search(value["search"], filters={"kind": ["work"]}, limit=value["most"])
        works = shown_works([int(hit.key.split(":")[1]) for hit in found.hits])
        return {"title": value["title"], "works": [_listed(work.pk) for work in works]}
    return [_listed(one) for one in value] if kind == "links" else value


def _listed(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}
