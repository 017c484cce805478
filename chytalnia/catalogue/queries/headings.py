"""Names and subjects: what is under a heading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, QuerySet

from chytalnia.catalogue.models import Authority, Heading, Record, Work

SORTS = {
    "": ("-popularity", "-available_count", "-record_count", "sort_title", "pk"),
    "newest": (F("year_to").desc(nulls_last=True), "sort_title", "pk"),
    "oldest": (F("year").asc(nulls_last=True), "sort_title", "pk"),
    "title": ("sort_title", "pk"),
}
#: Uses of a heading looked at to tell languages and neighbours; enough for a fair picture, cheap for the largest.
SAMPLE = 2000


def works_under(authority: Authority, *, about: bool, sort: str = "") -> QuerySet[Work]:
    """Works by somebody, or about somebody or something."""
    uses = Heading.objects.filter(authority=authority)
    uses = uses.filter(role="sub") if about else uses.exclude(role="sub")
    records = Record.objects.public().filter(pk__in=uses.values("record"))
    return Work.objects.shown().filter(pk__in=records.values("work")).order_by(*SORTS.get(sort, SORTS[""]))


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known from the uses of a heading."""

    languages: list[tuple[str, int]]
    roles: list[tuple[str, int]]
    neighbours: list[Authority]


def around(authority: Authority) -> Around:
    """Languages of its records, roles it has in them, and the headings it stands with most often. Three queries."""
    uses = list(Heading.objects.filter(authority=authority).values_list("record", "role")[:SAMPLE])
    records = [record for record, _ in uses][:SAMPLE]
    spoken = Counter(
        code
        for text in Record.objects.public().filter(pk__in=records[:800]).values_list("languages", flat=True)
        for code in text.split()[:1]
    )
    beside: Counter[int] = Counter(
        Heading.objects.filter(record__in=records[:400])
        .exclude(authority=authority)
        .values_list("authority", flat=True)[:SAMPLE]
    )
    found = Authority.objects.in_bulk([pk for pk, _ in beside.most_common(12)])
    return Around(
        languages=spoken.most_common(12),
        roles=Counter(role for _, role in uses if role != "sub").most_common(8),
        neighbours=[found[pk] for pk, _ in beside.most_common(12) if pk in found],
    )
