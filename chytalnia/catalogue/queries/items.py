"""Items at the desk: the list by filters, a scanned number, the order of a shelf."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from chytalnia.catalogue.derive import fold
from chytalnia.catalogue.models import Item, ItemStatus, Record, RecordKey
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.search import queries as search
from chytalnia.wire.isbn import normal_isbn

#: Works that the words of a search may name: more than a person would choose from.
MOST_WORKS = 200


def narrowed(items: QuerySet[Item], wanted: dict[str, Any]) -> QuerySet[Item]:
    """Items that fit what a person filled in; empty values narrow nothing. `unit` is meant with all under it."""
    plain = {
        "zone": "zone", "status": "status", "source": "source", "lot": "accession_lot", "job": "record__job",
        "acquired_from": "acquired_on__gte", "acquired_to": "acquired_on__lte", "shelf_from": "shelf_mark__gte",
        "price_from": "price_minor__gte", "price_to": "price_minor__lte", "record": "record",
    }  # fmt: skip
    for name, lookup in plain.items():
        value = wanted.get(name)
        if value in (None, ""):
            continue
        items = items.filter(**{lookup: int(value * 100) if name.startswith("price") else value})
    if unit := wanted.get("unit"):
        items = items.filter(under([unit.path], "unit__path"))
    if mark := wanted.get("shelf_to"):
        # «84» as the upper end is meant with everything that begins with it.
        items = items.filter(shelf_mark__lte=mark + "\uffff")
    if wanted.get("no_barcode"):
        items = items.filter(barcode="")
    if wanted.get("no_price"):
        items = items.filter(price_minor=None)
    if not wanted.get("withdrawn") and wanted.get("status") != ItemStatus.WITHDRAWN:
        items = items.in_stock()  # type: ignore[attr-defined]
    if text := (wanted.get("q") or "").strip():
        items = items.filter(_words(text))
    return items


def _words(text: str) -> Q:
    """A number as it is, or a book by its words."""
    found = Q(barcode=text) | Q(inventory_number=text) | Q(shelf_mark__startswith=text)
    if isbn := normal_isbn(text):
        return found | Q(record__in=RecordKey.objects.filter(kind="isbn", value=isbn).values("record"))
    if any(letter.isalpha() for letter in text):
        found |= Q(record__work__in=works_named(text)) | Q(record__sort_title__startswith=text.casefold())
    return found


def works_named(text: str) -> list[int]:
    """Works that the search finds for words."""
    return [int(hit.pk) for hit in search.search(text, limit=100).hits if hit.kind == "work"][:MOST_WORKS]


def records_named(text: str, *, most: int = 30) -> QuerySet[Record]:
    """Records for words, an ISBN or a control number: what one chooses from."""
    records = Record.objects.active().light().select_related("owner")
    if isbn := normal_isbn(text):
        return records.filter(pk__in=RecordKey.objects.filter(kind="isbn", value=isbn).values("record"))[:most]
    named = Q(control_number=text) | Q(sort_title__startswith=fold(text)) | Q(work__in=works_named(text))
    if text.isdecimal():
        named |= Q(pk=int(text)) if len(text) < 18 else Q()
    return records.filter(named).order_by("sort_title", "-year")[:most]


def scanned(text: str, items: QuerySet[Item]) -> list[Item]:
    """Items with this barcode or inventory number among those given."""
    text = text.strip()
    if not text:
        return []
    return list(items.filter(Q(barcode=text) | Q(inventory_number=text)).select_related("unit", "record")[:20])


@dataclass(slots=True)
class ShelfCheck:
    """What a walk along a shelf shows: items out of order, of another place, in a state that is not on a shelf, numbers
    nobody knows, and copies that should stand between the first and the last and were not read."""

    read: int = 0
    disordered: list[Item] = field(default_factory=list)
    elsewhere: list[Item] = field(default_factory=list)
    wrong_state: list[Item] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unread: list[Item] = field(default_factory=list)

    @property
    def in_order(self) -> bool:
        return not (self.disordered or self.elsewhere or self.wrong_state or self.unknown or self.unread)


def shelf_key(item: Item) -> tuple[str, str, int]:
    return (item.shelf_mark.casefold(), item.record.sort_title, item.pk)


def check_shelf(lines: Iterable[str], *, unit: Unit, zone: Any, visible: QuerySet[Item]) -> ShelfCheck:
    """Compare a shelf as it was read, in its order, with what the catalogue says."""
    wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    by_number: dict[str, Item] = {}
    rows = visible.filter(Q(barcode__in=wanted) | Q(inventory_number__in=wanted)).select_related(
        "record", "unit", "zone"
    )
    for item in rows:
        # Inventory numbers repeat between balances: a copy of this place is the one meant.
        for number in (item.inventory_number, item.barcode):
            if number in wanted and (number not in by_number or item.unit_id == unit.pk):
                by_number[number] = item
    check = ShelfCheck(read=len(wanted), unknown=[line for line in wanted if line not in by_number])
    here: list[Item] = []
    for line in wanted:
        if line not in by_number:
            continue
        item = by_number[line]
        if item.status != ItemStatus.AVAILABLE:
            check.wrong_state.append(item)
        if item.unit_id != unit.pk or (zone is not None and item.zone_id != zone.pk):
            check.elsewhere.append(item)
        else:
            here.append(item)
    standing = _longest_order([shelf_key(item)[:2] for item in here])
    check.disordered = [item for n, item in enumerate(here) if n not in standing]
    if here:
        marks = sorted(here[n].shelf_mark for n in standing)
        between = visible.filter(
            unit=unit, status=ItemStatus.AVAILABLE, shelf_mark__gte=marks[0], shelf_mark__lte=marks[-1]
        )
        if zone is not None:
            between = between.filter(zone=zone)
        read = [item.pk for item in by_number.values()]
        check.unread = list(
            between.exclude(pk__in=read).select_related("record", "zone").order_by("shelf_mark", "pk")[:200]
        )
    return check


def _longest_order(keys: Sequence[Any]) -> set[int]:
    """Places of the longest run that stands in order: what is not in it is what a hand has to put back."""
    tails: list[Any] = []
    places: list[int] = []
    before: list[int | None] = []
    for n, key in enumerate(keys):
        # Equal marks stand in any order: look for the first tail that is greater.
        at = _right(tails, key)
        before.append(places[at - 1] if at else None)
        if at == len(tails):
            tails.append(key)
            places.append(n)
        else:
            tails[at], places[at] = key, n
    chain: set[int] = set()
    step = places[-1] if places else None
    while step is not None:
        chain.add(step)
        step = before[step]
    return chain


def _right(tails: list[Any], key: Any) -> int:
    at = bisect_left(tails, key)
    while at < len(tails) and tails[at] == key:
        at += 1
    return at
