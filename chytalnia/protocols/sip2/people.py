"""Whose card it is, and what may be said of its owner to a machine that stands in a hall."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from chytalnia.core.statements import Kept
from chytalnia.lending import borrowers, rules
from chytalnia.lending.borrowers import Borrower
from chytalnia.lending.errors import Problem
from chytalnia.lending.models import LIVE, Charge, Hold, HoldState
from chytalnia.lending.rules import Terms
from chytalnia.lending.snapshot import snapshot
from chytalnia.people.models import Card, Reader
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers.names import clean_number
from chytalnia.wire import sip2
from chytalnia.wire.sip2 import PatronStatus

from . import wording
from .session import Session

#: What stops a loan and not a renewal; the same that `lending.services.renew` overlooks.
_NOT_AGAINST_RENEWAL = frozenset({"overdue", "card_blocked", "no_surety"})


@dataclass(frozen=True, slots=True)
class Person:
    """A card and its owner; of a blocked card the owner is known too."""

    card: Card | None
    reader: Reader | None
    is_password_right: bool

    @property
    def is_served(self) -> bool:
        return self.card is not None and self.card.blocked_at is None and self.is_password_right

    def refusal(self) -> str:
        """Why nothing is done for this card."""
        if self.card is None:
            return wording.unknown_card()
        if self.card.blocked_at is not None:
            return wording.blocked_card()
        return wording.wrong_password()


def recognise(session: Session, number: str, password: str | None) -> Person:
    card = _card(number)
    reader = readers.lead(card.reader) if card else None
    return Person(card, reader, reader is not None and _is_password_right(session, number, reader, password))


def _card(number: str) -> Card | None:
    """The card, with as much of its reader as every message asks for; the rest is read when it is needed."""
    if not (number := clean_number(number)):
        return None
    return next(iter(_cards(number)), None)


_cards = Kept(
    lambda number: (
        Card.objects.filter(number=number)
        .select_related("reader")
        .only("number", "blocked_at", "reader__language", "reader__merged_into", "reader__user")
        .order_by()[:1]
    )
)


def _is_password_right(session: Session, number: str, reader: Reader, password: str | None) -> bool:
    """Asked once in a reader's session: machines send it with the first message and not with each book."""
    if not session.asks_password:
        return True
    if password is None or password == "":
        return number in session.passwords
    digest = hashlib.sha256(password.encode("utf-8", "replace")).hexdigest()
    if session.passwords.get(number) == digest:
        return True
    if reader.user is None or not reader.user.is_active or not reader.user.check_password(password):
        session.passwords.pop(number, None)
        return False
    session.passwords[number] = digest
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader has and may, as the rules of the machine's library see it."""

    borrower: Borrower
    terms: Terms
    problems: list[Problem]
    holds: list[Hold] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    card_blocked: bool = False

    @property
    def status(self) -> PatronStatus:
        found = PatronStatus(0)
        codes = {problem.code for problem in self.problems}
        most = self.terms.max_loans
        if most is not None and self.borrower.counted() >= most:
            found |= PatronStatus.CHARGE_DENIED | PatronStatus.TOO_MANY_CHARGED
        if codes or self.card_blocked:
            found |= PatronStatus.CHARGE_DENIED | PatronStatus.HOLD_DENIED
        if codes - _NOT_AGAINST_RENEWAL or self.card_blocked:
            found |= PatronStatus.RENEWAL_DENIED
        if self.card_blocked or "card_blocked" in codes:
            found |= PatronStatus.CARD_LOST
        if self.borrower.overdue():
            found |= PatronStatus.TOO_MANY_OVERDUE if "overdue" in codes else PatronStatus(0)
        if "unsettled_loss" in codes:
            found |= PatronStatus.TOO_MANY_LOST
        if "debt" in codes:
            found |= PatronStatus.EXCESSIVE_FEES
        return found

    @property
    def ready(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.state == HoldState.ON_SHELF]

    @property
    def not_ready(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.state != HoldState.ON_SHELF]

    @property
    def owed_minor(self) -> int:
        return self.borrower.owed_minor


def standing(session: Session, person: Person, *, with_lists: bool = False) -> Standing:
    assert session.device is not None
    assert person.reader is not None
    known, unit = snapshot(), session.device.unit
    borrower = borrowers.load(person.reader.pk, unit=unit, day=session.now().date(), snapshot=known)
    holds = Hold.objects.filter(reader=borrower.reader, state__in=LIVE).select_related(
        "item", "queue_work", "pickup_unit"
    )
    return Standing(
        borrower,
        rules.terms(unit, mode="home", category=borrower.category, document_kind="", known=known),
        rules.with_reader(borrower, unit, known),
        holds=list(holds) if with_lists else [],
        charges=list(Charge.objects.filter(reader=borrower.reader).owed()) if with_lists else [],
        card_blocked=person.card is not None and person.card.blocked_at is not None,
    )


def status_of(found: Standing | None) -> sip2.PatronStatus:
    from .refusals import ALL_DENIED

    return ALL_DENIED if found is None else found.status
