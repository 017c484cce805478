"""Borrowing, returning, renewing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.models import Item
from chytalnia.lending import services as lending
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import Act, ActKind, Deed, HoldState, Loan
from chytalnia.people.readers import queries as readers
from chytalnia.protocols.sip2 import items, offline, people, refusals, wording
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2

#: Within which a machine may take back its own deed, when the reader walked away or the tag could not be written.
CANCEL = timedelta(minutes=15)


def checkout(session: Session, message: sip2.Checkout) -> sip2.Message:
    assert session.device is not None
    person = people.recognise(session, message.patron, message.patron_password)
    item = items.find(session, message.item)
    with wording.spoken(session, person.reader):
        if message.is_no_block:
            return _checkout_of_the_past(session, message, person, item)
        if not person.is_served:
            return refusals.refuse(session, message, person.refusal())
        if item is None:
            return refusals.refuse(session, message, wording.unknown_item())
        assert person.reader is not None
        if message.is_cancelled:
            return _cancelled_checkout(session, message, item, person.reader.pk)
        try:
            loan = _lend(session, message, item, person.reader)
        except Refused as refused:
            if message.is_renewal_ok and refused.codes == ["on_loan_to_reader"]:
                return _renewed_by_checkout(session, message, item, person.reader.pk)
            return _no(session, message, item, *wording.problems(refused.problems))
        return _lent(session, message, item, loan, wording.lent(loan.due_on))


def _lend(session: Session, message: sip2.Checkout, item: Item, reader: Any) -> Loan:
    """Lend once, however often the same message comes."""
    assert session.device is not None
    began = timezone.now()
    words: dict[str, Any] = {
        "item": item, "reader": reader, "unit": session.device.unit, "device": session.device.login, "channel": "sip2",
    }  # fmt: skip
    act = lending.lend(**words, key=offline.key(session, message, message.at))
    assert act.loan is not None
    if act.recorded_at < began and not act.loan.is_open:
        # Lent, returned and lent again within one second of the machine's clock: another loan with the same key.
        act = lending.lend(**words)
    loan = act.loan
    assert loan is not None
    return loan


def _checkout_of_the_past(session: Session, message: sip2.Checkout, person: Any, item: Item | None) -> sip2.Message:
    """It has happened: the book is gone with the reader, and the answer is yes whatever is thought of it."""
    if person.reader is None or item is None:
        offline.unknown(session, Deed.LEND, message, "unknown_card" if person.reader is None else "unknown_item")
        return refusals.refuse(
            session, message, wording.unknown_card() if person.reader is None else wording.unknown_item()
        )
    with transaction.atomic():
        loan = offline.lend(session, message, item, person.reader)
    return _lent(session, message, item, loan)


def _lent(session: Session, message: Any, item: Item, loan: Loan | None, *screen: str, **more: Any) -> sip2.Message:
    # The service has read the copy with its title already.
    item = loan.item if loan is not None else item
    return sip2.CheckoutResponse(
        ok=True, desensitize=True, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, item=message.item, title=_title(item),
        due=items.due_text(session, loan.due_on if loan else None), media=items.media(item),
        transaction=str(loan.pk) if loan else None, screen=screen, **more,
    )  # fmt: skip


def _no(session: Session, message: Any, item: Item, *screen: str, due: Any = None) -> sip2.Message:
    """No, with the title: the reader sees which book it was."""
    reply = sip2.CheckoutResponse if isinstance(message, sip2.Checkout) else sip2.RenewResponse
    return reply(
        ok=False, desensitize=False, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, item=message.item or item.barcode, title=_title(item),
        due=items.due_text(session, due), media=items.media(item), screen=screen,
    )  # fmt: skip


def _cancelled_checkout(session: Session, message: sip2.Checkout, item: Item, reader: int) -> sip2.Message:
    assert session.device is not None
    act = _latest(session, item, ActKind.LEND)
    if act is None or act.reader_id != reader:
        return _no(session, message, item, wording.cannot_cancel())
    try:
        lending.undo(act=act)
    except CannotUndo:
        return _no(session, message, item, wording.cannot_cancel())
    return sip2.CheckoutResponse(
        ok=True, desensitize=False, at=session.now(), institution=session.institution(message.institution),
        patron=message.patron, item=message.item, title=_title(item), media=items.media(item),
        screen=(wording.cancelled(),),
    )  # fmt: skip


def _latest(session: Session, item: Item, kind: str) -> Act | None:
    """The last thing that was done with a copy, if this machine did it, just now."""
    assert session.device is not None
    act = Act.objects.filter(item=item, part_of=None, undone_at=None).order_by("-pk").first()
    if act is None or act.kind != kind or act.device != session.device.login:
        return None
    return act if timezone.now() - act.recorded_at < CANCEL else None


def _renewed_by_checkout(session: Session, message: sip2.Checkout, item: Item, reader: int) -> sip2.Message:
    """A book that the reader has already, put on the machine again: they want to keep it."""
    loan = Loan.objects.filter(item=item, reader=reader, returned_at=None).first()
    if loan is None:
        return _no(session, message, item, wording.failed())
    try:
        due = _renew(session, message, loan)
    except Refused as refused:
        return _no(session, message, item, *wording.problems(refused.problems), due=loan.due_on)
    loan.due_on = due
    return _lent(session, message, item, loan, wording.renewed(due), is_renewal=True)


def _renew(session: Session, message: Any, loan: Loan, key: Any = None) -> Any:
    """The new date; raises Refused."""
    assert session.device is not None
    act = lending.renew(
        loan=loan, channel="sip2", device=session.device.login, key=key or offline.key(session, message, message.at)
    )
    assert act.loan is not None
    return act.loan.due_on


def checkin(session: Session, message: sip2.Checkin) -> sip2.Message:
    assert session.device is not None
    item = items.find(session, message.item)
    with wording.spoken(session):
        if item is None:
            if message.is_no_block:
                offline.unknown(session, Deed.TAKE_BACK, message, "unknown_item")
            return refusals.refuse(session, message, wording.unknown_item())
        if message.is_cancelled:
            return _cancelled_checkin(session, message, item)
        if message.is_no_block:
            with transaction.atomic():
                returned = offline.take_back(session, message, item)
        else:
            returned = _take_back(session, message, item)
        if returned is None:
            return _taken(session, message, item, ok=True, screen=(wording.was_not_lent(),))
        if {"withdrawn", "not_ready"} & set(returned.codes):
            return _taken(session, message, item, ok=False, alert="99", screen=(wording.unknown_item(),))
        if returned.loan is not None:
            # The service has read the copy with its title already.
            item = returned.loan.item
        return _taken(session, message, item, ok=True, **_where_to(session, returned, item))


def _take_back(session: Session, message: sip2.Checkin, item: Item) -> lending.Returned:
    """Take back once, however often the same message comes."""
    assert session.device is not None
    began = timezone.now()
    words: dict[str, Any] = {
        "item": item, "unit": session.device.unit, "device": session.device.login, "channel": "sip2",
    }  # fmt: skip
    returned = lending.take_back(**words, key=offline.key(session, message, message.at))
    if returned.act is not None and returned.act.recorded_at < began:
        again = Loan.objects.filter(item=item, returned_at=None).first()
        said = session.moment(message.at)
        if again is not None and said is not None and (again.issued_at - said).total_seconds() <= offline.SAME:
            # Returned, lent and returned again within one second of the machine's clock.
            return lending.take_back(**words)
    return returned


def _where_to(session: Session, returned: lending.Returned, item: Item) -> dict[str, Any]:
    """What the one who holds the book is to do with it: alert, destination, for whom, in words."""
    assert session.device is not None
    loan, hold, transit = returned.loan, returned.hold, returned.transit
    if hold is not None and hold.state == HoldState.ON_SHELF:
        return {
            "alert": "01", "destination": session.device.unit.code, "screen": (wording.goes_to_the_hold_shelf(),),
            **_for_whom(session, hold),
        }  # fmt: skip
    if transit is not None and transit.is_open:
        target = transit.target
        said = {"destination": target.code, "screen": (wording.goes_to(str(target)),)}
        if hold is not None:
            return {"alert": "02", **said, **_for_whom(session, hold)}
        return {"alert": "04", **said}
    if loan is None:
        return {"screen": (wording.was_not_lent(),)}
    return {"screen": (wording.is_back(loan.due_on, items.today(session)),)}


def _for_whom(session: Session, hold: Any) -> dict[str, Any]:
    """The card of the one who waits; the name only from a machine that stands where no reader sees it."""
    assert session.device is not None
    card = readers.working_card(hold.reader)
    named = {"hold_patron": card.number if card else ""}
    return {**named, "hold_patron_name": hold.reader.short_name} if session.device.names_holder else named


def _taken(
    session: Session, message: sip2.Checkin, item: Item, *, ok: bool, alert: str = "", **more: Any
) -> sip2.Message:
    from chytalnia.lending.snapshot import snapshot

    return sip2.CheckinResponse(
        ok=ok, resensitize=ok, is_alert=bool(alert), at=session.now(),
        institution=session.institution(message.institution), item=message.item,
        permanent_location=snapshot().unit(item.unit_id).code, title=_title(item), media=items.media(item),
        alert=alert or None, **more,
    )  # fmt: skip


def _cancelled_checkin(session: Session, message: sip2.Checkin, item: Item) -> sip2.Message:
    act = _latest(session, item, ActKind.TAKE_BACK)
    try:
        if act is None:
            raise CannotUndo
        lending.undo(act=act)
    except CannotUndo:
        return _taken(session, message, item, ok=False, alert="99", screen=(wording.cannot_cancel(),))
    return _taken(session, message, item, ok=True, screen=(wording.cancelled(),))


def renew(session: Session, message: sip2.Renew) -> sip2.Message:
    person = people.recognise(session, message.patron, message.patron_password)
    item = items.find(session, message.item or message.title or "")
    with wording.spoken(session, person.reader):
        if not person.is_served and not (message.is_no_block and person.reader):
            return refusals.refuse(session, message, person.refusal())
        assert person.reader is not None
        if item is None:
            return refusals.refuse(session, message, wording.unknown_item())
        loan = Loan.objects.filter(item=item, reader=person.reader, returned_at=None).first()
        if loan is None:
            if message.is_no_block:
                offline.unknown(session, Deed.RENEW, message, "not_on_loan")
            return _no(session, message, item, wording.not_on_loan())
        try:
            due = _renewed(session, message, loan)
        except Refused as refused:
            return _no(session, message, item, *wording.problems(refused.problems), due=loan.due_on)
        return sip2.RenewResponse(
            ok=True, is_renewal=True, desensitize=True, at=session.now(),
            institution=session.institution(message.institution), patron=message.patron,
            item=message.item or item.barcode, title=_title(item), due=items.due_text(session, due),
            media=items.media(item), transaction=str(loan.pk), screen=(wording.renewed(due),),
        )  # fmt: skip


def _renewed(session: Session, message: sip2.Renew, loan: Loan) -> Any:
    if not message.is_no_block:
        return _renew(session, message, loan)
    with transaction.atomic():
        act = offline.renew(session, message, loan)
    return act.loan.due_on if act is not None and act.loan is not None else loan.due_on


def renew_all(session: Session, message: sip2.RenewAll) -> sip2.Message:
    person = people.recognise(session, message.patron, message.patron_password)
    with wording.spoken(session, person.reader):
        if not person.is_served:
            return refusals.refuse(session, message, person.refusal())
        loans = (
            Loan.objects.filter(reader=person.reader, returned_at=None).select_related("item").order_by("due_on", "pk")
        )
        renewed, left = [], []
        for loan in loans:
            try:
                _renew(session, message, loan, key=_key_of_one(session, message, loan))
            except Refused:
                left.append(loan.item.barcode)
            else:
                renewed.append(loan.item.barcode)
        said = wording.renewed_all(len(renewed), len(left)) if renewed or left else wording.nothing_to_renew()
        return sip2.RenewAllResponse(
            ok=not left, renewed_count=min(9999, len(renewed)), unrenewed_count=min(9999, len(left)), at=session.now(),
            institution=session.institution(message.institution), renewed=tuple(renewed), unrenewed=tuple(left),
            screen=(said,),
        )  # fmt: skip


def _key_of_one(session: Session, message: sip2.RenewAll, loan: Loan) -> Any:
    one = sip2.Renew(
        is_third_party_ok=False, is_no_block=False, at=message.at, patron=message.patron, item=str(loan.item_id)
    )
    return offline.key(session, one, message.at)


def _title(item: Item) -> str:
    return item.record.title[:255]
