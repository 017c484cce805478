"""Whether the inventory books agree with the papers behind them: numbers in a row, copies as their lots and acts say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Func, Max, Min, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat, Upper

from chytalnia.catalogue.models import Item, ItemStatus, NumberSeries

from .models import Entry, ReceiptLot, Replacement, WriteOffAct, WriteOffLine

#: Gaps told of one series; a book with more has another ailment than gaps.
MOST = 100


@dataclass(slots=True)
class Drift:
    """What does not agree, in words that find it: numbers of papers and of copies."""

    #: lots and acts whose numbers do not follow each other
    papers: list[str] = field(default_factory=list)
    #: copies that say another lot than the line of the accession register
    lots: list[str] = field(default_factory=list)
    #: copies on an act that is approved and are in the stock, or say another act
    acts: list[str] = field(default_factory=list)
    #: copies written off by no act
    actless: list[str] = field(default_factory=list)
    #: accession numbers that two copies of a holder have, and those of a series that none has
    numbers: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.papers, self.lots, self.acts, self.actless, self.numbers))


def check(*, mend: bool = False) -> Drift:
    """Look for drift; with `mend` copies are given the number of the lot that their line names: it is the lot that is signed.

    Everything else a person has to decide.
    """
    drift = Drift(
        papers=[line for model in (ReceiptLot, WriteOffAct, Replacement) for line in _papers(model)],
        lots=[str(entry.item) for entry in _lots()],
        acts=[f"{line.act}: {line.item}" for line in _acts()],
        actless=[str(item) for item in _actless()],
        numbers=[*_doubles(), *_gaps()],
    )
    if mend and drift.lots:
        _write_lots()
    return drift


def _papers(model: Any) -> Iterator[str]:
    rows = model._default_manager.exclude(number=None).order_by("holder", "year", "number")
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for pk, holder, year, number, previous in rows.values_list("pk", "holder", "year", "number", "previous"):
        before = last.get((holder, year))
        if before is not None and (number != before[1] + 1 or previous != before[0]):
            yield f"{model._meta.verbose_name} {year}/{number}"
        last[holder, year] = pk, number


def _of_lot(prefix: str) -> Any:
    return Concat(Cast(f"{prefix}year", CharField()), Value("/"), Cast(f"{prefix}number", CharField()))


def _lots() -> QuerySet[Entry]:
    said = Entry.objects.filter(lot__isnull=False).annotate(said=_of_lot("lot__"))
    return said.filter(
        ~Q(item__accession_lot=F("said")) | ~Q(item__holder=F("lot__holder")) | ~Q(entered_on__year=F("lot__year"))
    ).select_related("item", "lot")


def _write_lots() -> None:
    with transaction.atomic():
        for entry in _lots():
            assert entry.lot is not None
            Item.objects.filter(pk=entry.item_id, holder=entry.lot.holder).update(accession_lot=entry.lot.number_text)


def _acts() -> QuerySet[WriteOffLine]:
    said = WriteOffLine.objects.filter(live=True, act__stage="approved").annotate(said=_of_lot("act__"))
    return said.filter(
        ~Q(item__status=ItemStatus.WITHDRAWN) | ~Q(item__withdrawal_act=F("said")) | ~Q(item__withdrawn_on=F("act__on"))
    ).select_related("item", "act")


def _actless() -> QuerySet[Item]:
    by_act = WriteOffLine.objects.filter(live=True, act__stage="approved").values("item")
    return Item.objects.filter(status=ItemStatus.WITHDRAWN, withdrawal_act="").exclude(pk__in=by_act).order_by("pk")


def _doubles() -> Iterator[str]:
    """One number in two spellings – «0123» and «123» – that the constraint of the database takes for two."""
    bare = Upper(Func(F("inventory_number"), Value("0"), function="LTRIM", output_field=CharField()))
    rows = Item.objects.exclude(inventory_number="").annotate(bare=bare).exclude(bare="").values("holder", "bare")
    for row in rows.annotate(n=Count("pk"), first=Min("inventory_number"), other=Max("inventory_number")).filter(
        n__gt=1
    ):
        yield f"{row['first']} = {row['other']}"


def _gaps() -> Iterator[str]:
    """Numbers that were given out between the first and the last copy received by a lot, and that no copy has.

    Before the first lot the book was kept elsewhere, and its gaps are its own.
    """
    for series in NumberSeries.objects.filter(kind=NumberSeries.Kind.INVENTORY):
        of_holder = Item.objects.filter(holder=series.unit, inventory_number__startswith=series.prefix)
        received = of_holder.filter(stock_entry__lot__isnull=False)
        values = sorted(_values(received, series))
        if not values:
            continue
        have, told = set(_values(of_holder, series)), 0
        for value in range(values[0], values[-1]):
            if value not in have and told < MOST:
                told += 1
                yield f"{series.text(value)} –"


def _values(items: QuerySet[Item], series: NumberSeries) -> Iterator[int]:
    for text in items.values_list("inventory_number", flat=True).iterator(chunk_size=5000):
        digits = text[len(series.prefix) :]
        if digits.isdecimal() and len(digits) < 16:
            yield int(digits)
