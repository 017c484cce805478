"""What is asked about elections. Nothing here looks into an open box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.queries import holdings, works
from chytalnia.catalogue.sentences import Where, where_it_stands
from chytalnia.core.models import StageMove
from chytalnia.core.translated import Translated
from chytalnia.lending.models import Loan
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers

from .models import Candidate, Election, Mark, Material, Publication, RollEntry
from .services import casting, counting

#: Seconds that the turnout of open polls is good for: every visitor's page asks for it.
COUNTED_FOR = 15


def shown() -> QuerySet[Election]:
    """Elections that readers see."""
    return Election.objects.exclude(stage__in=["decree", "cancelled"]).select_related("unit")


def by_slug(slug: str) -> Election | None:
    return shown().select_related("publication", "previous").filter(slug=slug).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate as a page shows it, with the cover of the book, and the votes once they are counted."""

    candidate: Candidate
    book: dict[str, Any]
    votes: int | None = None
    share: float = 0.0
    is_winner: bool = False


def candidates(election: Election, *stages: str) -> list[Standing]:
    """Candidates in the order of the ballot, each with its book."""
    return candidates_of([election], *stages)[election.pk]


def candidates_of(elections: Iterable[Election], *stages: str) -> dict[int, list[Standing]]:
    """The candidates of each election in the order of its ballot. A constant number of queries."""
    by_pk = {election.pk: election for election in elections}
    found = list(
        Candidate.objects.filter(election__in=by_pk, stage__in=stages or ("registered", "struck"))
        .select_related("work", "portrait").order_by("number", "pk")
    )  # fmt: skip
    covers = books_of([candidate.work for candidate in found])
    standings: dict[int, list[Standing]] = {pk: [] for pk in by_pk}
    for candidate in found:
        candidate.election = election = by_pk[candidate.election_id]
        told: Publication | None = getattr(election, "publication", None) if election.is_told else None
        votes = told.result.get(str(candidate.number)) if told is not None else None
        share = votes * 100 / told.valid if told is not None and votes is not None and told.valid else 0.0
        standings[election.pk].append(
            Standing(
                candidate,
                covers[candidate.work_id],
                votes,
                share,
                told is not None and candidate.number in told.winners,
            )
        )
    return standings


def books_of(found: list[Work]) -> dict[int, dict[str, Any]]:
    """Works as covers are drawn of, by number."""
    pks = [work.pk for work in found]
    seen = works.glances(pks) if pks else {}
    return {
        work.pk: works.book(work, seen[work.pk].knowledge if work.pk in seen else "") for work in found
    }  # fmt: skip


def where(work: Work) -> Where:
    """The sentence of where the book of a candidate stands now."""
    records = Record.objects.public().filter(work=work).values_list("pk", flat=True)
    return where_it_stands(holdings.holdings(holdings.stock_of(records), at=timezone.now()))


def materials(election: Election, candidate: Candidate | None = None) -> QuerySet[Material]:
    found = Material.objects.filter(election=election).select_related("candidate", "picture")
    return found.filter(candidate=candidate) if candidate is not None else found


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of whom have come; `rows` are libraries with people on the roll."""

    roll: int
    came: int
    rows: list[dict[str, Any]]

    @property
    def percent(self) -> float:
        return self.came * 100 / self.roll if self.roll else 0.0


def turnout(election: Election) -> Turnout:
    """The turnout by library: live while the polls are open, as published afterwards."""
    if election.is_told:
        rows = election.publication.turnout
    else:
        key = f"voting:turnout:{election.pk}"
        kept: list[dict[str, Any]] | None = cache.get(key)
        rows = kept if kept is not None else counting.turnout(election)
        if kept is None:
            cache.set(key, rows, COUNTED_FOR)
    told = [
        {**row, "name": str(Translated(row["name"])), "percent": row["came"] * 100 / row["roll"] if row["roll"] else 0}
        for row in rows
    ]
    return Turnout(sum(row["roll"] for row in rows), sum(row["came"] for row in rows), told)


def has_voted(election: Election, reader: Reader | None) -> bool | None:
    """Whether a reader took part; nothing for somebody who is not on the roll."""
    if reader is None:
        return None
    try:
        entry = casting.entry_of(election, reader)
    except casting.NotOnRoll:
        return None
    return Mark.objects.filter(pk=entry.pk).exists()


def open_for(reader: Reader) -> list[tuple[Election, bool]]:
    """Elections whose polls are open and on whose roll the reader stands, and whether they have voted."""
    now = timezone.now()
    lines = (
        RollEntry.objects.filter(
            reader__in=readers.line(reader), election__stage="voting", election__opens_at__lte=now,
            election__closes_at__gt=now,
        ).select_related("election", "mark").order_by("election__closes_at")
    )  # fmt: skip
    return [(line.election, hasattr(line, "mark")) for line in lines]


def of_work(work: Work) -> list[Candidate]:
    """Heroes of a book that stand, or stood and won, in elections that readers see."""
    found = Candidate.objects.filter(work=work, stage="registered").exclude(election__stage__in=["decree", "cancelled"])
    return list(found.select_related("election", "election__publication").order_by("-election__opens_at")[:5])


def on_start() -> list[Election]:
    """What the start page tells of: elections under way, else the one that ended last."""
    going_on = ["nomination", "registration", "campaign", "silence", "voting", "counting"]
    under_way = list(shown().select_related("publication").filter(stage__in=going_on).order_by("closes_at")[:3])
    return under_way or list(
        shown().select_related("publication").filter(stage__in=["protocol", "inaugurated"]).order_by("-closes_at")[:1]
    )


def loans_in_campaign(election: Election) -> int:
    """How often the books of the candidates were lent between the draw and the closing of the polls."""
    if election.drawn_at is None:
        return 0
    works_of = election.candidates.filter(stage="registered").values("work")
    return Loan.objects.filter(
        item__record__work__in=works_of, issued_at__gte=election.drawn_at,
        issued_at__lte=min(timezone.now(), election.closes_at)
    ).count()  # fmt: skip


def steps(election: Election) -> list[dict[str, str]]:
    """The way of the election for people: what is done, where it stands, what comes."""
    codes = [code for code in Election.machine.stages if code not in ("decree", "cancelled")]
    here = codes.index(election.stage) if election.stage in codes else -1
    return [
        {"label": str(Election.machine.stages[code].label),
         "state": "done" if n < here else "here" if n == here else "next"}
        for n, code in enumerate(codes)
    ]  # fmt: skip


def next_moment(election: Election, now: datetime | None = None) -> tuple[str, datetime] | None:
    """What comes next by the clock, and when: «nomination», «silence», «opens», «closes»."""
    now = now or timezone.now()
    moments = (
        ("nomination", election.nomination_until, ("nomination",)),
        ("silence", election.silence_from, ("registration", "campaign")),
        ("opens", election.opens_at, ("campaign", "silence", "voting")),
        ("closes", election.closes_at, ("silence", "voting")),
    )
    for name, at, stages in moments:
        if election.stage in stages and now < at:
            return name, at
    return None


def full(pk: int) -> Election | None:
    return (
        Election.objects.select_related("unit", "publication", "previous")
        .prefetch_related("members__user", Prefetch("stations")).filter(pk=pk).first()
    )  # fmt: skip


def log(election: Election) -> QuerySet[StageMove]:
    return election.stage_log().order_by("-pk")
