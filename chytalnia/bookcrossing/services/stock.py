"""A library's book set free by an act of write-off, and a free one taken into the stock by a receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.bookcrossing import errors
from chytalnia.bookcrossing.models import Owner, Traveller
from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit
from chytalnia.stock.models import ReceiptLot, WriteOffAct
from chytalnia.stock.services import receiving, writing_off

from .registering import register

#: How an act that sets books free says so; its draft is used again.
FATE = "set_free"


@dataclass(slots=True)
class Freed:
    """Books registered, the act they wait on, and copies that cannot go with the reason."""

    act: WriteOffAct | None = None
    books: list[Traveller] = field(default_factory=list)
    refused: list[tuple[Item, str]] = field(default_factory=list)


@transaction.atomic
def set_free(*, items: Iterable[Item], unit: Unit, reason: str = "surplus", by: Any = None) -> Freed:
    """Put copies on a draft act of write-off and register them; they may be released once the act is approved."""
    told = Freed()
    chosen = []
    # Two desks with the same copies wait for each other here.
    locked = Item.objects.select_for_update(of=("self",)).filter(pk__in=[item.pk for item in items])
    for item in locked.select_related("unit", "record__work").order_by("pk"):
        if Traveller.objects.filter(item=item).exists():
            told.refused.append((item, str(errors.AlreadyTravels.message)))
        else:
            chosen.append(item)
    if not chosen:
        return told
    told.act = WriteOffAct.objects.filter(unit=unit, stage="draft", fate=FATE, reason=reason).order_by("-pk").first()
    if told.act is None:
        told.act = writing_off.begin(
            unit=unit, reason=reason, on=timezone.localdate(), by=by, fate=FATE, basis=_("Bookcrossing")
        )
    added = writing_off.add(act=told.act, items=chosen, by=by)
    told.refused += added.refused
    refused = {item.pk for item, _why in added.refused}
    for item in chosen:
        if item.pk not in refused:
            told.books.append(register(unit=item.unit, record=item.record, item=item, owner=Owner.STAFF, by=by))
    if not told.books and not told.act.lines.exists():
        told.act.move("discard", by=None)
        told.act = None
    return told


@transaction.atomic
def take_in(*, traveller: Traveller, unit: Unit, by: Any = None, lot: ReceiptLot | None = None) -> Item:
    """Take a free book into the stock of a library as a gift; its journey ends there. Raises NoRecord, AtRest, StockError."""
    book = Traveller.objects.select_for_update(of=("self",)).select_related("record", "unit").get(pk=traveller.pk)
    if book.stage == "retired":
        raise errors.AtRest
    if book.record is None:
        raise errors.NoRecord
    lot = lot or receiving.begin(
        unit=unit, on=timezone.localdate(), by=by, source="gift", supplier=_("Bookcrossing"), funding="none"
    )
    item = receiving.receive(lot=lot, record=book.record, unit=unit, by=by)[0]
    book.move("retire", by=by, note=_("taken into the stock: %(item)s") % {"item": item})
    Traveller.objects.filter(pk=book.pk).update(taken_in=item)
    traveller.refresh_from_db()
    return item
