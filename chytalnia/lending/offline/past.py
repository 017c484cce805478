"""Acts written into the past of a copy, where another loan or a return stands after them already."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item
from chytalnia.lending import borrowers
from chytalnia.lending.acts import Recorder, dimensions_of, dimensions_of_loan
from chytalnia.lending.models import (
    Act,
    ActKind,
    Charge,
    ChargeKind,
    ChargeState,
    Loan,
    LoanState,
    Mode,
    OfflineDesk,
)
from chytalnia.lending.models.loan import PLACE
from chytalnia.lending.rules import due_date, item_class, terms
from chytalnia.lending.services.lend import came
from chytalnia.lending.snapshot import snapshot
from chytalnia.people.models import Reader


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a line."""

    outcome: str
    problems: list[str] = field(default_factory=list)
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Where, when, about what and by whom; the copy is locked."""

    desk: OfflineDesk
    item: Item
    at: datetime
    by: Any

    def recorder(self, key: uuid.UUID, at: datetime | None = None) -> Recorder:
        return Recorder(unit=self.desk.unit, by=self.by, at=at or self.at, key=key, device=self.desk.device)


def mode_for(reader: Reader) -> Mode:
    """A class or an institution borrows as one; everybody else takes books home."""
    return Mode.COLLECTIVE if reader.is_collective else Mode.HOME


def end(words: Words, loan: Loan, *, key: uuid.UUID) -> Act:
    """End an open loan because the copy was given to somebody else: it must have come back unseen.

    Not a return at the desk: nobody came with it, and it goes to nobody who waits, for it is gone again.
    """
    recorder = words.recorder(key)
    if loan.state == LoanState.LOST:
        for charge in Charge.objects.filter(loan=loan, kind=ChargeKind.LOSS, state=ChargeState.OPEN):
            recorder.set(charge, state=ChargeState.FORGIVEN, settled_at=recorder.at, note=_("The copy was returned."))
    recorder.set(loan, state=LoanState.RETURNED, returned_at=recorder.at, returned_unit=words.desk.unit)
    recorder.add(
        ActKind.TAKE_BACK, reader_id=loan.reader_id, item_id=words.item.pk, loan=loan, of=dimensions_of_loan(loan),
        audience=loan.audience, place=PLACE[Mode(loan.mode)], unseen=True,
    )  # fmt: skip
    recorder.set_status(words.item, loan.shelf_status, work_id=words.item.record.work_id)
    return recorder.write()


def end_earlier(loan: Loan, at: datetime) -> None:
    """A loan that is over was over sooner than was known. Its return stays counted where it was."""
    if loan.state == LoanState.RETURNED:
        Loan.objects.filter(pk=loan.pk).update(returned_at=at)


def lend_and_end(words: Words, *, reader: Reader, key: uuid.UUID, due_on: date | None, ended_at: datetime) -> Act:
    """Write down a loan that is over by now, with its return as its part. The copy stays as it is: it is elsewhere since."""
    item, unit, here = words.item, words.desk.unit, snapshot()
    recorder, of = words.recorder(key), dimensions_of(item.record)
    borrower = borrowers.load(reader.pk, unit=unit, day=recorder.day, snapshot=here, lock=True)
    said = terms(
        unit, mode=mode_for(borrower.reader), category=borrower.category, document_kind=of.document_kind,
        copy=item_class(item, unit, recorder.day, here), known=here,
    )  # fmt: skip
    loan = recorder.make(
        Loan(
            item=item, reader=borrower.reader, unit=unit, mode=mode_for(borrower.reader), issued_at=words.at,
            due_on=due_on or due_date(said, unit=unit, day=recorder.day, known=here), state=LoanState.RETURNED,
            returned_at=ended_at, returned_unit=unit, audience=borrower.audience, reader_category=borrower.category,
            document_kind=of.document_kind, language=of.language, knowledge=of.knowledge, rule=said.rule,
        )
    )  # fmt: skip
    counted: dict[str, Any] = {"audience": borrower.audience, "place": PLACE[Mode(loan.mode)]}
    recorder.add(ActKind.LEND, reader_id=borrower.pk, item_id=item.pk, loan=loan, of=of, **counted)
    if not borrower.came and borrower.reader.kind == "person":
        came(recorder, borrower.pk, unit, **counted)
    act = recorder.write()
    back = words.recorder(uuid.uuid5(key, "ended"), ended_at)
    back.add(ActKind.TAKE_BACK, reader_id=borrower.pk, item_id=item.pk, loan=loan, of=of, unseen=True, **counted)
    part = back.write()
    part.part_of = act
    part.save(update_fields=["part_of"])
    return act
