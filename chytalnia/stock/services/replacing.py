"""A copy taken in place of a lost one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import AcquisitionSource, Item, ItemStatus, Record, WithdrawalReason
from chytalnia.catalogue.queries import holder_of
from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.stock import errors
from chytalnia.stock.models import ReceiptLot, Replacement, WriteOffAct

from . import numbering, receiving, writing_off


@transaction.atomic
def accept_replacement(
    *,
    lost: Item,
    record: Record | None = None,
    unit: Unit | None = None,
    by: Any = None,
    on: date | None = None,
    price_minor: int | None = None,
    currency: str = "",
    note: str = "",
) -> Replacement:
    """Take a copy in place of a lost one: of the same edition, or of `record`, recognised as equal in value.

    The new copy gets a number of its own and comes into the holder's open lot of replacements, begun when there is none;
    its price is the lost one's unless another is given. The lost copy is set «lost» and waits on the draft act «lost by a
    reader». Raises AlreadyReplaced, CannotBeReplaced, DayClosed, DayToCome.
    """
    lost = Item.objects.select_for_update(of=("self",)).select_related("unit", "holder", "record").get(pk=lost.pk)
    if Replacement.objects.filter(lost=lost).exists():
        raise errors.AlreadyReplaced
    on, unit = on or timezone.localdate(), unit or lost.unit
    if price_minor is None:
        price_minor, currency = lost.price_minor, lost.currency
    _put_on_draft(lost, on=on, by=by)
    (accepted,) = receiving.receive(
        lot=_lot(unit, on, by), record=record or lost.record, unit=unit, by=by, price_minor=price_minor,
        currency=currency if price_minor is not None else "", zone=lost.zone if unit.pk == lost.unit_id else None,
    )  # fmt: skip
    act = Replacement(holder=lost.holder, year=on.year, on=on, lost=lost, accepted=accepted, note=note)
    numbering.give(act)
    act.save()
    audit.log(
        "stock.accept_replacement", by=by, about=act, unit=unit, note=note,
        after={"lost": str(lost), "accepted": str(accepted)},
    )  # fmt: skip
    return act


def _put_on_draft(lost: Item, *, on: date, by: Any) -> None:
    from chytalnia.catalogue.services import items as catalogue

    if lost.status == ItemStatus.WITHDRAWN:
        raise errors.CannotBeReplaced
    live = lost.write_off_lines.filter(live=True).select_related("act").first()
    if live is not None:
        if live.act.reason != WithdrawalReason.LOST_BY_READER:
            raise errors.CannotBeReplaced
        return
    if lost.status != ItemStatus.LOST:
        catalogue.change_status(items=[lost], status=ItemStatus.LOST, by=by)
    holder = holder_of(lost.unit)
    numbering.hold(holder)
    draft = WriteOffAct.objects.filter(
        holder=holder, unit=holder, stage="draft", reason=WithdrawalReason.LOST_BY_READER
    ).first() or writing_off.begin(
        unit=holder, reason=WithdrawalReason.LOST_BY_READER, on=on, by=by, fate="gone",
        note=_("Replaced by equal copies."),
    )  # fmt: skip
    told = writing_off.add(act=draft, items=[lost], by=by)
    if told.refused:
        raise errors.CannotBeReplaced


def _lot(unit: Unit, on: date, by: Any) -> ReceiptLot:
    holder = holder_of(unit)
    numbering.hold(holder)
    lots = ReceiptLot.objects.filter(
        holder=holder, year=on.year, stage="open", source=AcquisitionSource.REPLACEMENT
    ).select_related("holder", "unit")
    return lots.first() or receiving.begin(
        unit=holder, on=on, by=by, source=AcquisitionSource.REPLACEMENT, funding="none", supplier=_("readers"),
        document=_("acts of substitution"),
    )  # fmt: skip
