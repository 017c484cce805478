"""Trailers as the search knows them: by their own title, by the book's, by the author's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chytalnia.search.entries import SearchEntry
from chytalnia.wire.languages import marc_code

from .models import Trailer


def build(pks: list[Any]) -> Iterator[SearchEntry]:
    for one in Trailer.objects.shown().filter(pk__in=[int(pk) for pk in pks]).select_related("unit"):
        yield SearchEntry(
            kind="trailer", pk=one.pk, title=one.title, titles=[one.book_title],
            names=[one.book_author] if one.book_author else [], other=[text for text in (one.hook, one.about) if text],
            languages=[marc_code(one.language)], units=[one.unit.code], age=one.age_mark,
            added=one.published_at.toordinal() if one.published_at else 0, url=f"/trailers/{one.pk}/",
        )  # fmt: skip


def every() -> Iterator[int]:
    return Trailer.objects.shown().order_by().values_list("pk", flat=True).iterator()
