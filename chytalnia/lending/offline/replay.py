"""What a desk did without a line, written down afterwards: it has happened, so each deed is taken in with its own time, in
whatever order and however often its lines arrive. What rules or the state of things say against it goes on the list for a
person.

About one copy several desks may tell in any order. A loan that comes when the copy was seen again since is written down as
ended then; a line that changed nothing when it came is looked at again when another line puts it right.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chytalnia.catalogue.models import Item
from chytalnia.lending import services
from chytalnia.lending.acts import lock_item, persistent
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import Act, ActKind, Deed, Loan, LoanState, OfflineDesk, Outcome, Received
from chytalnia.people import rules
from chytalnia.people.models import Card, Reader, User
from chytalnia.people.readers import queries as readers

from . import listing, past, registering

#: Acts by which a copy was in the library's hands.
SEEN = (ActKind.TAKE_BACK, ActKind.FIND, ActKind.RECEIVE, ActKind.SHELVE, ActKind.SEND, ActKind.IN_HOUSE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal. `reader_key` is the registration made at the same desk by which the reader is known there."""

    key: uuid.UUID
    deed: str
    at: datetime
    by: int | None = None
    card: str = ""
    barcode: str = ""
    due_on: date | None = None
    reader_key: uuid.UUID | None = None
    person: dict[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As it is kept, to be looked at again."""
        said = {
            "by": self.by, "card": self.card, "barcode": self.barcode, "person": self.person,
            "due_on": self.due_on.isoformat() if self.due_on else "",
            "reader_key": str(self.reader_key) if self.reader_key else "",
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


def line_of(kept: Received) -> Line:
    told = kept.told
    return Line(
        key=kept.key, deed=kept.deed, at=kept.happened_at, by=told.get("by"), card=told.get("card", ""),
        barcode=told.get("barcode", ""), person=told.get("person", {}),
        due_on=date.fromisoformat(told["due_on"]) if told.get("due_on") else None,
        reader_key=uuid.UUID(told["reader_key"]) if told.get("reader_key") else None,
    )  # fmt: skip


def take_in(*, desk: OfflineDesk, lines: list[Line]) -> list[Received]:
    """Write lines down, the oldest first, each in a transaction of its own; the answers in the order of the lines."""
    kept = {line.key: receive(desk=desk, line=line) for line in sorted(lines, key=lambda line: (line.at, line.key))}
    return [kept[line.key] for line in lines]


def receive(*, desk: OfflineDesk, line: Line) -> Received:
    """Write one line down, and whatever it puts right; the same key again gives the same answer."""
    kept = Received.objects.filter(key=line.key).first() or _receive(desk=desk, line=line)
    if kept.deed == Deed.REGISTER:
        _loans_of_card(desk, line)
    return kept


@persistent
def _receive(*, desk: OfflineDesk, line: Line) -> Received:
    item = None if line.deed == Deed.REGISTER else find_item(desk, line.barcode)
    if item is not None:
        item = lock_item(item.pk, with_bib=line.deed == Deed.LEND)
    # Somebody may have sent it while we waited for the copy.
    if kept := Received.objects.filter(key=line.key).first():
        return kept
    kept = Received(key=line.key, desk=desk, deed=line.deed, happened_at=_believable(desk, line.at), item=item)
    _write(kept, desk, line)
    if item is not None:
        _neighbours(kept, item)
    return kept


def _write(kept: Received, desk: OfflineDesk, line: Line) -> None:
    """Do what a line says and keep what came of it; for a line looked at again, too."""
    by, problems = _person(line, desk)
    if kept.happened_at > line.at:
        problems.append("clock")
    done = _done(kept, desk, line, by)
    kept.outcome, kept.act = done.outcome, done.act
    kept.problems = [*problems, *done.problems]
    # A deed that is written down needs to tell nothing any more.
    settled = done.outcome in (Outcome.RECORDED, Outcome.AFTER_RETURN, Outcome.ENDED)
    kept.told = {} if settled else line.told()
    kept.save()
    listing.note(kept, desk, line)


def _done(kept: Received, desk: OfflineDesk, line: Line, by: Any) -> past.Done:
    if line.deed == Deed.REGISTER:
        return registering.register(desk=desk, line=line, at=kept.happened_at, by=by)
    if kept.item is None:
        return past.Done(Outcome.NOT_RECORDED, ["unknown_item"])
    if line.deed == Deed.TAKE_BACK:
        return _take_back(kept, desk, by)
    reader, blocked = find_reader(line)
    if reader is None:
        return past.Done(Outcome.NOT_RECORDED, ["unknown_card"])
    done = _lend(kept, desk, line, reader, by)
    return past.Done(done.outcome, ["card_blocked", *done.problems], done.act) if blocked else done


def _lend(kept: Received, desk: OfflineDesk, line: Line, reader: Reader, by: Any) -> past.Done:
    assert kept.item is not None
    item, at = kept.item, kept.happened_at
    covering, (seen_at, next_loan) = _covering(item, at), _seen_after(item, at)
    if reader.pk in (_holder_before(kept, item), _holder_after(kept, item)):
        return past.Done(Outcome.ALREADY, ["on_loan_to_reader"])
    words = past.Words(desk=desk, item=item, at=at, by=by)
    if seen_at is not None and not (covering is not None and covering.is_open):
        if covering is not None:
            past.end_earlier(covering, at)
        problems = ["on_loan_to_another"] if covering is not None else []
        problems += ["lent_to_another_later"] if next_loan is not None else []
        act = past.lend_and_end(words, reader=reader, key=line.key, due_on=line.due_on, ended_at=seen_at)
        return past.Done(Outcome.ENDED if problems else Outcome.RECORDED, problems, act)
    try:
        with transaction.atomic():
            if covering is not None:
                past.end(words, covering, key=uuid.uuid5(line.key, "ended"))
            act = services.lend(
                item=item, reader=reader, unit=desk.unit, by=by, at=at, key=line.key, due_on=line.due_on,
                mode=past.mode_for(reader), device=desk.device, force=True,
            )  # fmt: skip
    except Refused as refused:
        item.refresh_from_db(fields=["status"])
        return past.Done(Outcome.NOT_RECORDED, refused.codes)
    problems = list(act.detail.get("problems", ()))
    if covering is None:
        return past.Done(Outcome.RECORDED, problems, act)
    return past.Done(Outcome.AFTER_RETURN, ["on_loan_to_another", *problems], act)


def _take_back(kept: Received, desk: OfflineDesk, by: Any) -> past.Done:
    assert kept.item is not None
    item, at = kept.item, kept.happened_at
    covering = _covering(item, at)
    if covering is not None and not covering.is_open:
        past.end_earlier(covering, at)
        return past.Done(Outcome.ALREADY)
    if covering is None and _seen_after(item, at)[0] is not None:
        return past.Done(Outcome.ALREADY)
    returned = services.take_back(item=item, unit=desk.unit, by=by, at=at, key=kept.key, device=desk.device)
    problems = [code for code in returned.codes if code == "withdrawn"]
    return past.Done(Outcome.RECORDED if returned.act else Outcome.ALREADY, problems, returned.act)


def _covering(item: Item, at: datetime) -> Loan | None:
    """The loan that the copy was on at a moment. What stands in the future, by somebody's wrong clock, tells nothing."""
    loans = Loan.objects.filter(item=item, issued_at__lte=at).exclude(state=LoanState.UNDONE)
    ended_later = Q(returned_at__gt=at, returned_at__lte=timezone.now())
    return loans.filter(Q(returned_at=None) | ended_later).order_by("-issued_at", "-pk").first()


def _seen_after(item: Item, at: datetime) -> tuple[datetime | None, Loan | None]:
    """When the copy was first in the library's hands after a moment; with the loan, when it was by being lent."""
    now = timezone.now()
    loans = Loan.objects.filter(item=item, issued_at__gt=at, issued_at__lte=now).exclude(state=LoanState.UNDONE)
    loan = loans.order_by("issued_at").first()
    back = Received.objects.filter(item=item, deed=Deed.TAKE_BACK, happened_at__gt=at).order_by("happened_at").first()
    act = Act.objects.filter(item=item, at__gt=at, at__lte=now, undone_at=None, kind__in=SEEN).order_by("at").first()
    moments = [each for each in (back and back.happened_at, act and act.at) if each]
    if loan is not None and all(loan.issued_at <= each for each in moments):
        return loan.issued_at, loan
    return (min(moments) if moments else None), None


def _holder_before(kept: Received, item: Item) -> int | None:
    """Who has the copy when a line says it is given out, by the loan before; nobody when it came back since, or when
    another was told to have had it in between.

    Lines that changed nothing never stand for a loan: they would hold each other up after theirs is gone.
    """
    at = kept.happened_at
    loans = Loan.objects.filter(item=item).exclude(state=LoanState.UNDONE)
    lent = loans.filter(issued_at__lte=at).order_by("-issued_at", "-pk").first()
    if lent is None:
        return None
    back = Received.objects.filter(
        item=item, deed=Deed.TAKE_BACK, happened_at__gt=lent.issued_at, happened_at__lt=at
    )  # fmt: skip
    if back.exists() or loans.filter(returned_at__gt=lent.issued_at, returned_at__lte=at).exists():
        return None
    return _sole_reader(kept, item, lent, since=lent.issued_at, until=at)


def _holder_after(kept: Received, item: Item) -> int | None:
    """Who is given the copy by the next loan after a line, if it does not come back and nobody else was told to have
    it before."""
    at = kept.happened_at
    _seen_at, loan = _seen_after(item, at)
    return _sole_reader(kept, item, loan, since=at, until=loan.issued_at) if loan is not None else None


def _sole_reader(kept: Received, item: Item, loan: Loan, *, since: datetime, until: datetime) -> int | None:
    """The reader of a loan, when all that was told between is of the same reader."""
    between = _idle(kept, item).filter(happened_at__gt=since, happened_at__lt=until)
    return loan.reader_id if all(_reader_of(line) == loan.reader_id for line in between) else None


def _idle(kept: Received, item: Item) -> QuerySet[Received]:
    """Loans told of this copy that changed nothing."""
    return Received.objects.filter(item=item, deed=Deed.LEND, outcome=Outcome.ALREADY).exclude(pk=kept.pk)


def _reader_of(line: Received) -> int | None:
    reader, _blocked = find_reader(line_of(line))
    return reader.pk if reader is not None else None


def _neighbours(kept: Received, item: Item) -> None:
    """Loans just before and just after that changed nothing when they came may do so now."""
    waiting, at = _idle(kept, item), kept.happened_at
    before = waiting.filter(happened_at__lt=at).order_by("-happened_at").first()
    after = waiting.filter(happened_at__gt=at).order_by("happened_at").first()
    for each in (before, after):
        if each is not None and each.told:
            again(each, item)


def again(kept: Received, item: Item) -> None:
    """Look at a line once more; the copy is locked."""
    kept.item = item
    _write(kept, kept.desk, line_of(kept))
    if kept.outcome != Outcome.ALREADY:
        _neighbours(kept, item)


def _loans_of_card(desk: OfflineDesk, line: Line) -> None:
    """Loans that came before the registration of their reader, from this desk or another."""
    wanted = Q(told__reader_key=str(line.key)) | (Q(told__card=line.card) if line.card else Q(pk=None))
    lost = Received.objects.filter(wanted, deed=Deed.LEND, outcome=Outcome.NOT_RECORDED)
    for kept in lost.order_by("happened_at"):
        _once_more(kept.pk)


@persistent
def _once_more(pk: int) -> None:
    kept = Received.objects.select_related("desk__unit").get(pk=pk)
    item = lock_item(kept.item_id, with_bib=True) if kept.item_id else None
    kept = Received.objects.select_for_update(of=("self",)).select_related("desk__unit").get(pk=pk)
    if item is not None and kept.outcome == Outcome.NOT_RECORDED:
        again(kept, item)


def find_item(desk: OfflineDesk, number: str) -> Item | None:
    """The copy by barcode, or by the inventory number of this branch."""
    number = " ".join(number.split())[:40]
    if not number:
        return None
    found = Item.objects.filter(barcode=number).only("pk").first()
    return found or Item.objects.filter(unit=desk.unit, inventory_number=number).only("pk").first()


def find_reader(line: Line) -> tuple[Reader | None, bool]:
    """Who a line is about, and whether their card was blocked."""
    if line.reader_key and (own := Reader.objects.filter(key=line.reader_key).first()):
        return readers.lead(own), False
    card: Card | None = readers.card(line.card)
    return (readers.lead(card.reader), card.blocked_at is not None) if card else (None, False)


def _person(line: Line, desk: OfflineDesk) -> tuple[Any, list[str]]:
    """Who was at the desk, if they may do that there."""
    right = "people.register_reader" if line.deed == Deed.REGISTER else f"lending.{line.deed}"
    by = User.objects.filter(pk=line.by, is_active=True).first() if line.by else None
    return (by, []) if by is not None and rules.may(by, right, desk.unit) else (None, ["no_right"])


def _believable(desk: OfflineDesk, at: datetime) -> datetime:
    """Never later than now, never before the device was let in."""
    return min(max(at, desk.registered_at), timezone.now())
