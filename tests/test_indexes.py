"""Indexes that hold only some of the rows are looked into by the questions they were made for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from chytalnia.bookcrossing.models import Traveller
from chytalnia.catalogue.models import Authority, Record
from chytalnia.core import post
from chytalnia.core.partial import filled, one_of, same_letters
from chytalnia.journal.models import Fact
from chytalnia.lending.models import Hold, HoldState, Loan, Notice, Transit
from chytalnia.people.models import Reader, User
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
    ("record_listed", lambda: Record.objects.active().order_by("-changed_at", "-pk")[:30]),
    ("authority_by_heading", lambda: Authority.objects.filter(merged_into=None).order_by("heading", "pk")[:30]),
    ("authority_of_a_kind", lambda: Authority.objects.filter(kind="form", merged_into=None).order_by("heading", "pk")[:30]),
    ("reader_email", lambda: Reader.objects.filter(same_letters("email", "Olena@example.org"))),
    ("user_email", lambda: User.objects.filter(Q(username="olena") | same_letters("email", "olena"), is_active=True)),
    ("programmes_letters_to_send", lambda: post.waiting(Letter, timezone.now())[:8]),
]  # fmt: skip

#: Columns that nearly all rows leave empty, as `ANALYZE` tells of them in a network that has worked for years.
EMPTY = [("journal_fact", "reverses_id"), ("people_reader", "merged_into_id"), ("people_reader", "responsible_id")]
ASKED_OF_MANY: list[tuple[str, Ask]] = [
    ("facts_reversed", lambda: Fact.objects.standing().filter(source_kind="a", source_id="1")),
    ("facts_reversed", lambda: Fact.objects.select_related("reversal").order_by("-day")[:50]),
    ("readers_merged", lambda: Reader.objects.filter(merged_into__in=[1, 2])),
    ("groups_of_a_reader", lambda: Reader.objects.filter(responsible=1)),
]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a small table of PostgreSQL is read from end to end")
def test_questions_use_the_index_that_was_made_for_them() -> None:
    # Together, so that the database is made ready once.
    missed = {name: plan for name, ask in ASKED if name not in (plan := ask().explain())}
    assert missed == {}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many are empty")
def test_columns_that_most_leave_empty_are_still_looked_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for table, column in EMPTY:
            cursor.execute(f"PRAGMA index_list({table})")
            for index in [row[1] for row in cursor.fetchall() if not row[4]]:
                cursor.execute(f"PRAGMA index_info({index})")
                if [row[2] for row in cursor.fetchall()] == [column]:
                    cursor.execute("INSERT INTO sqlite_stat1 VALUES (%s, %s, '300000 300000')", [table, index])
        cursor.execute("ANALYZE sqlite_schema")
        missed = {name: plan for name, ask in ASKED_OF_MANY if name not in (plan := ask().explain())}
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")
    assert missed == {}


def test_only_plain_words_stand_in_a_statement() -> None:
    for words in ([], ["a'b"], ["%s"]):
        with pytest.raises(ValueError, match="no words"):
            one_of("stage", words)
