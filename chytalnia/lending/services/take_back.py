"""A copy comes back, or is simply scanned at the desk: what it is, where it goes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core.statements import Kept
from chytalnia.lending import routing
from chytalnia.lending.acts import Recorder, dimensions_of, dimensions_of_loan, known, lock_item, persistent
from chytalnia.lending.errors import Problem
from chytalnia.lending.models import (
    WITH_ITEM,
    Act,
    ActKind,
    Channel,
    Charge,
    ChargeKind,
    ChargeState,
    Hold,
    HoldState,
    Loan,
    LoanState,
    Mode,
    Transit,
    TransitReason,
    Visit,
)
from chytalnia.lending.models.loan import PLACE
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.search import services as search

from .lend import came

#: States in which a copy that turns up has been found.
GONE = (ItemStatus.LOST, ItemStatus.MISSING)
#: Of these nothing is known to lending: a copy that turns up in them stays as it is.
NOT_OURS = (
    ItemStatus.EXPECTED, ItemStatus.IN_PROCESSING, ItemStatus.IN_BINDERY, ItemStatus.BOUND, ItemStatus.NOT_LENT,
    ItemStatus.ELECTRONIC, ItemStatus.WITHDRAWN,
)  # fmt: skip


@dataclass(slots=True)
class Returned:
    """What came of a copy at the desk. `messages` are for the person who holds it; without an act nothing was changed."""

    act: Act | None
    loan: Loan | None = None
    hold: Hold | None = None
    transit: Transit | None = None
    messages: list[Problem] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [message.code for message in self.messages]


@persistent
def take_back(
    *,
    item: Item,
    unit: Unit,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    device: str = "",
    channel: str = Channel.DESK,
) -> Returned:
    """Take a copy in at a unit, whatever it was: end its loan, receive it, set it on the shelf for a reader, send it on.

    `messages` say where it goes: `on_shelf`, `send_to`, `waits_here`, `wrong_branch`, `found`, `not_on_loan`, `withdrawn`,
    `overdue`, `fine`. The same `key` again gives the same act. Raises PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.take_back", unit)
    item = lock_item(item.pk)
    if again := known(key):
        return repeated(again)
    here = snapshot()
    recorder = Recorder(unit=unit, by=by, at=at, key=key, device=device, channel=channel)
    loan = _open_loan(item, unit, recorder)
    if loan is not None:
        return _end_loan(recorder, loan, item, unit, here)
    if item.status == ItemStatus.WITHDRAWN:
        return _turn_up(recorder, item, unit, here)
    transit = Transit.objects.open().filter(item=item).first()
    held = Hold.objects.filter(item=item, state__in=WITH_ITEM).select_related("reader").first()
    if transit is not None:
        return _arrive(recorder, transit, held, item, unit, here)
    if held is not None:
        return _pick(recorder, held, item, unit, here)
    return _turn_up(recorder, item, unit, here)


def repeated(act: Act) -> Returned:
    """The answer to an act that was done before."""
    part = act.parts.filter(kind__in=(ActKind.SHELVE, ActKind.SEND)).select_related("hold").first()
    hold = (part.hold if part else None) or act.hold
    transit = Transit.objects.filter(pk=part.detail["transit"]).first() if part and "transit" in part.detail else None
    answer = Returned(act, act.loan, hold, transit)
    _say(answer)
    return answer


def _open_loan(item: Item, unit: Unit, recorder: Recorder) -> Loan | None:
    loan = next(iter(_out(item.pk, unit.pk, recorder.day)), None)
    if loan is not None:
        loan.item = item
    return loan


def _with_visit(item: int, unit: int, day: date) -> QuerySet[Loan]:
    came_today = Exists(Visit.objects.filter(reader=OuterRef("reader"), unit=unit, day=day))
    found = Loan.objects.filter(item=item, returned_at=None).defer("carrier", "override").annotate(came=came_today)
    return found.order_by()[:1]


_out = Kept(_with_visit)


def _end_loan(recorder: Recorder, loan: Loan, item: Item, unit: Unit, here: Snapshot) -> Returned:
    of = dimensions_of_loan(loan)
    reader_id = loan.reader_id
    answer = Returned(None, loan)
    if loan.state == LoanState.LOST:
        answer.messages.append(Problem("found", _("The copy was counted as lost and is found.")))
        for charge in Charge.objects.filter(loan=loan, kind=ChargeKind.LOSS, state=ChargeState.OPEN):
            recorder.set(charge, state=ChargeState.FORGIVEN, settled_at=recorder.at, note=_("The copy was returned."))
    days = (recorder.day - loan.due_on).days
    if days > 0 and loan.state != LoanState.LOST:
        answer.messages.append(Problem("overdue", _("The copy is overdue since %(day)s.") % {"day": _day(loan.due_on)}))
        if fine := _fine(recorder, loan, unit, days, here):
            answer.messages.append(Problem("fine", str(fine)))
    recorder.set(loan, state=LoanState.RETURNED, returned_at=recorder.at, returned_unit=unit)
    place = PLACE[Mode(loan.mode)]
    recorder.add(
        ActKind.TAKE_BACK, reader_id=reader_id, item_id=item.pk, loan=loan, of=of, audience=loan.audience, place=place
    )
    answer.hold, answer.transit = routing.route(recorder, item, unit, shelf_status=loan.shelf_status, known=here, of=of)
    if loan.mode != Mode.ILL and not loan.came and loan.reader_category != "collective":  # type: ignore[attr-defined]
        assert reader_id is not None
        came(recorder, reader_id, unit, audience=loan.audience, place=place)
    answer.act = recorder.write()
    if item.status == ItemStatus.WITHDRAWN:
        answer.messages.append(_not_in_use(item))
    _say(answer)
    return answer


