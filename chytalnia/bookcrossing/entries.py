"""Travelling books and shelves as the search knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chytalnia.search.entries import SearchEntry

from .models import Shelf, Traveller


def travellers(pks: list[Any]) -> Iterator[SearchEntry]:
    """By title, author, ISBN – and by the number, for whoever has the label before them."""
    books = Traveller.objects.filter(pk__in=[int(pk) for pk in pks]).exclude(stage="retired").select_related("unit")
    for book in books:
        yield SearchEntry(
            kind="traveller", pk=book.pk, title=book.title, names=[book.author] if book.author else [],
            identifiers=[one for one in (book.number, book.isbn, book.external_bcid) if one],
            languages=[book.language] if book.language else [], units=[book.unit.code], age=book.age_mark,
            popularity=float(book.finds), added=book.registered_at.toordinal(), url=f"/bookcrossing/books/{book.pk}/",
        )  # fmt: skip


def every_traveller() -> Iterator[int]:
    return Traveller.objects.exclude(stage="retired").values_list("pk", flat=True).iterator()


def shelves(pks: list[Any]) -> Iterator[SearchEntry]:
    for shelf in Shelf.objects.filter(pk__in=[int(pk) for pk in pks], is_open=True).select_related("unit"):
        texts = [shelf.settlement, shelf.address, shelf.about]
        yield SearchEntry(
            kind="shelf", pk=shelf.pk, title=str(shelf), titles=[text for text in shelf.name.values() if text],
            other=[value for text in texts for value in text.values() if value] + [shelf.partner], identifiers=[shelf.code],
            units=[shelf.unit.code], url=f"/bookcrossing/shelves/{shelf.code}/",
        )  # fmt: skip


def every_shelf() -> Iterator[int]:
    return Shelf.objects.filter(is_open=True).values_list("pk", flat=True).iterator()
