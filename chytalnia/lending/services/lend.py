"""A copy is given to a reader."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core.statements import Kept
from chytalnia.lending import borrowers, routing
from chytalnia.lending.acts import Recorder, dimensions_of, known, lock_item, persistent, try_item
from chytalnia.lending.borrowers import Borrower
from chytalnia.lending.errors import Refused
from chytalnia.lending.kinds import issued_as
from chytalnia.lending.models import (
    LIVE,
    WITH_ITEM,
    Act,
    ActKind,
    Channel,
    Hold,
    HoldState,
    Loan,
    Mode,
    Transit,
    Visit,
)
from chytalnia.lending.models.loan import PLACE
from chytalnia.lending.rules import judge
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access, rules
from chytalnia.people.models import Reader

from . import trips


@persistent
def lend(
    *,
    item: Item,
    reader: Reader,
    unit: Unit,
    by: Any = None,
    at: datetime | None = None,
    mode: str = Mode.HOME,
    key: uuid.UUID | str | None = None,
    override: str = "",
    due_on: date | None = None,
    device: str = "",
    channel: str = Channel.DESK,
    carrier: str = "",
    force: bool = False,
) -> Act:
    """Lend a copy and return the act; its `loan` is the open loan. A hold of the reader that it fills ends with it.

    `override` is the reason why a librarian lends in spite of the rules. `force` takes in what has already happened, at a
    desk without a line or a machine that may not be refused: every problem that can be overridden is, and stands in
    `act.detail["problems"]`. `carrier` is who takes it to the reader's home.

    The same `key` again gives the same act. Raises Refused and PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.lend", unit)
        if override and not rules.may(by, "lending.override", unit):
            raise PermissionDenied("lending.override")
    item = lock_item(item.pk, with_bib=True)
    if again := known(key):
        return again
    here, facts = snapshot(), dimensions_of(item.record)
    recorder = Recorder(unit=unit, by=by, at=at, key=key, device=device, channel=channel)
    borrower = borrowers.load(reader.pk, unit=unit, day=recorder.day, snapshot=here, lock=True)
    open_loan = Loan.objects.filter(item=item, returned_at=None).first() if _may_be_out(item) else None
    holds = _holds(item, borrower)
    held = next((hold for hold in holds if hold.item_id == item.pk), None)
    transit = Transit.objects.open().filter(item=item).first() if item.status == ItemStatus.IN_TRANSIT else None
    decision = judge(
        item=item, borrower=borrower, unit=unit, mode=mode, open_loan=open_loan, held=held, transit=transit,
        known=here, due_on=due_on,
    )  # fmt: skip
    if decision.problems and not ((override or force) and decision.can_override):
        raise Refused(decision.problems)

    if transit is not None:
        arrived = transit.target_id == unit.pk
        recorder.set(transit, **({"received_at": recorder.at} if arrived else {"cancelled_at": recorder.at}))
    shelf_status = transit.shelf_status if transit else _shelf_status(item)
    loan = recorder.make(
        Loan(
            item=item,
            reader=borrower.reader,
            unit=unit,
            mode=mode,
            issued_at=recorder.at,
            due_on=decision.due_on,
            audience=borrower.audience,
            reader_category=borrower.category,
            document_kind=facts.document_kind,
            language=facts.language,
            knowledge=facts.knowledge,
            shelf_status=shelf_status,
            rule=decision.rule,
            trip=trips.under_way(unit) if mode == Mode.BUS else None,
            carrier=carrier[:120],
            override=override[:300],
        )
    )
    recorder.set_status(item, ItemStatus.ON_LOAN, work_id=item.record.work_id, asked_for=1)
    if held is not None and held.reader_id != borrower.pk:
        routing.back_to_queue(recorder, held, known=here)
    problems = [problem.code for problem in decision.problems]
    place = PLACE[Mode(mode)]
    recorder.add(
        ActKind.LEND, reader_id=borrower.pk, item_id=item.pk, loan=loan, fact=issued_as(mode), of=facts,
        audience=borrower.audience, place=place, due=decision.due_on.isoformat(),
        problems=problems, override=override,
    )  # fmt: skip
    _fill(recorder, holds, item, loan, borrower, here)
    if mode != Mode.ILL and not borrower.came and borrower.reader.kind == "person":
        came(recorder, borrower.pk, unit, audience=borrower.audience, place=place)
    return recorder.write()


def _may_be_out(item: Item) -> bool:
    """A copy on its shelf, free, has no open loan: `chytalnia check` sees to it, and the constraint refuses the rest."""
    return item.status != ItemStatus.AVAILABLE


def _shelf_status(item: Item) -> str:
    """The state in which the copy will go back to its shelf."""
    return item.status if item.status == ItemStatus.NOT_LENT else ItemStatus.AVAILABLE


def _holds(item: Item, borrower: Borrower) -> list[Hold]:
    """The hold for which this copy is set aside, and those of the reader that it would fill."""
    record = item.record
    return _of_copy_or_reader(
        item.pk, item.record_id, item.base_record_id, record.work_id, record.base_work_id, borrower.pk
    )


def _asked(item: int, record: int, base_record: int, work: int, base_work: int, reader: int) -> QuerySet[Hold]:
    wanted = (Q(work__isnull=False) | Q(record__in=(record, base_record)) | Q(wanted_item=item)) & Q(
        queue_work__in=(work, base_work), reader=reader, state__in=LIVE
    )
    return Hold.objects.filter(wanted | Q(item=item, state__in=WITH_ITEM)).order_by("priority", "placed_at")


_of_copy_or_reader = Kept(_asked)


def _fill(recorder: Recorder, holds: list[Hold], item: Item, loan: Loan, borrower: Borrower, here: Snapshot) -> None:
    """End the reader's hold with this loan; another copy set aside for it goes on to the next."""
    own = [hold for hold in holds if hold.reader_id == borrower.pk]
    hold = next((hold for hold in own if hold.item_id == item.pk), None) or next(iter(own), None)
    if hold is None:
        return
    other = None
    if hold.item_id not in (None, item.pk):
        other = try_item(hold.item_id)
        if other is None:
            # Somebody has that copy in hands right now. The hold stays, and its reader may cancel it.
            return
    recorder.set(hold, state=HoldState.FILLED, item=item, loan=loan, ended_at=recorder.at)
    recorder.add(
        ActKind.FILL, reader_id=borrower.pk, item_id=item.pk, loan=loan, hold=hold,
        of=dimensions_of(item.record), audience=hold.audience,
    )  # fmt: skip
    if other is not None:
        routing.release(recorder, hold, other, known=here)


def came(recorder: Recorder, reader_id: int, unit: Unit, *, audience: str, place: str) -> None:
    """Count that a reader came today; the caller knows that it is not counted yet."""
    recorder.make(Visit(reader_id=reader_id, unit=unit, day=recorder.day))
    recorder.add(ActKind.VISIT, reader_id=reader_id, audience=audience, place=place)
