"""Books borrowed write themselves down for those who asked for it, and for nobody else."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.campaigns import errors, watch
from chytalnia.campaigns.models import Line, Participant, Source
from chytalnia.lending.models import ActKind, Loan, LoanState

from . import diary


def _key(loan: int) -> uuid.UUID:
    """The key of a loan's line: taken in by the desk and by the night, it is one line."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"chytalnia:loan:{loan}")


def _counting(reader: int) -> Any:
    return Participant.objects.filter(
        reader=reader, counts_loans=True, left_at=None, campaign__stage="running", campaign__counts_loans=True
    ).select_related("campaign")


def heard(acts: Any, **_news: Any) -> None:
    """Something was done at a lending desk; called in its transaction."""
    for act in acts:
        if act.kind == ActKind.LEND and act.loan_id and act.reader_id and watch.anybody():
            for participant in _counting(act.reader_id):
                take_in(participant=participant, loan=act.loan)


def taken_back(act: Any, **_news: Any) -> None:
    """An act of lending was undone; called in its transaction."""
    if act.kind != ActKind.LEND or not act.loan_id:
        return
    for line in Line.objects.live().filter(loan=act.loan_id, source=Source.LOAN):
        try:
            diary.remove(line=line)
        except errors.CampaignError:
            # The results are told: what was counted stays.
            continue


def take_in(*, participant: Participant, loan: Loan) -> Line | None:
    """Write a loan down once, if the rules of the campaign take it; a rule against it holds nobody up at the desk."""
    if participant.loans_since is None or loan.issued_at < participant.loans_since:
        return None
    work = loan.item.record.work
    try:
        with transaction.atomic():
            return diary.write(
                participant=participant, day=timezone.localdate(loan.issued_at), amount=1, key=_key(loan.pk),
                book=diary.book_of(work=work), source=Source.LOAN, loan=loan,
            )  # fmt: skip
    except errors.CampaignError:
        return None


def catch_up(day: date) -> int:
    """Loans that no process heard of. May be repeated."""
    written = 0
    for participant in Participant.objects.filter(
        counts_loans=True, left_at=None, reader__isnull=False, campaign__stage="running", campaign__counts_loans=True
    ).select_related("campaign"):
        loans = Loan.objects.filter(reader=participant.reader_id, issued_at__gte=participant.loans_since)
        known = Line.objects.filter(participant=participant, loan__isnull=False).values("loan")
        for loan in (
            loans.exclude(state=LoanState.UNDONE).exclude(pk__in=known).select_related("item__record__work")[:200]
        ):
            written += take_in(participant=participant, loan=loan) is not None
    return written
