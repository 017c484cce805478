"""Which shelf a copy stands on: pure, without the database.

A shelf tells what stands on it by zone, classes, span of shelf marks and kinds of documents; what it does not tell does not
matter. Of shelves that fit, the one that says most exactly wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from chytalnia.wire.author_mark import shelf_key


class Shelf(Protocol):
    zone_id: int | None
    classes: str
    first_mark: str
    last_mark: str
    document_kinds: Any


AnyShelf = TypeVar("AnyShelf", bound=Shelf)


@dataclass(frozen=True, slots=True)
class Copy:
    """What of a copy decides where it stands. `kind` is its kind of document, empty when nobody asked."""

    class_number: str
    shelf_mark: str = ""
    zone_id: int | None = None
    kind: str = ""


@lru_cache(maxsize=2048)
def read_classes(text: str) -> tuple[tuple[str, str], ...]:
    """«82, 94(477), 50/59» as pairs of beginnings, from and to. Raises ValueError for a span that runs backwards."""
    found = []
    for part in re.split(r"[,;]", text):
        first, stroke, last = (piece.strip().casefold() for piece in part.strip().partition("/"))
        if not first:
            if stroke:
                raise ValueError("A span has a beginning.")
            continue
        last = last if stroke else first
        if not last or (first, last) != (min(first, last), max(first, last)):
            raise ValueError("A span runs from the smaller number to the larger.")
        found.append((first, last))
    return tuple(found)


def _class_fits(number: str, classes: str) -> int:
    """How many signs of the class a shelf names: 0 for none."""
    number, best = number.strip().casefold(), 0
    if not number:
        return 0
    for first, last in read_classes(classes):
        if number[: len(first)] >= first and number[: len(last)] <= last:
            common = len(first) if first == last else min(len(first), len(last)) / 2
            best = max(best, 1, int(common * 2))
    return best


@lru_cache(maxsize=8192)
def _key(mark: str) -> Any:
    number, _stroke, author = mark.partition(" / ")
    return shelf_key(number.strip(), author.strip())[:2]


def _mark_fits(mark: str, first: str, last: str) -> bool:
    key = _key(mark)
    if first and key < _key(first):
        return False
    # «to 821 / М» ends with every mark of М.
    return not last or key <= _key(last) or mark.casefold().startswith(last.casefold())


def fits(copy: Copy, shelf: Shelf) -> int:
    """How exactly a shelf says that the copy stands there; 0 that it does not."""
    weight = 0
    if shelf.zone_id is not None and copy.zone_id is not None:
        if shelf.zone_id != copy.zone_id:
            return 0
        weight += 1
    if shelf.classes:
        exact = _class_fits(copy.class_number, shelf.classes)
        if not exact:
            return 0
        weight += 10 * exact
    if shelf.first_mark or shelf.last_mark:
        if not copy.shelf_mark or not _mark_fits(copy.shelf_mark, shelf.first_mark, shelf.last_mark):
            return 0
        weight += 1000
    if shelf.document_kinds:
        if copy.kind not in shelf.document_kinds:
            return 0
        weight += 5
    return weight


def shelf_of(copy: Copy, shelves: Iterable[AnyShelf]) -> AnyShelf | None:
    """The shelf that says most exactly that the copy stands there; of equals the first."""
    best, most = None, 0
    for shelf in shelves:
        weight = fits(copy, shelf)
        if weight > most:
            best, most = shelf, weight
    return best
