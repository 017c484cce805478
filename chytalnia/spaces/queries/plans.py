"""Plans with what is drawn on them, and the shelf of a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.models import Item
from chytalnia.catalogue.queries.holdings import GONE
from chytalnia.network.models import Unit
from chytalnia.spaces import saying, signals
from chytalnia.spaces.matching import Copy, shelf_of
from chytalnia.spaces.models import PLACES, Furniture, Piece, PieceKind, Plan

#: A book has rarely more copies where a plan is drawn; whoever has more finds the shelf by its mark.
MOST_COPIES = 400


def plans_of(unit: Unit, *, drafts: bool = False) -> QuerySet[Plan]:
    """Floors with everything on them, the ground floor first. Two queries."""
    pieces = Piece.objects.select_related("zone")
    found = Plan.objects.filter(unit=unit).select_related("unit").prefetch_related(Prefetch("pieces", pieces))
    return found if drafts else found.filter(is_public=True)


@dataclass(slots=True)
class Standing:
    """A shelf on which copies of a book stand, and how it is said."""

    unit: Unit
    shelf: Piece
    where: str
    how: str
    marks: list[str] = field(default_factory=list)
    copies: int = 0
    available: int = 0

    @property
    def url(self) -> str:
        return self.shelf.url


def standing(works: Iterable[Any]) -> list[Standing]:
    """Where copies of books stand, in libraries that have drawn their shelves. One query where none has."""
    drawn = Plan.objects.filter(is_public=True, pieces__kind__in=PLACES).values("unit")
    items = list(
        Item.objects.filter(record__work__in=list(works), unit__in=drawn)
        .exclude(status__in=GONE)
        .select_related("unit", "record")
        .defer("record__source")
        .order_by("unit__path", "shelf_mark", "pk")[:MOST_COPIES]
    )
    if not items:
        return []
    return of_items(items)


def of_items(items: Iterable[Item]) -> list[Standing]:
    """The same for copies at hand; each with its unit and record."""
    items = list(items)
    shelves = shelves_of({item.unit_id for item in items})
    elsewhere: dict[int, Piece] = {}
    signals.copies_elsewhere.send(Item, items=items, places=elsewhere)
    starts = _starts({shelf.plan_id for row in [*shelves.values(), elsewhere.values()] for shelf in row})
    found: dict[int, Standing] = {}
    for item in items:
        shelf = elsewhere.get(item.pk) or shelf_of(
            copy_of(item, shelves.get(item.unit_id, [])), shelves.get(item.unit_id, [])
        )
        if shelf is None:
            continue
        if shelf.pk not in found:
            start = starts.get(shelf.plan_id)
            say = saying.place if item.pk in elsewhere else saying.where
            found[shelf.pk] = Standing(item.unit, shelf, say(shelf, shelf.plan), saying.how(shelf, shelf.plan, start))
        told = found[shelf.pk]
        told.copies += 1
        told.available += item.is_available
        if item.shelf_mark and item.shelf_mark not in told.marks:
            told.marks.append(item.shelf_mark)
    return list(found.values())


def copy_of(item: Item, shelves: Iterable[Piece]) -> Copy:
    """What of a copy decides; its kind of document is read only where a shelf asks for it."""
    kind = ""
    if any(shelf.document_kinds for shelf in shelves):
        kind = dimensions.document_kind(item.record.bib)
    return Copy(item.class_number, item.shelf_mark, item.zone_id, kind)


def shelves_of(units: Iterable[int]) -> dict[int, list[Piece]]:
    rows = Piece.objects.filter(kind=PieceKind.SHELF, plan__unit__in=list(units), plan__is_public=True)
    found: dict[int, list[Piece]] = {}
    for shelf in rows.select_related("plan__unit", "zone").order_by("plan__order", "pk"):
        found.setdefault(shelf.plan.unit_id, []).append(shelf)
    return found


def _starts(plans: Iterable[int]) -> dict[int, saying.Start]:
    by_plan: dict[int, list[Piece]] = {}
    doors = Piece.objects.filter(plan__in=list(plans), kind=PieceKind.ENTRANCE)
    stairs = Piece.objects.filter(plan__in=list(plans), furniture__in=(Furniture.STAIRS, Furniture.LIFT))
    for piece in doors | stairs:
        by_plan.setdefault(piece.plan_id, []).append(piece)
    return {pk: start for pk, pieces in by_plan.items() if (start := saying.start_of(pieces))}


def stands_on(shelf: Piece, limit: int = 12) -> list[Item]:
    """Some copies that stand on a shelf, for whoever draws it: is it the right one?"""
    shelves = list(Piece.objects.filter(plan=shelf.plan_id, kind=PieceKind.SHELF))
    rows = (
        Item.objects.filter(unit=shelf.plan.unit_id).in_stock().select_related("record").defer("record__source")
        .order_by("shelf_mark", "pk")
    )  # fmt: skip
    found: list[Item] = []
    for item in rows[:3000]:
        match = shelf_of(copy_of(item, shelves), shelves)
        if match is not None and match.pk == shelf.pk:
            found.append(item)
            if len(found) >= limit:
                break
    return found


@dataclass(slots=True)
class Coverage:
    """How many copies of a library find their shelf, and classes of some that do not."""

    total: int
    placed: int
    without: list[str]

    @property
    def percent(self) -> int:
        return 100 * self.placed // self.total if self.total else 0


def coverage(unit: Unit, most: int = 5000) -> Coverage:
    shelves = list(
        Piece.objects.filter(plan__unit=unit, kind=PieceKind.SHELF).select_related("plan").order_by("plan__order", "pk")
    )
    rows = Item.objects.filter(unit=unit).in_stock().exclude(status__in=GONE)
    if any(shelf.document_kinds for shelf in shelves):
        rows = rows.select_related("record").defer("record__source")
    else:
        rows = rows.only("class_number", "shelf_mark", "zone_id", "unit_id")
    total = placed = 0
    without: dict[str, int] = {}
    for item in rows.order_by("pk")[:most]:
        total += 1
        if shelf_of(copy_of(item, shelves), shelves) is None:
            without[item.class_number or "–"] = without.get(item.class_number or "–", 0) + 1
        else:
            placed += 1
    worst = sorted(without.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
    return Coverage(total, placed, [number for number, _n in worst])
