"""Where a copy goes when it comes free: to the reader who waits for it, home, or to its shelf. Under the lock of its work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core.statements import Kept
from chytalnia.network.models import Unit

from . import texts
from .acts import Dimensions, Recorder, dimensions_of, try_item
from .models import ActKind, Hold, HoldState, Notice, NoticeKind, Transit, TransitReason
from .rules import terms
from .snapshot import Snapshot

#: How far down a queue one looks for a reader whom this copy may serve.
MOST_WAITING = 200


def queue_for(item: Item, day: date) -> QuerySet[Hold]:
    """Holds that wait on a day and that this copy could fill, in the order of the queue."""
    record = item.record
    return _queue(item.pk, item.record_id, item.base_record_id, record.work_id, record.base_work_id, day)


def _queue(item: int, record: int, base_record: int, work: int, base_work: int, day: date) -> QuerySet[Hold]:
    return Hold.objects.waiting(day).filter(
        Q(work__isnull=False) | Q(record__in=(record, base_record)) | Q(wanted_item=item),
        queue_work__in=(work, base_work),
    )


_first = Kept(lambda *of: _queue(*of)[:MOST_WAITING])


def kept_here(item: Item, day: date, known: Snapshot) -> bool:
    """Whether a branch keeps the copy, being new, to its own readers."""
    days = known.setting(known.unit(item.unit_id), "lending.keep_new_days")
    return bool(days and item.acquired_on and day - item.acquired_on < timedelta(days=days))


def may_serve(item: Item, hold: Hold, day: date, known: Snapshot) -> bool:
    return hold.pickup_unit_id == item.unit_id or not kept_here(item, day, known)


def next_hold(item: Item, here: Unit, day: date, known: Snapshot) -> Hold | None:
    """Whose turn it is: the first in the queue, or where a branch so decides the first to pick up nearest to here."""
    record = item.record
    queue = _first(item.pk, item.record_id, item.base_record_id, record.work_id, record.base_work_id, day)
    waiting = [hold for hold in queue if may_serve(item, hold, day, known)]
    if known.setting(here, "lending.hold_order") == "local":
        # The order among equals stays that of the queue.
        waiting.sort(key=lambda hold: known.nearness(here.pk, hold.pickup_unit_id)[0])
    return waiting[0] if waiting else None


def route(
    recorder: Recorder, item: Item, here: Unit, *, shelf_status: str, known: Snapshot, of: Dimensions | None = None
) -> tuple[Hold | None, Transit | None]:
    """Send a free copy that is here on its way: the reader it was captured for, and the transit it begins."""
    if item.status == ItemStatus.WITHDRAWN:
        return None, None
    work_id = item.record.work_id
    of = of or dimensions_of(item.record)
    hold = next_hold(item, here, recorder.day, known) if shelf_status == ItemStatus.AVAILABLE else None
    if hold is not None:
        recorder.set(hold, state=HoldState.ASSIGNED, item=item, assigned_at=recorder.at, pick_unit=here)
        return hold, deliver(recorder, hold, item, here, known=known, of=of)
    if item.unit_id != here.pk:
        home = known.unit(item.unit_id)
        return None, send(recorder, item, here, home, reason=TransitReason.RETURN, shelf_status=shelf_status, of=of)
    recorder.set_status(item, shelf_status, work_id=work_id)
    return None, None


def deliver(
    recorder: Recorder, hold: Hold, item: Item, here: Unit, *, known: Snapshot, of: Dimensions
) -> Transit | None:
    """Put a copy set aside on the shelf for its reader, or on the way there."""
    if hold.pickup_unit_id == here.pk:
        shelve(recorder, hold, item, here, known=known, of=of)
        return None
    target = known.unit(hold.pickup_unit_id)
    transit = send(recorder, item, here, target, reason=TransitReason.HOLD, hold=hold, of=of)
    recorder.set(hold, state=HoldState.IN_TRANSIT)
    return transit


def shelve(recorder: Recorder, hold: Hold, item: Item, here: Unit, *, known: Snapshot, of: Dimensions) -> None:
    said = terms(here, mode="home", category="", document_kind=of.document_kind, known=known)
    until = known.next_open(here, recorder.day + timedelta(days=said.hold_days))
    recorder.set(hold, state=HoldState.ON_SHELF, shelf_at=recorder.at, shelf_until=until)
    recorder.set_status(item, ItemStatus.ON_HOLD, work_id=item.record.work_id)
    recorder.add(
        ActKind.SHELVE, reader_id=hold.reader_id, item_id=item.pk, hold=hold, of=of, unit=here, audience=hold.audience
    )
    assert hold.reader is not None
    recorder.make(
        Notice(
            key=f"ready:{recorder.key}",
            reader_id=hold.reader_id,
            unit=here,
            kind=NoticeKind.HOLD_READY,
            hold=hold,
            made_at=recorder.at,
            **texts.hold_ready(hold.reader, item, here, until, hours=known.hours(here)),
        )
    )


def send(
    recorder: Recorder,
    item: Item,
    source: Unit,
    target: Unit,
    *,
    reason: str,
    of: Dimensions,
    hold: Hold | None = None,
    shelf_status: str = ItemStatus.AVAILABLE,
    on_the_van: bool = True,
) -> Transit:
    """Begin a transit. A copy that still stands on a shelf is put on the van later."""
    transit = recorder.make(
        Transit(
            item=item,
            source=source,
            target=target,
            reason=reason,
            hold=hold,
            shelf_status=shelf_status,
            made_at=recorder.at,
            sent_at=recorder.at if on_the_van else None,
        )
    )
    recorder.set_status(item, ItemStatus.IN_TRANSIT, work_id=item.record.work_id)
    if on_the_van:
        recorder.add(
            ActKind.SEND, item_id=item.pk, hold=hold, of=of, unit=source, transit=transit.pk, target=target.code
        )
    return transit


def set_aside(recorder: Recorder, hold: Hold, item: Item, here: Unit) -> None:
    """Promise a copy that stands on a shelf to a hold in the queue, for somebody to take it from there."""
    recorder.set(hold, state=HoldState.ASSIGNED, item=item, assigned_at=recorder.at, pick_unit=here)
    recorder.set_status(item, ItemStatus.ON_HOLD, work_id=item.record.work_id)


def back_to_queue(recorder: Recorder, hold: Hold, *, known: Snapshot) -> None:
    """A hold loses the copy that was set aside for it: it takes its old place, and another copy if one is free."""
    recorder.set(
        hold, state=HoldState.QUEUED, item=None, assigned_at=None, pick_unit=None, shelf_at=None, shelf_until=None
    )
    if hold.is_wanted(recorder.day):
        assign(recorder, hold, known=known)


def release(recorder: Recorder, hold: Hold, item: Item, *, known: Snapshot) -> None:
    """Give on the copy that was set aside for a hold which has just ended or gone back to the queue.

    A copy that is on the way keeps going and is given on where it arrives.
    """
    transit = Transit.objects.open().filter(item=item).first()
    if transit is not None:
        recorder.set(transit, hold=None)
        if transit.sent_at is not None:
            return
        recorder.set(transit, cancelled_at=recorder.at)
        here = known.unit(transit.source_id)
    else:
        here = known.unit((hold.pickup_unit_id if hold.shelf_at else hold.pick_unit_id) or item.unit_id)
    if item.status == ItemStatus.WITHDRAWN:
        return
    following = next_hold(item, here, recorder.day, known)
    if following is not None:
        # It stands on a shelf: somebody has to take it from there, as from any other.
        set_aside(recorder, following, item, here)
    elif item.unit_id != here.pk:
        home = known.unit(item.unit_id)
        of = dimensions_of(item.record)
        send(recorder, item, here, home, reason=TransitReason.RETURN, of=of, on_the_van=False)
    else:
        recorder.set_status(item, ItemStatus.AVAILABLE, work_id=item.record.work_id)


def candidates(hold: Hold, day: date, known: Snapshot) -> list[Item]:
    """Copies on shelves that could fill a hold, the best first: of the same unit, of the system, by distance, then the one
    that has stood longest."""
    free = Item.objects.filter(status=ItemStatus.AVAILABLE).select_related("record")
    free = free.defer("record__source", "record__bib_data")
    if hold.wanted_item_id:
        free = free.filter(pk=hold.wanted_item_id)
    elif hold.record_id:
        free = free.filter(Q(record=hold.record_id) | Q(base_record=hold.record_id))
    else:
        free = free.filter(record__work=hold.queue_work_id)
    fitting = [item for item in free[:MOST_WAITING] if may_serve(item, hold, day, known)]
    return sorted(
        fitting, key=lambda item: (*known.nearness(hold.pickup_unit_id, item.unit_id), item.changed_at, item.pk)
    )


def assign(recorder: Recorder, hold: Hold, *, known: Snapshot, not_at: Any = ()) -> Item | None:
    """Set aside the best free copy for a hold in the queue, for somebody to take from its shelf; nothing if there is none.

    The work is locked. A copy that somebody has in hands at this moment is left to them: what they do sees the hold.
    """
    for candidate in candidates(hold, recorder.day, known):
        if candidate.unit_id in not_at:
            continue
        item = try_item(candidate.pk)
        if item is None or item.status != ItemStatus.AVAILABLE or item.record.work_id != hold.queue_work_id:
            continue
        set_aside(recorder, hold, item, known.unit(item.unit_id))
        return item
    return None
