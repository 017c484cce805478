"""What a machine asks about a copy, and what it may write about it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Q

from chytalnia.catalogue.models import Item
from chytalnia.lending.models import Hold, HoldState, Loan, LoanState
from chytalnia.lending.snapshot import snapshot
from chytalnia.protocols.models import ItemProperties
from chytalnia.protocols.sip2 import items, refusals, wording
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2


def item_information(session: Session, message: sip2.ItemInformation) -> sip2.Message:
    assert session.device is not None
    item = items.find(session, message.item)
    with wording.spoken(session):
        if item is None:
            return refusals.refuse(session, message, wording.unknown_item())
        known = snapshot()
        loan = Loan.objects.filter(item=item, returned_at=None).first()
        on_shelf = Hold.objects.filter(item=item, state=HoldState.ON_SHELF).first()
        at_home = known.unit(item.unit_id).code
        properties = ItemProperties.objects.filter(item=item).values_list("text", flat=True).first()
        return sip2.ItemInformationResponse(
            status=_status(item, loan, on_shelf),
            # 02: a tag that the gate reads
            security_marker="02",
            at=session.now(),
            hold_queue=_queue(item),
            due=items.due_text(session, loan.due_on) if loan else None,
            hold_pickup_until=_end_of(on_shelf) if on_shelf else None,
            item=message.item,
            title=item.record.title[:255],
            owner=known.unit(item.holder_id).code,
            media=items.media(item),
            permanent_location=at_home,
            current_location=known.unit(on_shelf.pickup_unit_id).code if on_shelf else "" if loan else at_home,
            properties=properties,
        )


def _status(item: Item, loan: Loan | None, on_shelf: Hold | None) -> sip2.CirculationStatus:
    if loan is not None and loan.state == LoanState.CLAIMED:
        return sip2.CirculationStatus.CLAIMED_RETURNED
    if loan is not None and loan.state == LoanState.LOST:
        return sip2.CirculationStatus.LOST
    if on_shelf is not None:
        return sip2.CirculationStatus.ON_HOLD_SHELF
    return items.STATUS.get(item.status, sip2.CirculationStatus.OTHER)  # type: ignore[call-overload,no-any-return]


def _queue(item: Item) -> int:
    record = item.record
    return Hold.objects.filter(
        Q(work__isnull=False) | Q(record__in=(item.record_id,)) | Q(wanted_item=item.pk),
        queue_work__in=(record.work_id, record.base_work_id), state=HoldState.QUEUED,
    ).count()  # fmt: skip


def _end_of(hold: Any) -> datetime:
    return datetime.combine(hold.shelf_until, time(23, 59))


def item_status_update(session: Session, message: sip2.ItemStatusUpdate) -> sip2.Message:
    """Keep what a machine has written on the tag of a copy; the copy itself is not changed."""
    item = items.find(session, message.item)
    with wording.spoken(session):
        if item is None:
            return refusals.refuse(session, message, wording.unknown_item())
        kept, _created = ItemProperties.objects.update_or_create(
            item=item, defaults={"text": sip2.clean(message.properties), "device": session.device}
        )
        return sip2.ItemStatusUpdateResponse(
            ok=True, at=session.now(), item=message.item, title=item.record.title[:255], properties=kept.text
        )
