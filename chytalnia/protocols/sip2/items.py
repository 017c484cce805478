"""Copies as machines name and see them."""

from __future__ import annotations

from datetime import date

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core.statements import Kept
from chytalnia.network.paths import lineage
from chytalnia.protocols.models.device import DueDates
from chytalnia.wire.sip2 import CirculationStatus, MediaType

from . import wording
from .session import Session

#: The words of the index of barcodes, which leaves empty ones out. SQLite looks into it only for a question that says them
#: as they are, without a parameter; otherwise it reads every copy.
HAS_BARCODE = RawSQL('NOT ("catalogue_item"."barcode" = \'\')', [], output_field=BooleanField())

#: Kinds of documents of the catalogue → media types of the standard.
_MEDIA = {
    "book": MediaType.BOOK,
    "serial": MediaType.MAGAZINE,
    "newspaper": MediaType.MAGAZINE,
    "sound": MediaType.COMPACT_DISC,
    "video": MediaType.VIDEO_TAPE,
}

STATUS = {
    ItemStatus.AVAILABLE: CirculationStatus.AVAILABLE,
    ItemStatus.ON_LOAN: CirculationStatus.CHARGED,
    ItemStatus.ON_HOLD: CirculationStatus.ON_HOLD_SHELF,
    ItemStatus.IN_TRANSIT: CirculationStatus.IN_TRANSIT,
    ItemStatus.EXPECTED: CirculationStatus.ON_ORDER,
    ItemStatus.IN_PROCESSING: CirculationStatus.IN_PROCESS,
    ItemStatus.IN_BINDERY: CirculationStatus.IN_PROCESS,
    ItemStatus.LOST: CirculationStatus.LOST,
    ItemStatus.MISSING: CirculationStatus.MISSING,
}


def find(session: Session, number: str) -> Item | None:
    """The copy with this barcode; else the only one of the machine's library with this inventory number."""
    number = number.strip()
    if not number or len(number) > 40:
        return None
    for found in _with_barcode(number):
        return found
    assert session.device is not None
    rows = Item.objects.only("pk")
    above = lineage(session.device.unit.path)
    named = list(rows.filter(inventory_number=number, holder__path__in=above).exclude(status=ItemStatus.WITHDRAWN)[:2])
    return named[0] if len(named) == 1 else None


#: Services lock the copy and read it anew: nothing but its key is read here, the rest when somebody asks for it.
_with_barcode = Kept(lambda number: Item.objects.only("pk").filter(HAS_BARCODE, barcode=number)[:1])


def media(item: Item) -> str:
    return _MEDIA.get(item.record.kind, MediaType.OTHER).value


def due_text(session: Session, due: date | None) -> str:
    """A due date as the machine was set to have it: the end of the day as a moment, or written for people."""
    if due is None:
        return ""
    if session.device is not None and session.device.due_dates == DueDates.DAY:
        return wording.day(due)
    return f"{due:%Y%m%d}    235900"


def today(session: Session) -> date:
    return timezone.localdate(timezone=session.zone)