def _fine(recorder: Recorder, loan: Loan, unit: Unit, days: int, here: Snapshot) -> Charge | None:
    """A fee for the days overdue, where the rules of the library ask for one; a child's is the surety's to pay."""
    if not here.setting(unit, "lending.fines"):
        return None
    most = here.setting(unit, "lending.fine_most_minor")
    amount = days * here.setting(unit, "lending.fine_minor")
    amount = min(amount, most) if most else amount
    if not amount or loan.reader_id is None:
        return None
    return recorder.make(
        Charge(
            reader_id=loan.reader_id,
            unit=unit,
            kind=ChargeKind.FINE,
            loan=loan,
            amount_minor=amount,
            currency=here.setting(unit, "lending.currency"),
            made_at=recorder.at,
        )
    )


def _arrive(
    recorder: Recorder, transit: Transit, held: Hold | None, item: Item, unit: Unit, here: Snapshot
) -> Returned:
    """A copy on its way is here. If not where it was to go, it is sent on from here."""
    of = dimensions_of(item.record)
    if transit.sent_at is None and transit.source_id == unit.pk:
        # Taken from the shelf and put on the van.
        recorder.set(transit, sent_at=recorder.at)
        recorder.add(
            ActKind.SEND,
            item_id=item.pk,
            hold=held,
            of=of,
            transit=transit.pk,
            target=here.unit(transit.target_id).code,
        )
        answer = Returned(recorder.write(), None, held, transit)
        _say(answer)
        return answer
    wrong = [] if transit.target_id == unit.pk else [_wrong_branch(here.unit(transit.target_id))]
    recorder.set(transit, received_at=recorder.at)
    if transit.reason == TransitReason.MOVE and transit.target_id == unit.pk:
        recorder.set(item, unit=unit, zone=None)
        search.enqueue("work", [item.record.work_id], urgent=True)
    recorder.add(ActKind.RECEIVE, item_id=item.pk, hold=held, of=of, transit=transit.pk)
    if held is not None:
        answer = Returned(None, None, held, routing.deliver(recorder, held, item, unit, known=here, of=of))
    else:
        answer = Returned(
            None, None, *routing.route(recorder, item, unit, shelf_status=transit.shelf_status, known=here, of=of)
        )
    answer.act, answer.messages = recorder.write(), wrong
    _say(answer)
    return answer


def _pick(recorder: Recorder, held: Hold, item: Item, unit: Unit, here: Snapshot) -> Returned:
    """A copy set aside: taken from its shelf for the reader, or already waiting."""
    of = dimensions_of(item.record)
    if held.state == HoldState.ON_SHELF and held.pickup_unit_id == unit.pk:
        answer = Returned(None, None, held)
        answer.messages.append(Problem("waits_here", _("The copy waits here for its reader.")))
        return answer
    transit = routing.deliver(recorder, held, item, unit, known=here, of=of)
    answer = Returned(recorder.write(), None, held, transit)
    _say(answer)
    return answer


def _turn_up(recorder: Recorder, item: Item, unit: Unit, here: Snapshot) -> Returned:
    """A copy that nothing was known of. One counted as lost or missing is found; one of another branch goes home."""
    answer = Returned(None)
    if item.status in NOT_OURS:
        answer.messages.append(_not_in_use(item))
        return answer
    of = dimensions_of(item.record)
    stands_here = item.status == ItemStatus.AVAILABLE and item.unit_id == unit.pk
    if item.status in GONE:
        answer.messages.append(Problem("found", _("The copy was counted as lost and is found.")))
        recorder.add(ActKind.FIND, item_id=item.pk, of=of)
    elif item.status != ItemStatus.AVAILABLE:
        # Lent before this system kept the loans: the state came with the record.
        recorder.add(ActKind.TAKE_BACK, item_id=item.pk, of=of)
    else:
        answer.messages.append(Problem("not_on_loan", _("The copy was not lent.")))
    if stands_here and not routing.queue_for(item, recorder.day).exists():
        return answer
    answer.hold, answer.transit = routing.route(
        recorder, item, unit, shelf_status=ItemStatus.AVAILABLE, known=here, of=of
    )
    if recorder.is_empty:
        return answer
    answer.act = recorder.write()
    _say(answer)
    return answer


def _not_in_use(item: Item) -> Problem:
    code = "withdrawn" if item.status == ItemStatus.WITHDRAWN else "not_ready"
    return Problem(code, _("The copy is not in use: %(state)s.") % {"state": item.get_status_display()})


def _say(answer: Returned) -> None:
    """Where the copy goes, for the person who holds it."""
    if answer.transit is not None and answer.transit.is_open:
        message = _("Send to %(unit)s.") % {"unit": answer.transit.target}
        answer.messages.append(Problem("send_to", message))
    elif answer.hold is not None and answer.hold.state == HoldState.ON_SHELF:
        message = _("Put on the shelf for the reader, until %(day)s.") % {"day": _day(answer.hold.shelf_until)}
        answer.messages.append(Problem("on_shelf", message))


def _wrong_branch(target: Unit) -> Problem:
    return Problem("wrong_branch", _("The copy was on its way to %(unit)s.") % {"unit": target})


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
