"""The log of reading: a line is written, corrected, removed; its tallies change with it, in one transaction.

A line is written once however often a phone sends it. Whoever writes locks the participant and the library before anything is
counted: in this order everywhere, or two who mend lines of two days would wait for each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from chytalnia.campaigns import errors
from chytalnia.campaigns.models import Campaign, Line, Member, Part, Participant, Score, Source
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.queries import works
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.journal.errors import AlreadyReversedError
from chytalnia.wire.isbn import normal_isbn

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Book:
    """What was read: a work of the catalogue, or what somebody typed."""

    title: str = ""
    author: str = ""
    work: Work | None = None


def book_of(*, work: Work | None = None, isbn: str = "", title: str = "", author: str = "") -> Book:
    """A book by its work, its ISBN, or as it was typed; a number that the catalogue does not know stays as the title."""
    if work is None and (number := normal_isbn(isbn)):
        record = (
            Record.objects.public()
            .filter(keys__kind="isbn", keys__value=number)
            .select_related("work")
            .order_by("-year", "-pk")
            .first()
        )
        work = record.work if record else None
        title = title or (f"ISBN {number}" if work is None else "")
    if work is not None:
        return Book(work.title[:300], work.author[:200], work)
    return Book(title.strip()[:300], author.strip()[:200])


@transaction.atomic
def write(
    *, participant: Participant, day: date, amount: int, key: uuid.UUID | str | None = None, book: Book | None = None,
    books: int = 0, review: str = "", who: str = "", source: str = Source.SELF, by: Any = None, at: datetime | None = None,
    loan: Any = None, part: Part | None = None,
) -> Line:  # fmt: skip
    """Write a line and return it; the same key gives the same line, even one removed since.

    A librarian (`source` "desk") may write any day of the campaign, and some time after it; a reader only days that are not long
    ago. Raises NotWriting, WrongDay, TooLongAgo, NothingRead, OverTheLimit, ReviewTooShort.
    """
    participant = _locked(participant.pk)
    key = uuid.UUID(str(key)) if key else uuid.uuid4()
    if (known := Line.objects.filter(participant=participant, key=key).first()) is not None:
        return known
    campaign, book = participant.campaign, book or Book()
    _refuse_day(campaign, participant, day, source)
    _refuse_amount(campaign, participant, day, amount)
    if source == Source.SELF and campaign.is_read and len(review.strip()) < campaign.review_least:
        raise errors.ReviewTooShort
    if campaign.score == Score.BOOKS:
        books = amount
    line = Line(
        participant=participant, key=key, day=day, amount=amount, books=books, work=book.work, title=book.title,
        author=book.author, knowledge=works.knowledge_of([book.work.pk]).get(book.work.pk, "") if book.work else "",
        review=review.strip(), who=who.strip()[:40], source=source, loan=loan, part=part,
        by=by if getattr(by, "pk", None) else None, at=at or timezone.now(),
    )  # fmt: skip
    line.fact = _count(line, participant)
    line.save()
    _add(participant, amount=amount, lines=1, books=books)
    return line


@transaction.atomic
def correct(
    *, line: Line, day: date, amount: int, book: Book | None = None, books: int | None = None, review: str | None = None,
    by: Any = None, at_desk: bool = False,
) -> Line:  # fmt: skip
    """Change a line. The same rules hold as when it was written. Raises also NotWriting for a removed one."""
    participant = _locked(line.participant_id)
    line = Line.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.removed_at is not None or line.part_id:
        raise errors.NotWriting
    campaign = participant.campaign
    source = Source.DESK if at_desk else Source.SELF
    _refuse_day(campaign, participant, day, source, was=line.day)
    _refuse_amount(campaign, participant, day, amount, without=line)
    before = (line.amount, line.books)
    books = amount if campaign.score == Score.BOOKS else line.books if books is None else books
    recount = (day, amount) != (line.day, line.amount)
    line.day, line.amount, line.books, line.changed_at = day, amount, books, timezone.now()
    if book is not None:
        line.work, line.title, line.author = book.work, book.title, book.author
        line.knowledge = works.knowledge_of([book.work.pk]).get(book.work.pk, "") if book.work else ""
    if review is not None:
        line.review = review.strip()
    if recount:
        _uncount(line, by)
        line.fact = _count(line, participant)
    line.save()
    _add(participant, amount=amount - before[0], lines=0, books=books - before[1])
    if at_desk:
        audit.log("campaigns.correct", by=by, about=line, unit=participant.member.unit,
                  before={"amount": before[0]}, after={"amount": amount})  # fmt: skip
    return line


@transaction.atomic
def remove(*, line: Line, by: Any = None, at_desk: bool = False) -> None:
    """Take a line out of the log; done twice, it is taken out once. Raises NotWriting after the results are told."""
    participant = _locked(line.participant_id)
    line = Line.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.removed_at is not None:
        return
    if participant.campaign.stage not in ("running", "finished"):
        raise errors.NotWriting
    _uncount(line, by)
    line.removed_at, line.fact = timezone.now(), None
    line.save(update_fields=["removed_at", "fact"])
    _add(participant, amount=-line.amount, lines=-1, books=-line.books)
    if at_desk:
        audit.log(
            "campaigns.remove_line", by=by, about=line, unit=participant.member.unit, before={"amount": line.amount}
        )


@dataclass(slots=True)
class Row:
    """A row of the quick form: what a librarian read off a paper diary."""

    participant: Participant
    day: date
    amount: int
    key: uuid.UUID
    title: str = ""
    isbn: str = ""


def write_many(*, rows: Sequence[Row], by: Any = None) -> list[tuple[Row, str]]:
    """Write rows of paper diaries; each that is refused is given back with the reason, the others are kept."""
    refused = []
    for row in rows:
        try:
            write(
                participant=row.participant, day=row.day, amount=row.amount, key=row.key, source=Source.DESK, by=by,
                book=book_of(isbn=row.isbn, title=row.title),
            )  # fmt: skip
        except errors.CampaignError as refusal:
            refused.append((row, str(refusal)))
    return refused


@transaction.atomic
def collect(
    *, participant: Participant, part: Part, word: str = "", by: Any = None, source: str = Source.PART, key: Any = None
) -> Line:
    """Put a part of a combo on a participant's card; collected twice, it is there once. Raises PartClosed, WrongWord."""
    participant = _locked(participant.pk)
    known = Line.objects.live().filter(participant=participant, part=part).first()
    if known is not None:
        return known
    if part.campaign_id != participant.campaign_id or part.opens_on > timezone.localdate():
        raise errors.PartClosed
    if part.word and source != Source.DESK and _folded(word) != _folded(part.word):
        raise errors.WrongWord
    day = min(timezone.localdate(), participant.campaign.last_day)
    return write(participant=participant, day=day, amount=1, key=key, part=part, source=source, by=by)


