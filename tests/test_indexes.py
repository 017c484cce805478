"""Indexes that hold only some of the rows are looked into by the questions they were made for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from chytalnia.bookcrossing.models import Traveller
from chytalnia.core import post
from chytalnia.core.partial import filled, one_of
from chytalnia.lending.models import Hold, HoldState, Loan, Notice, Transit
from chytalnia.people.models import Reader
from chytalnia.programmes.models import Letter
from chytalnia.voting.models import RollEntry

Ask = Callable[[], QuerySet]

ASKED: list[tuple[str, Ask]] = [
    ("crossing_heard_lately", lambda: Traveller.objects.roaming().order_by("-last_at")[:8]),
    ("crossing_on_the_map", lambda: Traveller.objects.roaming().filter(lat__range=(49, 50), lon__range=(33, 34))),
    ("reader_phone", lambda: Reader.objects.filter(filled("phone_digits", "0501112233"))),
    ("reader_document", lambda: Reader.objects.filter(
        Q(birth_date=date(1990, 1, 1)) | filled("phone_digits", "0501112233") | filled("document_hash", "a" * 64)
    )),
    ("code_once_on_a_roll", lambda: RollEntry.objects.filter(filled("code_hash", "a" * 64), election=1)),
    ("holds_at_a_branch", lambda: Hold.objects.filter(state=HoldState.ON_SHELF, pickup_unit=1)),
    ("holds_to_pick", lambda: Hold.objects.filter(
        Q(state=HoldState.ASSIGNED, pick_unit=1) | Q(state=HoldState.ON_SHELF, pickup_unit=1)
    )),
    ("transits_coming", lambda: Transit.objects.open().filter(target=1)),
    ("loans_due", lambda: Loan.objects.overdue(date(2026, 4, 21))),
    ("notices_to_send", lambda: Notice.objects.filter(state="queued", unit=1)),
    ("programmes_letters_to_send", lambda: post.waiting(Letter, timezone.now())[:8]),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a small table of PostgreSQL is read from end to end")
def test_questions_use_the_index_that_was_made_for_them() -> None:
    # Together, so that the database is made ready once.
    missed = {name: plan for name, ask in ASKED if name not in (plan := ask().explain())}
    assert missed == {}


def test_only_plain_words_stand_in_a_statement() -> None:
    for words in ([], ["a'b"], ["%s"]):
        with pytest.raises(ValueError, match="no words"):
            one_of("stage", words)
