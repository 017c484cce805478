"""The reader keeps a copy longer."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.lending import borrowers
from chytalnia.lending.acts import Recorder, dimensions_of_loan, known, lock_item, persistent
from chytalnia.lending.borrowers import Borrower
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.kinds import renewed_as
from chytalnia.lending.models import Act, ActKind, Channel, Loan, LoanState
from chytalnia.lending.models.loan import PLACE, Mode
from chytalnia.lending.routing import queue_for
from chytalnia.lending.rules import Terms, due_date, item_class, terms, with_reader
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access, rules

#: What does not stand against keeping a copy: the reader has it already, and overdue ones may be renewed.
_NOT_ASKED = frozenset({"overdue", "card_blocked", "no_surety"})


@persistent
def renew(
    *,
    loan: Loan,
    by: Any = None,
    channel: str = Channel.DESK,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    override: str = "",
    due_on: date | None = None,
    device: str = "",
) -> Act:
    """Let a reader keep a copy longer; the new date is in `act.loan.due_on`.

    At the desk `by` is the librarian; on other ways it is whoever asked, whose right to do so the door has checked. The same
    `key` again gives the same act. Raises Refused, with the codes of `lend` and `not_out`, `too_many_renewals`,
    `held_for_another`, `too_early`; PermissionDenied.
    """
    lent = Loan.objects.values_list("item_id", "unit_id").get(pk=loan.pk)
    item, here = lock_item(lent[0]), snapshot()
    unit = here.unit(lent[1])
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.renew", unit)
        if override and not rules.may(by, "lending.override", unit):
            raise PermissionDenied("lending.override")
    if again := known(key):
        return again
    recorder = Recorder(unit=unit, by=by, at=at, key=key, channel=channel, device=device)
    loan = Loan.objects.get(pk=loan.pk)
    if loan.state not in (LoanState.OUT, LoanState.CLAIMED) or loan.reader_id is None:
        raise Refused([Problem("not_out", _("The copy is not on loan."), can_override=False)])
    borrower = borrowers.load(loan.reader_id, unit=unit, day=recorder.day, snapshot=here, lock=True)
    _said, wished, problems = judge(loan, item, borrower, unit, here)
    if problems and not (override and all(problem.can_override for problem in problems)):
        raise Refused(problems)
    due = due_on or max(wished, loan.due_on)
    recorder.set(loan, due_on=due, renewals=loan.renewals + 1, reminded=0, state=LoanState.OUT)
    recorder.add(
        ActKind.RENEW, reader_id=loan.reader_id, item_id=item.pk, loan=loan, of=dimensions_of_loan(loan),
        fact=renewed_as(counts_as_issue=here.setting(unit, "lending.renewal_counts")),
        audience=loan.audience, place=PLACE[Mode(loan.mode)] if channel == Channel.DESK else "remote",
        due=due.isoformat(), override=override,
    )  # fmt: skip
    return recorder.write()


def judge(loan: Loan, item: Item, borrower: Borrower, unit: Unit, here: Snapshot) -> tuple[Terms, date, list[Problem]]:
    """Terms, the new date they would give, and what stands against renewing."""
    day = borrower.day
    copy = item_class(item, unit, day, here) if item.status != ItemStatus.ON_LOAN else _class_on_loan(loan, item, unit)
    said = terms(
        unit, mode=loan.mode, category=borrower.category, document_kind=loan.document_kind, copy=copy, known=here
    )
    wished = due_date(said, unit=unit, day=day, days=said.renewal_days, known=here)
    problems = [problem for problem in with_reader(borrower, unit, here) if problem.code not in _NOT_ASKED]
    if loan.renewals >= said.renewals:
        message = (
            ngettext("It can be renewed %(n)d time.", "It can be renewed %(n)d times.", said.renewals)
            % {"n": said.renewals}
            if said.renewals
            else _("It cannot be renewed.")
        )
        problems.append(Problem("too_many_renewals", message))
    if queue_for(item, day).exists():
        problems.append(Problem("held_for_another", _("Another reader waits for it.")))
    if wished <= loan.due_on:
        problems.append(Problem("too_early", _("It is too early to renew: the date would not change.")))
    return said, wished, problems


def _class_on_loan(loan: Loan, item: Item, unit: Unit) -> str:
    """The copy's state says only that it is lent; what it was on its shelf is in the loan."""
    out, item.status = item.status, loan.shelf_status
    try:
        return item_class(item, unit, loan.issued_at.date(), snapshot())
    finally:
        item.status = out


def can_renew(loan: Loan, *, on: date) -> list[Problem]:
    """What stands against renewing, before anybody asks; for lists of loans on a screen."""
    here = snapshot()
    if loan.state not in (LoanState.OUT, LoanState.CLAIMED) or loan.reader_id is None:
        return [Problem("not_out", _("The copy is not on loan."), can_override=False)]
    unit = here.unit(loan.unit_id)
    borrower = borrowers.load(loan.reader_id, unit=unit, day=on, snapshot=here)
    return judge(loan, loan.item, borrower, unit, here)[2]
