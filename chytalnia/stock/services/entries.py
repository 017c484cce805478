"""Lines of the accession register: one for each copy, made when it comes or, after an import, before books are read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Item, Record
from chytalnia.journal.periods import is_closed
from chytalnia.network.models import Unit
from chytalnia.stock.models import Entry, ReceiptLot

#: Lines made while a person waits; more is the worker's task.
AT_ONCE = 4_000


def unwritten(holder: Unit | None = None) -> QuerySet[Item]:
    """Copies that have no line yet."""
    items = Item.objects.filter(stock_entry=None)
    return items if holder is None else items.filter(holder=holder)


def write(items: Iterable[Item], *, lot: ReceiptLot | None = None) -> int:
    """Write the lines of copies that have none; those there already stay as they are. Returns how many were made."""
    made = 0
    for piece in chunks(items, 500):
        records = Record.objects.in_bulk({item.record_id for item in piece})
        lines = []
        for item in piece:
            bib = records[item.record_id].bib
            lines.append(
                Entry(
                    item=item, lot=lot, entered_on=lot.on if lot else _day(item),
                    document_kind=dimensions.document_kind(bib), language=dimensions.language(bib)[:8],
                    knowledge=dimensions.knowledge(bib), audience=dimensions.audience(bib),
                )
            )  # fmt: skip
        made += len(Entry.objects.bulk_create(lines, ignore_conflicts=True))
    return made


def write_received(items: list[Item]) -> None:
    """Lines of copies received just now, on the day the journal counts them: today, when their day is already signed."""
    if not items:
        return
    write(items)
    day = _day(items[0])
    if day != timezone.localdate() and is_closed(items[0].unit, day):
        Entry.objects.filter(item__in=items).update(entered_on=timezone.localdate())


def complete(holder: Unit | None = None, *, most: int | None = None) -> int:
    """Write lines that are missing, of one holder or of all; with `most`, no more than so many."""
    made = 0
    while True:
        size = 2_000 if most is None else min(2_000, most - made)
        piece = list(unwritten(holder).order_by("pk")[:size]) if size > 0 else []
        if not piece:
            return made
        with transaction.atomic():
            made += write(piece)


def _day(item: Item):  # type: ignore[no-untyped-def]
    made = timezone.localdate(item.created_at) if item.created_at else timezone.localdate()
    # A date of acquisition typed ahead does not move a copy into a year that has not come.
    return min(item.acquired_on or made, max(made, timezone.localdate()))
