"""Elections as the search knows them: by their heroes, and by the books these come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation

from chytalnia.network.models import Unit
from chytalnia.search.entries import SearchEntry

from .models import Candidate, Election

KIND = "election"
_HIDDEN = ("decree", "cancelled")


def build(pks: list[Any]) -> Iterator[SearchEntry]:
    found = Election.objects.filter(pk__in=[int(pk) for pk in pks]).exclude(stage__in=_HIDDEN).select_related("unit")
    for election in found:
        candidates = list(
            Candidate.objects.filter(election=election, stage="registered").select_related("work").order_by("number")
        )
        titles = [text for text in election.title.values() if text]
        with translation.override("uk"):
            url = reverse("voting:election", args=[election.slug])
        yield SearchEntry(
            kind=KIND, pk=election.pk, title=titles[0] if titles else election.slug, titles=titles[1:],
            subjects=[name for c in candidates for name in dict.fromkeys(c.hero.values()) if name],
            other=[
                *(text for text in election.purpose.values() if text), *(c.work.title for c in candidates),
                "вибори выборы сайлау election", *dict.fromkeys(election.unit.name.values()),
            ],
            units=list(Unit.objects.filter(path__in=election.unit.lineage).values_list("code", flat=True)),
            year=election.opens_at.year, added=election.created_at.date().toordinal(), url=url,
        )  # fmt: skip


def every() -> Iterator[int]:
    return Election.objects.exclude(stage__in=_HIDDEN).values_list("pk", flat=True).iterator()
