"""What is asked about seminars."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chytalnia.core.certificates import Paper
from chytalnia.programmes.models import HOLDING, Enrolment
from chytalnia.programmes.nonstop import grid

from .models import Certificate, Day, Seminar, Talk

#: What people type into a free field is shown to everybody: addresses and numbers are no regions.
MOST_SIGNS = 60
_NO_REGION = re.compile(r"[@\d<>]|https?:|www\.")


@dataclass(frozen=True, slots=True)
class Region:
    """From where people are: `region` is empty for those who did not say."""

    region: str
    people: int
    speakers: int
    #: width of the bars, of a hundred
    share: int
    share_speakers: int = 0


def shown() -> QuerySet[Seminar]:
    """Seminars that everybody may see."""
    return (
        Seminar.objects.filter(programme__is_public=True, programme__stage__in=("running", "finished", "archived"))
        .exclude(occasion__stage="cancelled").select_related("programme", "occasion__unit", "occasion__zone")
    )  # fmt: skip


def with_numbers(found: QuerySet[Seminar]) -> QuerySet[Seminar]:
    """With how many talks are accepted, recorded and still to be decided upon."""
    return found.annotate(
        n_talks=Count("talks", filter=Q(talks__stage="accepted", talks__kind="talk"), distinct=True),
        n_recorded=Count(
            "talks",
            filter=Q(talks__stage="accepted") & (~Q(talks__recording_url="") | Q(talks__recording_file__isnull=False)),
            distinct=True,
        ),
        n_to_decide=Count("talks", filter=Q(talks__stage="sent"), distinct=True),
    )


def programme_of(seminar: Seminar) -> list[Talk]:
    """Accepted talks in the order of the day, each knowing its seminar."""
    found = list(seminar.talks.in_programme().select_related("recording_file", "slides_file"))
    for talk in found:
        talk.seminar = seminar
    return found


@dataclass(frozen=True, slots=True)
class Grid:
    """A day of the programme: halls × hours."""

    day: Day
    halls: list[str]
    rows: list[Any]


def grids(seminar: Seminar, talks: list[Talk]) -> list[Grid]:
    """A grid for each day on which something stands; a talk left on a day that was moved away keeps one of its own."""
    placed: Any = [talk for talk in talks if talk.starts_at]
    days = {day.begins.date(): day for day in seminar.days}
    for talk in placed:
        days.setdefault(talk.begins.date(), Day(talk.begins, talk.ends))
    found = []
    for on, day in sorted(days.items()):
        own = [talk for talk in placed if talk.begins.date() == on]
        if own:
            found.append(Grid(day, *grid.table(day, own)))
    return found


def paper(code: str) -> Paper | None:
    """What a stranger reads of a certificate of attendance."""
    rows = Certificate.objects.select_related("seminar__programme", "seminar__occasion__unit")
    found = rows.filter(number=code).first()
    if found is None:
        return None
    seminar = found.seminar
    facts = [
        (str(seminar.get_kind_display()), str(seminar)), (_("Days"), days_of(found)),
        (pgettext("of a certificate", "For"), deed_of(found)),
        (_("Academic hours"), number_format(found.hours)),
        *([(pgettext("of a certificate", "From"), found.library)] if found.library else []),
    ]  # fmt: skip
    return Paper(
        title=_("Certificate of attendance"), number=found.shown, holder=found.name, facts=facts, issued=found.issued_on,
        organisation=str(seminar.occasion.unit.name), address=found.get_absolute_url(),
        gone=_("Taken back: %(why)s") % {"why": found.revoked_why} if found.revoked_at else "",
        pdf=reverse("seminars:certificate_pdf", args=[found.number]),
    )  # fmt: skip


def deed_of(certificate: Certificate) -> str:
    """For what a certificate was given."""
    if certificate.talk_id:
        return _("a talk")
    return _("taking part online") if certificate.is_remote else _("taking part")


def days_of(certificate: Certificate) -> str:
    """The days on which somebody was there: «18 листопада 2026 р., 20 листопада 2026 р.», or those of the whole seminar."""
    if not certificate.days:
        return days_in_words(certificate.seminar)
    return ", ".join(date_format(date.fromisoformat(day), "DATE_FORMAT") for day in certificate.days)


def days_in_words(seminar: Seminar) -> str:
    """«18 листопада 2026 р.», «18 листопада – 19 листопада 2026 р.»"""
    first, last = seminar.days[0].begins.date(), seminar.days[-1].begins.date()
    if first == last:
        return date_format(first, "DATE_FORMAT")
    return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"


def geography(seminar: Seminar) -> list[Region]:
    """Where people are from, most first: those enrolled by what they said, and the speakers."""
    people: Counter[str] = Counter()
    names: dict[str, str] = {}

    def known(text: str) -> str:
        plain = " ".join(text.split())[:MOST_SIGNS]
        if _NO_REGION.search(plain):
            return ""
        return names.setdefault(plain.casefold(), plain) if plain else ""

    asked = str(seminar.ask_region_id)
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, state__in=HOLDING).values_list("answers", "seats")
    for answers, seats in rows:
        people[known(str((answers or {}).get(asked, "")))] += seats
    spoken = seminar.talks.filter(stage="accepted", kind="talk").values_list("region", flat=True)
    speakers = Counter(known(region) for region in spoken)
    speakers.pop("", None)
    most = max([*people.values(), *speakers.values()], default=0) or 1
    found = [
        Region(
            region,
            people[region],
            speakers[region],
            round(100 * people[region] / most),
            round(100 * speakers[region] / most),
        )
        for region in {*people, *speakers}
    ]
    return sorted(found, key=lambda row: (not row.region, -row.people, -row.speakers, row.region))
