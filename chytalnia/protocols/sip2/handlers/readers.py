"""What a machine asks about a reader, and the little it may change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from chytalnia.lending.models import Charge
from chytalnia.people.readers import services as readers
from chytalnia.protocols.sip2 import people, refusals, wording
from chytalnia.protocols.sip2.people import Person, Standing
from chytalnia.protocols.sip2.session import Session
from chytalnia.wire import sip2

T = TypeVar("T")

#: Begins the reason of a block that a machine has made; only such a block may a machine lift.
MARK = "SIP2: "


def patron_status(session: Session, message: sip2.PatronStatusRequest) -> sip2.Message:
    session.choose_language(message.language)
    person = people.recognise(session, message.patron, message.patron_password)
    return _about(session, message, person, sip2.PatronStatusResponse)


def _about(session: Session, message: Any, person: Person, reply: Any, **more: Any) -> sip2.Message:
    """The answer about a reader's standing; of an unknown card only that it is not valid."""
    with wording.spoken(session, person.reader):
        if not person.is_served:
            return refusals.refuse(session, message, person.refusal())
        assert person.reader is not None
        found = people.standing(session, person)
        if reply is sip2.PatronStatusResponse and found.owed_minor:
            more |= {"currency": _currency(session), "fee": _money(found.owed_minor)}
        answer: sip2.Message = reply(
            status=found.status,
            language=session.number_of_language(wording.language_of(session, person.reader)),
            at=session.now(),
            institution=session.institution(message.institution),
            patron=message.patron,
            name=person.reader.short_name,
            is_valid=person.reader.is_active,
            is_password_valid=True,
            screen=_said(found),
            **more,
        )
        return answer


def _said(found: Standing) -> tuple[str, ...]:
    said = list(wording.problems(found.problems))
    if ready := len(found.ready):
        said.append(wording.waiting(ready))
    return tuple(said)


def patron_information(session: Session, message: sip2.PatronInformation) -> sip2.Message:
    """The counts always, one list as asked for. Addresses and phones are not for a machine in a hall: never sent."""
    session.choose_language(message.language)
    person = people.recognise(session, message.patron, message.patron_password)
    with wording.spoken(session, person.reader):
        if not person.is_served:
            return refusals.refuse(session, message, person.refusal())
        assert person.reader is not None
        found = people.standing(session, person, with_lists=True)
        lists = _lists(found, message)
        terms, borrower = found.terms, found.borrower
        return sip2.PatronInformationResponse(
            status=found.status,
            language=session.number_of_language(wording.language_of(session, person.reader)),
            at=session.now(),
            holds_count=_count(found.ready),
            overdue_count=_count(borrower.overdue()),
            charged_count=_count(borrower.loans),
            fines_count=_count(found.charges),
            recalls_count=0,
            unavailable_holds_count=_count(found.not_ready),
            institution=session.institution(message.institution),
            patron=message.patron,
            name=person.reader.short_name,
            holds_limit=terms.max_holds,
            charged_limit=terms.max_loans,
            is_valid=person.reader.is_active,
            is_password_valid=True,
            currency=_currency(session) if found.charges else None,
            fee=_money(found.owed_minor) if found.charges else None,
            screen=_said(found),
            **lists,
        )


def _lists(found: Standing, message: sip2.PatronInformation) -> dict[str, Any]:
    """The part of a list that was asked for, from `start` to `end`, counted from 1."""
    match message.summary:
        case sip2.Summary.CHARGED:
            return {"charged": _barcodes(_part(found.borrower.loans, message))}
        case sip2.Summary.OVERDUE:
            return {"overdue": _barcodes(_part(found.borrower.overdue(), message))}
        case sip2.Summary.HOLDS:
            return {"holds": tuple(_hold(hold) for hold in _part(found.ready, message))}
        case sip2.Summary.UNAVAILABLE_HOLDS:
            return {"unavailable_holds": tuple(_hold(hold) for hold in _part(found.not_ready, message))}
        case sip2.Summary.FINES:
            return {"fines": tuple(_fine(charge) for charge in _part(found.charges, message))}
    return {}


def _part(rows: Sequence[T], message: sip2.PatronInformation) -> Sequence[T]:
    first = max(1, message.start or 1)
    last = message.end or len(rows)
    return rows[first - 1 : last]


def _barcodes(loans: Sequence[Any]) -> tuple[str, ...]:
    from chytalnia.catalogue.models import Item

    known = dict(Item.objects.filter(pk__in=[loan.item_id for loan in loans]).values_list("pk", "barcode"))
    return tuple(known[loan.item_id] for loan in loans)


def _hold(hold: Any) -> str:
    """The copy that is set aside, or the title while there is none."""
    return hold.item.barcode if hold.item else sip2.clean(hold.queue_work.title, 100)


def _fine(charge: Charge) -> str:
    """Number, kind and sum: the number comes back in a payment as the fee's (CG)."""
    return f"{charge.pk} {charge.get_kind_display()} {_money(charge.left_minor)} {charge.currency}"


def _count(rows: Sequence[Any]) -> int:
    return min(9999, len(rows))


def _money(minor: int) -> str:
    return f"{minor / 100:.2f}"


def _currency(session: Session) -> str:
    from chytalnia.network.settings import setting

    assert session.device is not None
    return str(setting(session.device.unit, "lending.currency"))


def block_patron(session: Session, message: sip2.BlockPatron) -> sip2.Message:
    """Stop lending to a reader whose card a machine has kept or found wrong, until somebody lifts it."""
    person = people.recognise(session, message.patron, "")
    with wording.spoken(session, person.reader):
        if person.reader is None:
            return refusals.refuse(session, message, wording.unknown_card())
        assert session.device is not None
        if not person.reader.is_blocked(session.now().date()):
            reason = f"{MARK}{session.device}. {message.reason}".strip()
            readers.block(reader=person.reader, reason=reason, by=str(session.device))
        said = wording.card_kept() if message.is_card_retained else wording.blocked_card()
        return refusals.refuse(session, message, said)


def patron_enable(session: Session, message: sip2.PatronEnable) -> sip2.Message:
    """Lift a block that a machine has made. One made by a librarian stays, and the answer says so."""
    person = people.recognise(session, message.patron, message.patron_password)
    if person.reader is not None and person.reader.block_reason.startswith(MARK):
        readers.unblock(reader=person.reader, by=str(session.device))
    return _about(session, message, person, sip2.PatronEnableResponse)


def end_session(session: Session, message: sip2.EndSession) -> sip2.Message:
    person = people.recognise(session, message.patron, "")
    with wording.spoken(session, person.reader):
        answer = sip2.EndSessionResponse(
            is_ended=True, at=session.now(), institution=session.institution(message.institution),
            patron=message.patron, screen=(wording.goodbye(),),
        )  # fmt: skip
    session.end()
    return answer
