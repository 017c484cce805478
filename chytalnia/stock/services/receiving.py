"""Lots: begun, filled with copies, entered in the book, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, NumberSeries, Record
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import items as catalogue
from chytalnia.catalogue.services import numbers
from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.stock import errors
from chytalnia.stock.models import Entry, ReceiptLot

from . import days, entries, numbering


@transaction.atomic
def begin(*, unit: Unit, on: date, by: Any = None, **values: Any) -> ReceiptLot:
    """Begin a lot at a library and give it its number in the summary book of the holder. Raises DayClosed, DayToCome."""
    days.refuse(on, [unit])
    lot = ReceiptLot(unit=unit, holder=holder_of(unit), on=on, year=on.year, **values)
    numbering.give(lot)
    lot.save()
    audit.log("stock.begin_lot", by=by, about=lot, unit=unit, after={"source": lot.source, "document": lot.document})
    return lot


@transaction.atomic
def change(*, lot: ReceiptLot, by: Any = None, **values: Any) -> ReceiptLot:
    """Change what an open lot says. Its day stays within its year, because its number does. Raises LotNotOpen, WrongYear."""
    lot = _open(lot)
    on = values.get("on", lot.on)
    if on != lot.on:
        days.refuse(on, [lot.unit])
        if on.year != lot.year:
            raise errors.WrongYear(
                _("The date stays within %(year)s: the number is of that year.") % {"year": lot.year}
            )
    before = {name: str(getattr(lot, name)) for name in values if getattr(lot, name) != values[name]}
    for name, value in values.items():
        setattr(lot, name, value)
    lot.save()
    _write_on_copies(lot, [entry.item for entry in lot.entries.select_related("item")], by=by)
    lot.entries.update(entered_on=lot.on)
    audit.log(
        "stock.change_lot", by=by, about=lot, unit=lot.unit, before=before, after={n: str(values[n]) for n in before}
    )
    return lot


@transaction.atomic
def receive(
    *, lot: ReceiptLot, record: Record, unit: Unit, count: int = 1, numbered: bool = True, by: Any = None, **values: Any
) -> list[Item]:
    """Take new copies of a record into a lot, in any branch of its holder.

    Copies that are not `numbered` – brochures, periodicals on summary account – get barcodes only. Raises LotNotOpen,
    OtherBalance, NumberTaken.
    """
    lot = _open(lot)
    if holder_of(unit).pk != lot.holder_id:
        raise errors.OtherBalance
    if not numbered:
        values |= {
            "assign_numbers": False,
            "barcodes": numbers.take(unit=unit, kind=NumberSeries.Kind.BARCODE, count=count),
        }
    values = {"currency": lot.currency if values.get("price_minor") is not None else "", **values}
    made = catalogue.receive_items(
        record=record, unit=unit, count=count, by=by, acquired_on=lot.on, source=lot.source,
        accession_lot=lot.number_text, document=lot.document_text[:120], **values,
    )  # fmt: skip
    lines = [item.stock_entry for item in made]
    for line in lines:
        line.lot, line.entered_on = lot, lot.on
    Entry.objects.bulk_update(lines, ["lot", "entered_on"], batch_size=500)
    return made


@transaction.atomic
def attach(*, lot: ReceiptLot, items: Iterable[Item], by: Any = None) -> int:
    """Put copies that are in the catalogue already into a lot; they get its number, document and day.

    Raises LotNotOpen, OtherBalance, InOtherLot, and WrongYear for copies that the journal counted in another year; nothing
    is then changed.
    """
    lot = _open(lot)
    chosen = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=[item.pk for item in items]))
    entries.write(item for item in chosen if not Entry.objects.filter(item=item).exists())
    lines = Entry.objects.filter(item__in=chosen).select_related("item")
    for line in lines:
        if line.item.holder_id != lot.holder_id:
            raise errors.OtherBalance(
                _("%(item)s: the copy is on the balance of another library.") % {"item": line.item}
            )
        if line.lot_id not in (None, lot.pk):
            raise errors.InOtherLot(_("%(item)s already belongs to another lot.") % {"item": line.item})
        if line.entered_on.year != lot.year:
            raise errors.WrongYear(
                _("%(item)s was entered in %(year)s: it belongs to a lot of that year.")
                % {"item": line.item, "year": line.entered_on.year}
            )
    fresh = [line.item for line in lines if line.lot_id is None]
    Entry.objects.filter(item__in=fresh).update(lot=lot, entered_on=lot.on)
    _write_on_copies(lot, fresh, by=by)
    return len(fresh)


@transaction.atomic
def detach(*, lot: ReceiptLot, items: Iterable[int], by: Any = None) -> int:
    """Take copies, by their keys, out of a lot; they stay in the stock and lose its number. Raises LotNotOpen."""
    lot = _open(lot)
    lines = lot.entries.filter(item__in=list(items)).select_related("item")
    gone = [line.item for line in lines]
    lot.entries.filter(item__in=gone).update(lot=None)
    if gone:
        catalogue.edit(items=gone, by=by, accession_lot="", document="")
    return len(gone)


def what_lacks(lot: ReceiptLot) -> str:
    """Why the lot cannot be entered yet, or nothing."""
    found = lot.entries.aggregate(sum=Sum("item__price_minor"))
    count = lot.entries.count()
    if not count:
        return _("The lot has no copies yet.")
    if lot.declared_copies is not None and count != lot.declared_copies:
        return ngettext(
            "The document speaks of %(declared)s copy, the lot has %(n)s.",
            "The document speaks of %(declared)s copies, the lot has %(n)s.",
            lot.declared_copies,
        ) % {"declared": lot.declared_copies, "n": count}
    if lot.declared_minor is not None and (found["sum"] or 0) != lot.declared_minor:
        return _("By the document the sum is %(declared)s, the prices of the copies make %(sum)s.") % {
            "declared": f"{lot.declared_minor / 100:.2f}", "sum": f"{(found['sum'] or 0) / 100:.2f}",
        }  # fmt: skip
    return ""


def why_not_cancelled(lot: ReceiptLot) -> str:
    return _("Take the copies out of the lot first.") if lot.entries.exists() else ""


def refuse_closed(lot: ReceiptLot) -> None:
    """Raises RefusedMoveError for a lot whose day is signed."""
    from chytalnia.core.stages import RefusedMoveError

    try:
        days.refuse(lot.on, [lot.unit])
    except errors.StockError as refusal:
        raise RefusedMoveError(str(refusal)) from refusal


def _open(lot: ReceiptLot) -> ReceiptLot:
    found = ReceiptLot.objects.select_for_update(of=("self",)).select_related("holder", "unit").get(pk=lot.pk)
    if found.stage != "open":
        raise errors.LotNotOpen
    return found


def _write_on_copies(lot: ReceiptLot, items: list[Item], *, by: Any) -> None:
    if items:
        catalogue.edit(
            items=items, by=by, accession_lot=lot.number_text, document=lot.document_text[:120], source=lot.source,
            acquired_on=lot.on,
        )  # fmt: skip
