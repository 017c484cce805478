"""What is asked about seminars."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from chytalnia.programmes.models import HOLDING, Enrolment
from chytalnia.programmes.nonstop import grid

from .models import Seminar, Talk


@dataclass(frozen=True, slots=True)
class Region:
    """From where people are: `region` is empty for those who did not say."""

    region: str
    people: int
    speakers: int
    share: int


def shown() -> QuerySet[Seminar]:
    """Seminars that everybody may see."""
    return (
        Seminar.objects.filter(programme__is_public=True, programme__stage__in=("running", "finished", "archived"))
        .exclude(occasion__stage="cancelled").select_related("programme", "occasion__unit", "occasion__zone")
    )  # fmt: skip


def with_numbers(found: QuerySet[Seminar]) -> QuerySet[Seminar]:
    return found.annotate(
        n_talks=Count("talks", filter=Q(talks__stage="accepted", talks__kind="talk"), distinct=True),
        n_recorded=Count("talks", filter=Q(talks__stage="accepted") & ~Q(talks__recording_url=""), distinct=True),
        n_to_decide=Count("talks", filter=Q(talks__stage="sent"), distinct=True),
    )


def programme_of(seminar: Seminar) -> list[Talk]:
    """Accepted talks in the order of the day, each knowing its seminar."""
    found = list(seminar.talks.in_programme())
    for talk in found:
        talk.seminar = seminar
    return found


def table(seminar: Seminar, talks: list[Talk]) -> tuple[list[str], list[Any]]:
    """Halls × hours of those that have an hour."""
    placed: Any = [talk for talk in talks if talk.starts_at]
    return grid.table(seminar.occasion, placed) if placed else ([], [])


def geography(seminar: Seminar) -> list[Region]:
    """Where people are from, most first: those enrolled by what they said, and the speakers."""
    people: Counter[str] = Counter()
    names: dict[str, str] = {}

    def known(text: str) -> str:
        plain = " ".join(text.split())
        return names.setdefault(plain.casefold(), plain) if plain else ""

    asked = str(seminar.ask_region_id)
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, state__in=HOLDING).values_list("answers", "seats")
    for answers, seats in rows:
        people[known(str((answers or {}).get(asked, "")))] += seats
    spoken = seminar.talks.filter(stage="accepted", kind="talk").values_list("region", flat=True)
    speakers = Counter(known(region) for region in spoken)
    speakers.pop("", None)
    most = max(people.values(), default=0) or 1
    found = [
        Region(region, people[region], speakers[region], round(100 * people[region] / most))
        for region in {*people, *speakers}
    ]
    return sorted(found, key=lambda row: (not row.region, -row.people, -row.speakers, row.region))
