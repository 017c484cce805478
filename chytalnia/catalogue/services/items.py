"""Copies: received, moved, changed, withdrawn – one by one or many at once. What the accounts count is told to the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from chytalnia.catalogue import dimensions, errors
from chytalnia.catalogue.models import Item, ItemStatus, NumberSeries, Record, WithdrawalReason
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import merging, numbers, works
from chytalnia.catalogue.signals import items_received
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.network.models import Unit, Zone

#: From a state to the states a person may choose. Loans, holds and transits are set by lending; nothing leaves «withdrawn».
MOVES: dict[str, frozenset[str]] = {
    status: frozenset(ItemStatus.values) - {status, ItemStatus.WITHDRAWN}
    for status in ItemStatus.values
    if status != ItemStatus.WITHDRAWN
}


@transaction.atomic
def receive_items(
    *,
    record: Record,
    unit: Unit,
    count: int = 1,
    by: Any = None,
    inventory_numbers: Iterable[str] = (),
    barcodes: Iterable[str] = (),
    assign_numbers: bool = True,
    acquired_on: date | None = None,
    **values: Any,
) -> list[Item]:
    """Take copies of a record on the balance of the unit's holder.

    Numbers not given are taken from the holder's series unless `assign_numbers` is false. Class and author mark come from
    the record and the loaded table where they are not given. Raises NumberTaken.
    """
    holder = holder_of(unit)
    given_numbers, given_codes = list(inventory_numbers), list(barcodes)
    if assign_numbers:
        given_numbers += numbers.take(
            unit=unit, kind=NumberSeries.Kind.INVENTORY, count=max(0, count - len(given_numbers))
        )
        given_codes += numbers.take(unit=unit, kind=NumberSeries.Kind.BARCODE, count=max(0, count - len(given_codes)))
    given_numbers += [""] * (count - len(given_numbers))
    given_codes += [""] * (count - len(given_codes))
    bib = record.bib
    values.setdefault("class_number", next((c.number for c in bib.classes if c.number), "")[:80])
    values.setdefault("author_mark", numbers.author_mark_of(bib, unit))
    values.setdefault("shelf_mark", numbers.shelf_mark(values["class_number"], values["author_mark"]))
    shown = merging.standing_for([record.pk])[record.pk]
    items = [
        Item(
            record_id=shown,
            base_record=record,
            holder=holder,
            unit=unit,
            inventory_number=number,
            barcode=code,
            acquired_on=acquired_on or timezone.localdate(),
            **values,
        )
        for number, code in zip(given_numbers, given_codes, strict=True)
    ]
    try:
        with transaction.atomic():
            Item.objects.bulk_create(items)
    except IntegrityError as refused:
        raise errors.NumberTaken from refused
    _tell("items.received", items, on=items[0].acquired_on if items else None)
    items_received.send(Item, items=items)
    works.refresh(_works_of(items))
    audit.log("catalogue.receive_items", by=by, about=record, unit=unit, after={"items": [str(item) for item in items]})
    return items


def change_status(*, items: Iterable[Item], status: str, by: Any = None, note: str = "") -> int:
    """Put items into another state; withdrawal has its own service. Raises StatusRefused before anything is changed."""
    return _change(items, {"status": status}, by=by, note=note, action="catalogue.change_item_status")


def move(*, items: Iterable[Item], unit: Unit, zone: Zone | None = None, by: Any = None, note: str = "") -> int:
    """Put items into another branch of the same holder, or another zone. The class stays, only the place changes."""
    return _change(items, {"unit": unit, "zone": zone}, by=by, note=note, action="catalogue.move_items")


def edit(*, items: Iterable[Item], by: Any = None, note: str = "", **values: Any) -> int:
    """Change marks, prices, sources and notes of items. Raises NumberTaken."""
    return _change(items, values, by=by, note=note, action="catalogue.edit_item")


@transaction.atomic
def _change(items: Iterable[Item], values: dict[str, Any], *, by: Any, note: str, action: str) -> int:
    locked = list(
        Item.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=[item.pk for item in items])
    )
    status = values.get("status")
    if status and any(status not in MOVES.get(item.status, ()) for item in locked if item.status != status):
        raise errors.StatusRefused
    if unit := values.get("unit"):
        holder = holder_of(unit)
        if any(item.holder_id != holder.pk for item in locked):
            raise errors.OtherHolder
    try:
        with transaction.atomic():
            Item.objects.filter(pk__in=[item.pk for item in locked]).update(**values, changed_at=timezone.now())
    except IntegrityError as refused:
        raise errors.NumberTaken from refused
    works.refresh(_works_of(locked))
    plain = {name: getattr(value, "code", value) for name, value in values.items()}
    for holder_unit, group in _by_unit(locked).items():
        audit.log(
            action, by=by, unit=holder_unit, about=group[0] if len(group) == 1 else None, note=note,
            after={**plain, "items": [str(item) for item in group]},
        )  # fmt: skip
    return len(locked)


@transaction.atomic
def withdraw(
    *,
    items: Iterable[Item],
    reason: str,
    act: str = "",
    on: date | None = None,
    by: Any = None,
    source: Model | None = None,
) -> int:
    """Take items out of the stock for one reason by one act. They stay in the inventory for ever, marked.

    `source` is the document behind it: the facts point to it, and `restore` finds them by it. Raises ReasonMissing, and
    AlreadyWithdrawn before anything is changed.
    """
    if reason not in WithdrawalReason.values:
        raise errors.ReasonMissing
    locked = list(
        Item.objects.select_for_update(of=("self",))
        .select_related("unit", "record")
        .filter(pk__in=[item.pk for item in items])
    )
    if any(item.status == ItemStatus.WITHDRAWN for item in locked):
        raise errors.AlreadyWithdrawn
    Item.objects.filter(pk__in=[item.pk for item in locked]).update(
        status=ItemStatus.WITHDRAWN,
        withdrawn_on=on or timezone.localdate(),
        withdrawal_reason=reason,
        withdrawal_act=act,
        changed_at=timezone.now(),
    )
    _tell("items.withdrawn", locked, on=on, source=source)
    works.refresh(_works_of(locked))
    for unit, group in _by_unit(locked).items():
        audit.log(
            "catalogue.withdraw_items", by=by, unit=unit,
            after={"items": [str(item) for item in group], "reason": reason, "act": act},
        )  # fmt: skip
    return len(locked)


@transaction.atomic
def restore(*, statuses: Mapping[int, str], source: Model, by: Any = None, note: str = "") -> int:
    """Bring back items that one document withdrew, each into the state given for its key, and reverse its facts.

    Raises StatusRefused when one of them is not withdrawn any more, or the state is itself «withdrawn».
    """
    locked = list(Item.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=list(statuses)))
    if ItemStatus.WITHDRAWN in statuses.values() or any(item.status != ItemStatus.WITHDRAWN for item in locked):
        raise errors.StatusRefused
    for status in set(statuses.values()):
        Item.objects.filter(pk__in=[item.pk for item in locked if statuses[item.pk] == status]).update(
            status=status, withdrawn_on=None, withdrawal_reason="", withdrawal_act="", changed_at=timezone.now()
        )
    told = Fact.objects.standing().filter(
        kind="items.withdrawn", source_kind=source._meta.label_lower, source_id=str(source.pk)
    )
    for fact in told:
        journal.reverse(fact, by=by, note=note)
    works.refresh(_works_of(locked))
    for unit, group in _by_unit(locked).items():
        audit.log(
            "catalogue.restore_items", by=by, unit=unit, note=note, after={"items": [str(item) for item in group]}
        )  # fmt: skip
    return len(locked)


def by_barcodes(lines: Iterable[str], *, under: Unit | None = None) -> tuple[QuerySet[Item], list[str]]:
    """Items for a scanned list of barcodes or inventory numbers, and the lines that name none, in their order."""
    wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    scope = Item.objects.all() if under is None else Item.objects.under(under)
    found: dict[str, int] = {}
    for pk, number in scope.filter(inventory_number__in=wanted).values_list("pk", "inventory_number"):
        found[number] = pk
    for pk, code in scope.filter(barcode__in=wanted).values_list("pk", "barcode"):
        found[code] = pk
    return Item.objects.filter(pk__in=found.values()), [line for line in wanted if line not in found]


def _works_of(items: Iterable[Item]) -> set[int]:
    records = {item.record_id for item in items}
    return set(Record.objects.filter(pk__in=records).values_list("work_id", flat=True))


def _by_unit(items: Iterable[Item]) -> dict[Unit, list[Item]]:
    groups: dict[Unit, list[Item]] = {}
    for item in items:
        groups.setdefault(item.unit, []).append(item)
    return groups


def _tell(kind: str, items: list[Item], *, on: date | None = None, source: Model | None = None) -> None:
    """Facts of the day the books were entered or struck out, which may have been before today."""
    at = timezone.make_aware(datetime.combine(on, time(12))) if on and on < timezone.localdate() else None
    records = Record.objects.in_bulk({item.record_id for item in items})
    counts: Counter[tuple[int, str, str, str, str]] = Counter()
    for item in items:
        bib = records[item.record_id].bib
        counts[
            item.unit_id, dimensions.document_kind(bib), dimensions.language(bib), dimensions.knowledge(bib),
            dimensions.audience(bib),
        ] += 1  # fmt: skip
    one = source or (items[0] if len(items) == 1 else None)
    journal.record_many(
        journal.NewFact(
            kind=kind, unit=unit, quantity=count, document_kind=document, language=language, knowledge=knowledge,
            audience=audience, source=one, at=at, late=True,
        )
        for (unit, document, language, knowledge, audience), count in sorted(counts.items())
    )  # fmt: skip