def _folded(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _locked(pk: int) -> Participant:
    return (
        Participant.objects.select_for_update(of=("self", "member"))
        .select_related("campaign__programme", "member__unit")
        .get(pk=pk)
    )  # fmt: skip


def _refuse_day(campaign: Campaign, participant: Participant, day: date, source: str, was: date | None = None) -> None:
    here = timezone.localdate()
    late = campaign.stage == "finished" and source == Source.DESK
    if not (campaign.stage == "running" or late) or (participant.left_at is not None and source != Source.DESK):
        raise errors.NotWriting
    if not campaign.first_day <= day <= min(campaign.last_day, here):
        raise errors.WrongDay
    if source == Source.SELF and day != was and here - day > timedelta(days=campaign.back_days):
        raise errors.TooLongAgo


def _refuse_amount(
    campaign: Campaign, participant: Participant, day: date, amount: int, without: Line | None = None
) -> None:
    if not 1 <= amount <= MOST:
        raise errors.NothingRead
    if not campaign.day_limit:
        return
    read = Line.objects.live().filter(participant=participant, day=day)
    if without is not None:
        read = read.exclude(pk=without.pk)
    already = read.aggregate(n=Sum("amount"))["n"] or 0
    # A family or a class reads with as many pairs of eyes as it has.
    if already + amount > campaign.day_limit * participant.people:
        raise errors.OverTheLimit


def _add(participant: Participant, *, amount: int, lines: int, books: int) -> None:
    """Add to the tallies of the participant, who is locked, and of the library."""
    participant.total += amount
    participant.lines += lines
    participant.books += books
    was = participant.finished_at is not None
    reaches = is_finisher(participant.campaign, participant.total)
    if reaches != was:
        participant.finished_at = timezone.now() if reaches else None
    participant.save(update_fields=["total", "lines", "books", "finished_at"])
    Member.objects.filter(pk=participant.member_id).update(
        total=F("total") + amount, lines=F("lines") + lines, finishers=F("finishers") + int(reaches) - int(was)
    )


def is_finisher(campaign: Campaign, total: int) -> bool:
    """Whether a participant with this sum has reached the goal: every part of a combo, what the rules name, or anything."""
    goal = campaign.finish_at or (campaign.parts.count() if campaign.score == Score.PARTS else 1)
    return total >= max(1, goal)


def _count(line: Line, participant: Participant) -> Any:
    """The fact of a line, in its library, on its day."""
    return journal.record(
        f"campaigns.{participant.campaign.score}", unit=participant.member.unit, quantity=line.amount,
        at=_noon(line.day), audience=participant.audience, source=("campaigns.line", str(line.key)), late=True,
    )  # fmt: skip


def _noon(day: date) -> datetime:
    """A moment of the day itself by any clock of the network, and never one still to come."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


def _uncount(line: Line, by: Any) -> None:
    if line.fact is None:
        return
    # Somebody may have taken the fact back in the ledger itself.
    with suppress(AlreadyReversedError):
        journal.reverse(line.fact, by=by)
