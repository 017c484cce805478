"""Inventory checks: begun, read, their differences settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.errors import CatalogueError
from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import bulk_items
from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.network.models import Unit, Zone
from chytalnia.stock import errors
from chytalnia.stock.models import InventoryCheck, Scan, Verdict
from chytalnia.stock.queries import checking as queries

_STATES = {
    ItemStatus.WITHDRAWN: Verdict.WITHDRAWN, ItemStatus.ON_LOAN: Verdict.ON_LOAN,
    ItemStatus.IN_TRANSIT: Verdict.IN_TRANSIT, ItemStatus.ON_HOLD: Verdict.ON_HOLD,
    ItemStatus.MISSING: Verdict.CAME_BACK, ItemStatus.LOST: Verdict.CAME_BACK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told to the person who read a number. `new` is false for one that this check already has."""

    scan: Scan
    item: Item | None
    new: bool


@transaction.atomic
def begin(
    *, unit: Unit, zone: Zone | None = None, shelf_from: str = "", shelf_to: str = "", by: Any = None, **values: Any
) -> InventoryCheck:
    """Begin a check of a library, a zone of it, or a stretch of its shelf marks."""
    check = InventoryCheck.objects.create(
        unit=unit, zone=zone, shelf_from=shelf_from.strip(), shelf_to=shelf_to.strip(), **values
    )
    audit.log("stock.begin_check", by=by, about=check, unit=unit)
    return check


def scan(*, check: InventoryCheck, number: str, by: Any = None, at: datetime | None = None) -> Answer:
    """Take a number that was read and say what it is. Read twice, or sent twice, it is kept once and answered alike.

    Raises CheckNotOpen, and StockError for an empty number.
    """
    number = number.strip()[:60]
    if not number:
        raise errors.StockError
    with transaction.atomic():
        # Whoever stops the reading waits for numbers on their way, and none comes after.
        held = InventoryCheck.objects.select_for_update(of=("self",), no_key=True).get(pk=check.pk)
        if not held.is_open:
            raise errors.CheckNotOpen
        item = queries.copy_named(number, holder=holder_of(check.unit), unit=check.unit)
        known = Scan.objects.filter(check_of=held, **({"item": item} if item else {"item": None, "number": number}))
        if found := known.first():
            return Answer(found, item, new=False)
        try:
            with transaction.atomic():
                made = Scan.objects.create(
                    check_of=held, item=item, number=number, verdict=verdict_on(held, item), by=by,
                    at=min(at, timezone.now()) if at else timezone.now(),
                )  # fmt: skip
        except IntegrityError:
            return Answer(known.get(), item, new=False)
    return Answer(made, item, new=True)


def verdict_on(check: InventoryCheck, item: Item | None) -> str:
    """What a copy is to the place that is checked: its state first, then where it belongs."""
    if item is None:
        return Verdict.UNKNOWN
    if item.status in _STATES:
        return _STATES[ItemStatus(item.status)]
    if item.status not in queries.STANDING:
        return Verdict.OTHER_STATE
    if item.unit_id != check.unit_id:
        return Verdict.OTHER_UNIT
    if check.zone_id and item.zone_id != check.zone_id:
        return Verdict.OTHER_ZONE
    if (check.shelf_from or check.shelf_to) and not check.scope().filter(pk=item.pk).exists():
        return Verdict.OTHER_SHELF
    return Verdict.FOUND


@transaction.atomic
def forget(*, check: InventoryCheck, scan: Scan, by: Any = None) -> None:
    """Take back a number read by mistake. Raises CheckNotOpen."""
    held = InventoryCheck.objects.select_for_update(of=("self",), no_key=True).get(pk=check.pk)
    if not held.is_open:
        raise errors.CheckNotOpen
    Scan.objects.filter(check_of=held, pk=scan.pk).delete()


@transaction.atomic
def mark_missing(*, check: InventoryCheck, by: Any) -> int:
    """Set the copies that should stand here and were not read «missing», by one act that can be taken back.

    Raises CheckNotOpen unless differences are being looked at, NothingRead, AlreadyMarked.
    """
    check = _comparing(check)
    if check.missing_entry is not None:
        raise errors.AlreadyMarked
    if not check.scans.exists():
        raise errors.NothingRead
    missing = list(queries.missing(check)[: bulk_items.MOST])
    if not missing:
        return 0
    entry = bulk_items.act(
        items=missing, action="status", values={"status": ItemStatus.MISSING}, by=by, note=str(check)
    )
    check.missing_entry = entry.pk
    check.save(update_fields=["missing_entry"])
    return len(missing)


@transaction.atomic
def mark_found(*, check: InventoryCheck, by: Any) -> int:
    """Set copies that were missing and were read here «available» again. Raises CheckNotOpen, AlreadyMarked."""
    check = _comparing(check)
    if check.found_entry is not None:
        raise errors.AlreadyMarked
    back = list(
        Item.objects.filter(
            Q(status=ItemStatus.MISSING) | Q(status=ItemStatus.LOST),
            pk__in=check.scans.filter(verdict=Verdict.CAME_BACK).values("item"),
        )[: bulk_items.MOST]
    )
    if not back:
        return 0
    entry = bulk_items.act(items=back, action="status", values={"status": ItemStatus.AVAILABLE}, by=by, note=str(check))
    check.found_entry = entry.pk
    check.save(update_fields=["found_entry"])
    return len(back)


@transaction.atomic
def undo(*, check: InventoryCheck, what: str, by: Any) -> tuple[int, int]:
    """Take back `mark_missing` ("missing") or `mark_found` ("found"); returns how many are as they were and how many were
    changed since and stay. Raises CheckNotOpen, NothingToUndo."""
    check = _comparing(check)
    name = {"missing": "missing_entry", "found": "found_entry"}[what]
    entry = AuditEntry.objects.filter(pk=getattr(check, name) or 0).first()
    if entry is None:
        raise errors.NothingToUndo
    try:
        done = bulk_items.undo(entry=entry, by=by)
    except CatalogueError as refusal:
        raise errors.NothingToUndo(str(refusal)) from refusal
    setattr(check, name, None)
    check.save(update_fields=[name])
    return done


def marked_missing(check: InventoryCheck) -> list[Item]:
    """Copies that this check set missing and that still are: what an act of write-off can take over."""
    entry = AuditEntry.objects.filter(pk=check.missing_entry or 0).first()
    if entry is None:
        return []
    pks = [pk for group in entry.before.get("status", {}).values() for pk in group]
    return [
        item for piece in chunks(pks) for item in Item.objects.filter(pk__in=piece, status=ItemStatus.MISSING)
    ]  # fmt: skip


def keep_result(check: InventoryCheck) -> None:
    """Keep the numbers of the report as they are on the last day; part of the move «finish»."""
    check.result = queries.summary(check).as_dict()
    check.ended_at = timezone.now()


def _comparing(check: InventoryCheck) -> InventoryCheck:
    found = InventoryCheck.objects.select_for_update(of=("self",)).select_related("unit").get(pk=check.pk)
    if found.stage != "comparing":
        raise errors.CheckNotOpen
    return found
