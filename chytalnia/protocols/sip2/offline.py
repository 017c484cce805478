"""What a machine did while the line was down: it has happened, so it is written down with its own time; what rules or the
state of things say against it goes on the list of conflicts, for a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from chytalnia.catalogue.models import Item
from chytalnia.lending import services as lending
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import Act, Conflict, Deed, Loan, Outcome
from chytalnia.people.models import Reader
from chytalnia.wire import sip2

from .session import Session

#: Seconds between what a machine says and what it does next; nearer moments are one, for its clock counts whole seconds.
SAME = 5.0


def happened(session: Session, written: datetime | None) -> datetime:
    """When it happened, by the machine's clock; never later than now."""
    now = timezone.now()
    return min(session.moment(written) or now, now)


def key(session: Session, message: Any, at: datetime | None) -> uuid.UUID | None:
    """The same request sent twice, over a line that broke in between, has the same key. A machine whose clock stands
    still would say the same all day: without a believable time there is no key."""
    moment = session.moment(at)
    if session.device is None or moment is None:
        return None
    away = abs((timezone.now() - moment).total_seconds())
    if away > 3600 and not getattr(message, "is_no_block", False):
        return None
    parts = (session.device.pk, message.number, getattr(message, "patron", ""), message.item, moment.isoformat())
    return uuid.uuid5(uuid.NAMESPACE_OID, "|".join(map(str, parts)))


def lend(session: Session, message: sip2.Checkout, item: Item, reader: Reader) -> Loan | None:
    """Write down a loan of the past; returns it, or nothing when it could not be."""
    assert session.device is not None
    at, due = happened(session, message.at), message.no_block_due
    words: dict[str, Any] = {
        "item": item, "reader": reader, "unit": session.device.unit, "at": at, "force": True, "channel": "sip2",
        "device": session.device.login, "key": key(session, message, message.at),
        "due_on": _promised(due, at),
    }  # fmt: skip
    outcome = Outcome.RECORDED
    open_loan = Loan.objects.filter(item=item, returned_at=None).first()
    if open_loan is not None and open_loan.reader_id == reader.pk:
        if abs((open_loan.issued_at - at).total_seconds()) > SAME:
            note(session, Deed.LEND, at, ["on_loan_to_reader"], Outcome.ALREADY, message)
        return open_loan
    if open_loan is not None:
        if open_loan.issued_at > at:
            # Lent to somebody else since: this reader must have brought it back before.
            note(session, Deed.LEND, at, ["on_loan_to_another"], Outcome.NOT_RECORDED, message)
            return None
        lending.take_back(
            item=item, unit=session.device.unit, at=at, device=session.device.login, channel="sip2"
        )  # fmt: skip
        outcome = Outcome.AFTER_RETURN
    try:
        act = lending.lend(**words)
    except Refused as refused:
        note(session, Deed.LEND, at, refused.codes, Outcome.NOT_RECORDED, message)
        return None
    problems = list(act.detail.get("problems", ()))
    if outcome is Outcome.AFTER_RETURN:
        problems.insert(0, "on_loan_to_another")
    if problems:
        note(session, Deed.LEND, at, problems, outcome, message, act=act)
    return act.loan


def take_back(session: Session, message: sip2.Checkin, item: Item) -> lending.Returned | None:
    """Write down a return of the past; nothing when the copy was lent again since."""
    assert session.device is not None
    at = happened(session, message.returned_at or message.at)
    open_loan = Loan.objects.filter(item=item, returned_at=None).first()
    if open_loan is not None and open_loan.issued_at > at:
        note(session, Deed.TAKE_BACK, at, ["lent_since"], Outcome.ALREADY, message)
        return None
    return lending.take_back(
        item=item, unit=session.device.unit, at=at, key=key(session, message, message.returned_at or message.at),
        device=session.device.login, channel="sip2",
    )  # fmt: skip


def renew(session: Session, message: sip2.Renew, loan: Loan) -> Act | None:
    """Write down a renewal of the past, whatever rules say."""
    assert session.device is not None
    at = happened(session, message.at)
    words: dict[str, Any] = {
        "loan": loan, "at": at, "channel": "sip2", "key": key(session, message, message.at),
        "due_on": _promised(message.no_block_due, at), "device": session.device.login,
    }  # fmt: skip
    try:
        return lending.renew(**words)
    except Refused as refused:
        problems = refused.codes
    try:
        act = lending.renew(**words, override=str(session.device))
    except Refused as refused:
        note(session, Deed.RENEW, at, refused.codes, Outcome.NOT_RECORDED, message)
        return None
    note(session, Deed.RENEW, at, problems, Outcome.RECORDED, message, act=act)
    return act


def unknown(session: Session, deed: Deed, message: Any, what: str) -> None:
    """A card or a book that nobody knows: nothing can be written down."""
    note(session, deed, happened(session, message.at), [what], Outcome.NOT_RECORDED, message)


def note(
    session: Session, deed: Deed, at: datetime, problems: Iterable[str], outcome: Outcome, message: Any,
    *, act: Act | None = None,
) -> None:  # fmt: skip
    """Put it on the list once, however often the machine sends it."""
    assert session.device is not None
    Conflict.objects.get_or_create(
        device=session.device.login,
        deed=deed,
        happened_at=at,
        card=getattr(message, "patron", "")[:40],
        barcode=(message.item or "")[:40],
        defaults={
            "device_name": session.device.name,
            "unit": session.device.unit,
            "problems": list(problems),
            "outcome": outcome,
            "act": act,
        },
    )


def _promised(due: datetime | None, at: datetime) -> date | None:
    """The date that the machine has promised, if it lies after the loan."""
    if due is None or due.date() <= at.date():
        return None
    return due.date()
