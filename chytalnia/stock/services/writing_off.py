"""Acts of write-off: drawn up, filled with copies, approved, reversed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.errors import CatalogueError
from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import items as catalogue
from chytalnia.core import audit
from chytalnia.core.stages import RefusedMoveError
from chytalnia.network.models import Unit
from chytalnia.stock import errors
from chytalnia.stock.models import WriteOffAct, WriteOffLine

from . import days, numbering

#: With a reader, on the way or kept for one: these have to come back, or be declared lost, before they are written off.
BUSY = frozenset({ItemStatus.ON_LOAN, ItemStatus.ON_HOLD, ItemStatus.IN_TRANSIT})
#: A commission is a chair and two members at least.
COMMISSION = 3
MOST = 20_000


@dataclass(slots=True)
class Added:
    """What became of copies offered to an act: those put on it, those on it already, those refused and why."""

    added: int = 0
    already: int = 0
    refused: list[tuple[Item, str]] = field(default_factory=list)


@transaction.atomic
def begin(*, unit: Unit, reason: str, on: date, by: Any = None, **values: Any) -> WriteOffAct:
    """Draw up an empty act for a library: on the balance of its holder, for copies that stand in it or under it."""
    act = WriteOffAct.objects.create(unit=unit, holder=holder_of(unit), reason=reason, on=on, year=on.year, **values)
    audit.log("stock.begin_write_off", by=by, about=act, unit=unit, after={"reason": reason})
    return act


@transaction.atomic
def change(*, act: WriteOffAct, by: Any = None, **values: Any) -> WriteOffAct:
    """Change what a draft says. Raises NotDraft."""
    act = _draft(act)
    before = {name: str(getattr(act, name)) for name in values if getattr(act, name) != values[name]}
    for name, value in values.items():
        setattr(act, name, value)
    act.year = act.on.year
    act.save()
    audit.log(
        "stock.change_write_off", by=by, about=act, unit=act.unit, before=before,
        after={name: str(values[name]) for name in before},
    )  # fmt: skip
    return act


@transaction.atomic
def add(*, act: WriteOffAct, items: Iterable[Item], by: Any = None) -> Added:
    """Put copies on a draft. What cannot be written off is left out and told of. Raises NotDraft."""
    act = _draft(act)
    told = Added()
    for piece in chunks([item.pk for item in items]):
        copies = Item.objects.select_for_update(of=("self",)).filter(pk__in=piece).select_related("unit", "record")
        taken = dict(
            WriteOffLine.objects.filter(live=True, item__in=piece).values_list("item", "act")  # of other acts too
        )
        lines = []
        for item in copies.order_by("pk"):
            if taken.get(item.pk) == act.pk:
                told.already += 1
            elif item.pk in taken:
                told.refused.append((item, _("stands on another act")))
            elif why := _why_not(item, act):
                told.refused.append((item, why))
            else:
                lines.append(WriteOffLine(act=act, item=item, status_before=item.status))
        WriteOffLine.objects.bulk_create(lines)
        told.added += len(lines)
    return told


@transaction.atomic
def remove(*, act: WriteOffAct, lines: Iterable[int], by: Any = None) -> int:
    """Take lines off a draft, by their keys. Raises NotDraft."""
    act = _draft(act)
    gone, _rows = act.lines.filter(pk__in=list(lines)).delete()
    return gone


def _why_not(item: Item, act: WriteOffAct) -> str:
    if item.holder_id != act.holder_id:
        return _("on the balance of another library")
    if not item.unit.path.startswith(act.unit.path):
        return _("stands in another library")
    if item.status == ItemStatus.WITHDRAWN:
        return _("already withdrawn")
    if item.status in BUSY:
        return _("%(state)s: it has to come back first") % {"state": item.get_status_display()}
    return ""


def why_not_approved(act: WriteOffAct) -> str:
    """Why the act cannot be approved yet, or nothing."""
    if not act.lines.exists():
        return _("There is no copy on the act yet.")
    if len(act.commission) < COMMISSION:
        return _("A commission is a chair and at least two members: name them first.")
    try:
        days.refuse(act.on, Unit.objects.filter(pk__in=act.lines.values("item__unit")))
    except errors.StockError as refusal:
        return str(refusal)
    busy = act.lines.filter(item__status__in=[*BUSY, ItemStatus.WITHDRAWN]).count()
    if busy:
        return ngettext(
            "%(n)s copy of the act is with a reader, on the way or withdrawn meanwhile.",
            "%(n)s copies of the act are with readers, on the way or withdrawn meanwhile.",
            busy,
        ) % {"n": busy}
    return ""


def carry_out(act: WriteOffAct, *, by: Any) -> None:
    """Number the act and withdraw its copies; part of the move «approve», in its transaction.

    What changed between the question and the deed – a copy lent at another desk – refuses the whole.
    """
    lines = list(act.lines.select_related("item"))
    copies = {
        item.pk: item
        for piece in chunks([line.item_id for line in lines])
        for item in Item.objects.select_for_update(of=("self",)).filter(pk__in=piece).select_related("unit")
    }
    if any(_why_not(item, act) for item in copies.values()):
        raise RefusedMoveError(why_not_approved(act) or _("A copy of the act was changed meanwhile: look again."))
    act.year = act.on.year
    numbering.give(act)
    for line in lines:
        line.status_before = copies[line.item_id].status
    WriteOffLine.objects.bulk_update(lines, ["status_before"], batch_size=500)
    try:
        catalogue.withdraw(
            items=list(copies.values()), reason=act.reason, act=act.number_text, on=act.on, by=by, source=act
        )
    except CatalogueError as refusal:
        raise RefusedMoveError(str(refusal)) from refusal


def why_not_reversed(act: WriteOffAct) -> str:
    try:
        days.refuse(act.on, Unit.objects.filter(pk__in=act.lines.values("item__unit")))
    except errors.StockError as refusal:
        return str(refusal)
    return ""


def take_back(act: WriteOffAct, *, by: Any, note: str) -> None:
    """Bring the copies of an act back into the stock; part of the move «reverse». Facts are reversed in their own day."""
    statuses = dict(act.lines.filter(live=True).values_list("item", "status_before"))
    try:
        catalogue.restore(statuses=statuses, source=act, by=by, note=note or _("act %(act)s reversed") % {"act": act})
    except CatalogueError as refusal:
        raise RefusedMoveError(str(refusal)) from refusal
    act.lines.update(live=False)


def _draft(act: WriteOffAct) -> WriteOffAct:
    found = WriteOffAct.objects.select_for_update(of=("self",)).select_related("holder", "unit").get(pk=act.pk)
    if not found.is_draft:
        raise errors.NotDraft
    return found
