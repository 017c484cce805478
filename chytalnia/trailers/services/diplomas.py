"""Diplomas of a contest: issued in one press once its results are told, each once, each with a number of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from chytalnia.core import audit, codes
from chytalnia.journal import services as journal
from chytalnia.trailers.errors import NotInContest
from chytalnia.trailers.models import Contest, Diploma, Merit

from . import telling
from .contests import results

CODE = 10
_PLACES = {1: Merit.FIRST, 2: Merit.SECOND, 3: Merit.THIRD}


@transaction.atomic
def issue(*, contest: Contest, by: Any = None) -> int:
    """Give the makers of each trailer what they have won: one of the first three places in their age group, the people's choice,
    or else a certificate, and tell them where it is. Who has one keeps it. Returns how many are new.

    Raises NotInContest before the results are told.
    """
    held = (
        Contest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme__unit")
        .get(pk=contest.pk)
    )
    if held.results_at is None:
        raise NotInContest(_("First the results are told, then diplomas are issued."))
    number = held.diplomas.aggregate(last=Max("number"))["last"] or 0
    have = set(held.diplomas.values_list("submission", "merit"))
    made = []
    for _group, rows in results(held):
        for one in rows:
            merits = [_PLACES[one.place]] if one.place in _PLACES else []
            merits += [Merit.CHOICE] if one.is_choice else []
            for merit in merits or [Merit.PARTICIPANT]:
                if (one.submission.pk, merit) not in have:
                    number += 1
                    made.append(
                        Diploma(
                            contest=held, submission=one.submission, merit=merit, number=number, code=codes.made(CODE)
                        )
                    )
    Diploma.objects.bulk_create(made)
    if made:
        telling.awarded(made, by=by)
        journal.record("trailers.diplomas", unit=held.unit, quantity=len(made), source=held)
        audit.log("trailers.diplomas", by=by, about=held, unit=held.unit, after={"diplomas": len(made)})
    return len(made)
