"""Holds: placed, changed, given up."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from chytalnia.catalogue.models import Item, Record
from chytalnia.lending import services as lending
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import LIVE, WITH_ITEM, Hold, HoldState
from chytalnia.lending.services.change_hold import change_hold
from chytalnia.network.models import Unit
from chytalnia.protocols.sip2 import items, offline, people, refusals, wording
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2

#: Hold types of the standard: 3 is this very copy; the others are any copy of the title.
_THIS_COPY = "3"


def hold(session: Session, message: sip2.Hold) -> sip2.Message:
    assert session.device is not None
    person = people.recognise(session, message.patron, message.patron_password)
    with wording.spoken(session, person.reader):
        if not person.is_served:
            return refusals.refuse(session, message, person.refusal())
        item = items.find(session, message.item or "")
        record = item.record if item else _record(message.title or "")
        if record is None:
            return refusals.refuse(session, message, wording.unknown_item())
        pickup = _library(message.pickup) if message.pickup else None
        if message.pickup and pickup is None:
            return refusals.refuse(session, message, wording.unknown_library())
        try:
            if message.mode is sip2.HoldMode.ADD:
                return _place(session, message, person.reader, item, record, pickup or session.device.unit)
            found = _own(person.reader, item, record)
            if found is None:
                return refusals.refuse(session, message, wording.no_such_hold())
            if message.mode is sip2.HoldMode.DELETE:
                lending.cancel_hold(
                    hold=found, channel="sip2", device=session.device.login, key=_key(session, message, record)
                )
                return _answer(session, message, record, found, wording.hold_cancelled(), position=None)
            found = _change(message, found, pickup)
            return _answer(session, message, record, found, wording.hold_changed(), position=_position(found))
        except Refused as refused:
            return refusals.refuse(session, message, *wording.problems(refused.problems))


def _place(
    session: Session, message: sip2.Hold, reader: Any, item: Item | None, record: Record, pickup: Unit
) -> sip2.Message:
    assert session.device is not None
    target: Any = item if item is not None and message.hold_type == _THIS_COPY else record.work
    placed = lending.place_hold(
        reader=reader, target=target, pickup=pickup, channel="sip2", device=session.device.login,
        expires_on=message.expires.date() if message.expires else None, key=_key(session, message, record),
    )  # fmt: skip
    position = _position(placed)
    said = wording.held(position) if position else wording.set_aside()
    return _answer(session, message, record, placed, said, position=position)


def _change(message: sip2.Hold, found: Hold, pickup: Unit | None) -> Hold:
    """Another library to pick it up in, another last day; what the machine does not say stays."""
    return change_hold(
        hold=found, pickup=pickup, channel="sip2", expires_on=message.expires.date() if message.expires else None
    )


def _answer(
    session: Session, message: sip2.Hold, record: Record, found: Hold, *screen: str, position: int | None
) -> sip2.Message:
    return sip2.HoldResponse(
        ok=True, is_available=found.state in WITH_ITEM, at=session.now(),
        expires=message.expires, queue_position=position, pickup=found.pickup_unit.code,
        institution=session.institution(message.institution), patron=message.patron, item=message.item,
        title=record.title[:255], screen=screen,
    )  # fmt: skip


def _position(found: Hold) -> int:
    """The place in the queue, the first is 1; 0 when a copy is set aside already."""
    if found.state != HoldState.QUEUED:
        return 0
    earlier = Hold.objects.filter(queue_work=found.queue_work_id, state=HoldState.QUEUED).filter(
        Q(priority__lt=found.priority)
        | Q(priority=found.priority, placed_at__lt=found.placed_at)
        | Q(priority=found.priority, placed_at=found.placed_at, pk__lt=found.pk)
    )
    return earlier.count() + 1


def _own(reader: Any, item: Item | None, record: Record) -> Hold | None:
    """The reader's live hold that this copy or title stands for."""
    wanted = Q(work=record.work_id) | Q(record=record.pk) | Q(queue_work=record.work_id)
    if item is not None:
        wanted |= Q(wanted_item=item.pk) | Q(item=item.pk)
    return Hold.objects.filter(wanted, reader=reader, state__in=LIVE).select_related("pickup_unit").first()


def _record(named: str) -> Record | None:
    """A title by its number in the catalogue, or by the control number of its record."""
    named = named.strip()
    records = Record.objects.filter(merged_into=None, deleted_at=None).select_related("work")
    if named.isascii() and named.isdecimal() and len(named) < 18:
        found = records.filter(pk=int(named)).first()
        if found is not None:
            return found
    exact = list(records.filter(control_number=named)[:2]) if named else []
    return exact[0] if len(exact) == 1 else None


def _library(named: str) -> Unit | None:
    return Unit.objects.places().filter(code=named.strip()).first()


def _key(session: Session, message: sip2.Hold, record: Record) -> Any:
    named = sip2.Checkout(
        is_renewal_ok=False, is_no_block=False, at=message.at, patron=message.patron,
        item=f"{message.mode}{record.pk}",
    )  # fmt: skip
    return offline.key(session, named, message.at)
