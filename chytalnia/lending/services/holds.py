"""Readers wait: a place in a queue is taken, put aside, given up."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, ItemStatus, Record, Work
from chytalnia.catalogue.services import merging, works
from chytalnia.demand import services as demand
from chytalnia.demand.models import Channel as AskedBy
from chytalnia.demand.models import Reason
from chytalnia.lending import borrowers, routing, texts
from chytalnia.lending.acts import Again, Dimensions, Recorder, known, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import (
    LIVE,
    Act,
    ActKind,
    Channel,
    Hold,
    HoldState,
    Notice,
    NoticeKind,
)
from chytalnia.lending.rules import terms, with_reader
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import Reader

Target = Work | Record | Item
#: Copies that will never fill a hold.
_GONE = (ItemStatus.WITHDRAWN, ItemStatus.LOST, ItemStatus.MISSING, ItemStatus.ELECTRONIC)


@persistent
def place_hold(
    *,
    reader: Reader,
    target: Target,
    pickup: Unit,
    by: Any = None,
    channel: str = Channel.DESK,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    override: str = "",
    priority: int = 50,
    expires_on: date | None = None,
    note: str = "",
    device: str = "",
) -> Hold:
    """Put a reader into the queue for a work, an edition or a copy; a free copy is set aside at once.

    The same `key` again gives the same hold. Raises Refused with the codes of a reader's problems and `already_held`,
    `on_loan_to_reader`, `too_many_holds`, `nothing_to_hold`, `age_mark`; PermissionDenied at the desk.
    """
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.hold", pickup)
    here = snapshot()
    wanted, work_id = _standing(target)
    work = Work.objects.select_for_update(of=("self",)).get(pk=work_id)
    if again := known(key):
        assert again.hold is not None
        return again.hold
    recorder = Recorder(unit=pickup, by=by, at=at, key=key, channel=channel, device=device)
    borrower = borrowers.load(reader.pk, unit=pickup, day=recorder.day, snapshot=here, lock=True)
    of = Dimensions(work.kind if work.kind in ("book", "map", "music") else "", work.languages.split(" ")[0][:8])
    problems = [
        *with_reader(borrower, pickup, here),
        *_with_target(wanted, work, borrower),
        *_with_number(borrower, pickup, of, here),
    ]
    if problems and not (override and all(problem.can_override for problem in problems)):
        raise Refused(problems)
    hold = recorder.make(
        Hold(
            reader=borrower.reader,
            **wanted,
            queue_work=work,
            pickup_unit=pickup,
            priority=priority,
            placed_at=recorder.at,
            channel=channel,
            expires_on=expires_on,
            audience=borrower.audience,
            note=note[:200],
        )
    )
    routing.assign(recorder, hold, known=here)
    recorder.add(
        ActKind.HOLD, reader_id=borrower.pk, hold=hold, item_id=hold.item_id, of=of, audience=borrower.audience,
        place="onsite" if channel == Channel.DESK else "remote", override=override,
    )  # fmt: skip
    recorder.write()
    return hold


def _standing(target: Target) -> tuple[dict[str, Any], int]:
    """What a target is now, after merges and joins: the column of the hold, and the work whose queue it is."""
    if isinstance(target, Work):
        work = works.roots_of([target.pk])[target.pk]
        return {"work_id": work}, work
    if isinstance(target, Record):
        record = merging.standing_for([target.pk])[target.pk]
        return {"record_id": record}, Record.objects.values_list("work_id", flat=True).get(pk=record)
    return {"wanted_item_id": target.pk}, Record.objects.values_list("work_id", flat=True).get(items=target.pk)


def _with_target(wanted: dict[str, Any], work: Work, borrower: borrowers.Borrower) -> list[Problem]:
    copies = Item.objects.exclude(status__in=_GONE)
    if "work_id" in wanted:
        copies = copies.filter(record__work=work)
    elif "record_id" in wanted:
        copies = copies.filter(record=wanted["record_id"])
    else:
        copies = copies.filter(pk=wanted["wanted_item_id"])
    found = []
    if Hold.objects.filter(reader=borrower.reader, state__in=LIVE, **wanted).exists():
        found.append(Problem("already_held", _("The reader waits for it already."), can_override=False))
    rows = list(copies.values_list("pk", "record__age_mark")[:500])
    if not rows:
        found.append(Problem("nothing_to_hold", _("The network has no copy of it to wait for."), can_override=False))
    elif {loan.item_id for loan in borrower.loans} & {pk for pk, _mark in rows}:
        found.append(Problem("on_loan_to_reader", _("The reader has a copy of it already.")))
    marks = [mark or 0 for _pk, mark in rows]
    if marks and borrower.age is not None and borrower.age < min(marks):
        found.append(Problem("age_mark", _("The document is for readers from %(age)d years on.") % {"age": min(marks)}))
    return found


def _with_number(borrower: borrowers.Borrower, pickup: Unit, of: Dimensions, here: Any) -> list[Problem]:
    said = terms(pickup, mode="home", category=borrower.category, document_kind=of.document_kind, known=here)
    if said.max_holds is None:
        return []
    count = Hold.objects.filter(reader=borrower.reader, state__in=LIVE).count()
    if count < said.max_holds:
        return []
    message = ngettext("The reader may wait for %(n)d thing at once.", "The reader may wait for %(n)d things at once.",
                       said.max_holds)  # fmt: skip
    return [Problem("too_many_holds", message % {"n": said.max_holds})]


@persistent
def cancel_hold(
    *,
    hold: Hold,
    by: Any = None,
    channel: str = Channel.DESK,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    reason: str = "",
    device: str = "",
) -> Act:
    """End a hold that the reader does not want any more; a copy set aside goes on to the next. Raises Refused (`not_live`)."""
    if again := known(key):
        return again
    hold, item = lock_hold(hold)
    unit = snapshot().unit(hold.pickup_unit_id)
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.hold", unit)
    _refuse_ended(hold)
    recorder = Recorder(unit=unit, by=by, at=at, key=key, channel=channel, device=device)
    end(recorder, hold, item, HoldState.CANCELLED, ActKind.CANCEL_HOLD, reason=reason)
    return recorder.write()


@persistent
def expire_hold(*, hold: Hold, at: datetime | None = None, on: date | None = None) -> Act | None:
    """End a hold whose time is over by a day (today), on the shelf or in the queue.

    Nothing happens when it is not over, so that it may be asked twice.
    """
    hold, item = lock_hold(hold)
    unit = snapshot().unit(hold.pickup_unit_id)
    recorder = Recorder(unit=unit, at=at, channel=Channel.SYSTEM)
    day = on or recorder.day
    on_shelf = hold.state == HoldState.ON_SHELF and hold.shelf_until is not None and hold.shelf_until < day
    unwanted = hold.state in (HoldState.QUEUED, HoldState.ASSIGNED) and (
        hold.expires_on is not None and hold.expires_on < day
    )
    if not (on_shelf or unwanted):
        return None
    waited_in_vain = hold.state == HoldState.QUEUED
    end(recorder, hold, item, HoldState.EXPIRED, ActKind.EXPIRE_HOLD, was=hold.state)
    act = recorder.write()
    if waited_in_vain:
        _refused(hold, unit, recorder)
    return act


def _refused(hold: Hold, unit: Unit, recorder: Recorder) -> None:
    """A reader who waited until the end and was given nothing was refused: a line of the register, by itself."""
    copies = Item.objects.exclude(status__in=_GONE).filter(record__work=hold.queue_work_id)
    demand.refuse(
        unit=unit, reason=Reason.ON_LOAN if copies.exists() else Reason.LOST_WITHDRAWN, work=hold.queue_work,
        record=hold.record, reader=hold.reader, audience=hold.audience, channel=AskedBy.HOLD, at=recorder.at,
        key=f"hold:{hold.pk}",
    )  # fmt: skip


def end(recorder: Recorder, hold: Hold, item: Item | None, state: str, kind: str, **detail: Any) -> None:
    """End a live hold, tell its reader, and give its copy on."""
    unit = snapshot().unit(hold.pickup_unit_id)
    assert hold.reader is not None
    title = Work.objects.values_list("title", flat=True).get(pk=hold.queue_work_id)
    notice = NoticeKind.HOLD_EXPIRED if state == HoldState.EXPIRED else NoticeKind.HOLD_CANCELLED
    recorder.set(hold, state=state, item=None, ended_at=recorder.at)
    recorder.add(
        kind, reader_id=hold.reader_id, item_id=item.pk if item else None, hold=hold, audience=hold.audience, **detail
    )
    # The queue was locked with the hold: the next one is chosen in this very act.
    if item is not None:
        routing.release(recorder, hold, item, known=snapshot())
    # Who asked for it at the desk or from home knows.
    if recorder.channel == Channel.SYSTEM:
        recorder.make(
            Notice(
                key=f"ended:{recorder.key}", reader_id=hold.reader_id, unit=unit, kind=notice, hold=hold,
                made_at=recorder.at, **texts.hold_ended(hold.reader, title, unit, notice),
            )
        )  # fmt: skip


@persistent
def suspend_hold(
    *,
    hold: Hold,
    until: date,
    by: Any = None,
    channel: str = Channel.DESK,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
) -> Act:
    """Let the queue pass a reader by until a day; the place in it stays. A copy set aside and not yet sent goes on.

    Raises Refused: `not_live`, `on_its_way` once the copy travels or waits, `past_day`.
    """
    if again := known(key):
        return again
    hold, item = lock_hold(hold)
    unit = snapshot().unit(hold.pickup_unit_id)
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.hold", unit)
    _refuse_ended(hold)
    recorder = Recorder(unit=unit, by=by, at=at, key=key, channel=channel)
    if hold.state not in (HoldState.QUEUED, HoldState.ASSIGNED):
        raise Refused([Problem("on_its_way", _("A copy is on its way to the reader already."), can_override=False)])
    if until <= recorder.day:
        raise Refused([Problem("past_day", _("Say a day that is to come."), can_override=False)])
    recorder.set(hold, state=HoldState.QUEUED, item=None, assigned_at=None, suspended_until=until)
    recorder.add(ActKind.SUSPEND_HOLD, reader_id=hold.reader_id, hold=hold, until=until.isoformat())
    if item is not None:
        routing.release(recorder, hold, item, known=snapshot())
    return recorder.write()


@persistent
def resume_hold(
    *,
    hold: Hold,
    by: Any = None,
    channel: str = Channel.DESK,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
) -> Act:
    """Let a suspended hold take part in the queue again, at its old place. Raises Refused: `not_live`, `not_suspended`."""
    if again := known(key):
        return again
    hold, _item = lock_hold(hold)
    unit = snapshot().unit(hold.pickup_unit_id)
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.hold", unit)
    _refuse_ended(hold)
    if hold.suspended_until is None:
        raise Refused([Problem("not_suspended", _("The hold is not suspended."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, at=at, key=key, channel=channel)
    recorder.set(hold, suspended_until=None)
    if hold.state == HoldState.QUEUED:
        routing.assign(recorder, hold, known=snapshot())
    recorder.add(ActKind.RESUME_HOLD, reader_id=hold.reader_id, hold=hold)
    return recorder.write()


@persistent
def retarget(*, hold: Hold, at: datetime | None = None, on: date | None = None, elsewhere: bool = False) -> bool:
    """Find a free copy for a hold in the queue; with `elsewhere`, another than the one nobody took from its shelf.

    No act: nothing was done for the reader yet. Returns whether a copy was set aside.
    """
    hold, item = lock_hold(hold)
    here = snapshot()
    recorder = Recorder(unit=here.unit(hold.pickup_unit_id), at=at, channel=Channel.SYSTEM)
    if hold.state == HoldState.ASSIGNED and elsewhere and item is not None:
        others = [other for other in routing.candidates(hold, recorder.day, here) if other.unit_id != item.unit_id]
        if not others:
            return False
        left = hold.pick_unit
        recorder.set(hold, state=HoldState.QUEUED, item=None, assigned_at=None)
        if routing.assign(recorder, hold, known=here, not_at=(item.unit_id,)) is None:
            recorder.set(hold, state=HoldState.ASSIGNED, item=item, assigned_at=recorder.at, pick_unit=left)
            return False
        routing.release(recorder, Hold(pick_unit=left), item, known=here)
        return True
    if hold.state != HoldState.QUEUED:
        return False
    if hold.suspended_until is not None and hold.suspended_until > (on or recorder.day):
        return False
    return routing.assign(recorder, hold, known=here) is not None


def lock_hold(hold: Hold) -> tuple[Hold, Item | None]:
    """A hold with the copy set aside for it and its work, locked in the order of the house; begins anew when it moved."""
    row = Hold.objects.values_list("item_id", "queue_work_id", "state").get(pk=hold.pk)
    item = lock_item(row[0]) if row[0] and row[2] in LIVE else None
    if item is None or item.record.work_id != row[1]:
        list(Work.objects.select_for_update(of=("self",)).filter(pk=row[1]).values_list("pk"))
    locked = Hold.objects.select_for_update(of=("self",)).select_related("reader").get(pk=hold.pk)
    if (locked.item_id, locked.queue_work_id) != (row[0], row[1]):
        raise Again
    return locked, item


def _refuse_ended(hold: Hold) -> None:
    if not hold.is_live:
        raise Refused([Problem("not_live", _("The hold has ended already."), can_override=False)])
