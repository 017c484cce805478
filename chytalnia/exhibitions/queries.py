"""What is asked of exhibitions: their walls in order, what is lent, what they brought about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.queries import works
from chytalnia.lending.models import Loan
from chytalnia.media.models import Asset, Kind
from chytalnia.spaces.models import Piece

from .models import Exhibit, Exhibition, Section

SHOWN = ("running", "finished", "archived")


def exhibitions() -> QuerySet[Exhibition]:
    return Exhibition.objects.select_related(
        "programme__unit", "programme__photo", "zone", "place__plan__unit", "place__zone"
    )


def shown() -> QuerySet[Exhibition]:
    return exhibitions().filter(programme__is_public=True, programme__stage__in=SHOWN)


def on_show() -> QuerySet[Exhibition]:
    """What can be seen today. One that nobody has ended is over all the same when its last day is."""
    return shown().filter(_goes_on())


def _goes_on() -> Q:
    return Q(programme__stage="running") & (
        Q(programme__last_day=None) | Q(programme__last_day__gte=timezone.localdate())
    )


def standing_at(piece: Piece) -> QuerySet[Exhibition]:
    return on_show().filter(place=piece)


def places_of(items: Iterable[Item]) -> dict[int, Piece]:
    """Of copies that stand at an exhibition now, by their keys, where on a plan that readers may see. One query."""
    rows = Exhibit.objects.filter(
        copy__in=list(items),
        section__exhibition__in=Exhibition.objects.filter(_goes_on(), place__plan__is_public=True),
    )
    related = "section__exhibition__place"
    rows = rows.select_related(f"{related}__plan__unit", f"{related}__zone")
    return {
        exhibit.copy_id: exhibit.section.exhibition.place
        for exhibit in rows
        if exhibit.copy_id is not None and exhibit.section.exhibition.place is not None
    }


def goes_on(exhibition: Exhibition) -> bool:
    programme = exhibition.programme
    return programme.stage == "running" and (programme.last_day is None or programme.last_day >= timezone.localdate())


def past() -> QuerySet[Exhibition]:
    return shown().exclude(_goes_on())


#: So many covers of books stand on the card of an exhibition without a picture.
COVERS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """An exhibition in a list: its picture, or the first books."""

    exhibition: Exhibition
    books: list[dict[str, Any]]


def cards(exhibitions: Iterable[Exhibition]) -> list[Card]:
    """The number of queries does not grow."""
    found = list(exhibitions)
    bare = [one.pk for one in found if one.programme.photo is None]
    first: dict[int, list[Any]] = {pk: [] for pk in bare}
    rows = Exhibit.objects.filter(section__exhibition__in=bare, work__isnull=False).select_related("section", "work")
    for exhibit in rows.order_by("section__order", "section", "order", "pk"):
        if len(first[exhibit.section.exhibition_id]) < COVERS:
            first[exhibit.section.exhibition_id].append(exhibit.work)
    wanted = {work.pk: work for row in first.values() for work in row}
    drawn = dict(zip(wanted, works.books(wanted.values()), strict=True))
    return [Card(one, [drawn[work.pk] for work in first.get(one.pk, [])]) for one in found]


@dataclass(slots=True)
class Hung:
    exhibit: Exhibit
    book: dict[str, Any] | None
    #: how often its copy was lent while it was shown
    times: int = 0

    @property
    def is_lent(self) -> bool:
        """Its copy is not in place: a note stands there instead."""
        return self.exhibit.copy is not None and not self.exhibit.copy.is_available


def walls(exhibition: Exhibition, times: Mapping[int, int] | None = None) -> list[tuple[Section, list[Hung]]]:
    """Sections with what hangs in them, and by `times` of copies how often each was lent. The number of queries does not grow."""
    times = times or {}
    exhibits = Exhibit.objects.select_related("work", "copy__unit", "copy__zone", "asset")
    sections = list(exhibition.sections.prefetch_related(Prefetch("exhibits", exhibits)))
    hung = [exhibit for section in sections for exhibit in section.exhibits.all()]
    found = {exhibit.work.pk: exhibit.work for exhibit in hung if exhibit.work is not None}
    drawn = dict(zip(found, works.books(found.values()), strict=True))
    return [
        (
            section,
            [
                Hung(exhibit, drawn.get(exhibit.work_id or 0), times.get(exhibit.copy_id or 0, 0))
                for exhibit in section.exhibits.all()
            ],
        )
        for section in sections
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worth:
    """Shown N copies, issued n of them – each as often as it was lent – and n/N."""

    shown: int
    issued: int

    @property
    def efficiency(self) -> float:
        return round(self.issued / self.shown, 2) if self.shown else 0.0


def worth(exhibition: Exhibition) -> Worth:
    """What was lent of what was shown while it was; nobody's name is asked. Two queries."""
    return worth_of(lent_times(exhibition))


def worth_of(lent: Mapping[int, int]) -> Worth:
    return Worth(len(lent), sum(lent.values()))


def lent_times(exhibition: Exhibition) -> dict[int, int]:
    """Of each copy that is shown how often it was lent in the days of the exhibition."""
    copies = list(
        Exhibit.objects.filter(section__exhibition=exhibition, copy__isnull=False).values_list("copy", flat=True)
    )
    if not copies:
        return {}
    programme = exhibition.programme
    first = programme.first_day or timezone.localdate()
    last = min(programme.last_day or timezone.localdate(), timezone.localdate())
    loans = Loan.objects.filter(
        item__in=copies, issued_at__date__gte=first, issued_at__date__lt=last + timedelta(days=1)
    )
    lent = dict(loans.exclude(state="undone").order_by().values_list("item").annotate(n=Count("pk")))
    return {copy: lent.get(copy, 0) for copy in copies}


def of_work(work: Any) -> list[Exhibition]:
    return list(on_show().filter(sections__exhibits__work=work).distinct()[:4])


#: Pictures of a library from which one is chosen.
MOST_PICTURES = 24


def pictures(exhibition: Exhibition, text: str = "") -> QuerySet[Asset]:
    """Pictures that the library keeps and may show, the newest first; by words of their name, description and rights holder."""
    found = Asset.objects.filter(unit=exhibition.programme.unit_id, kind=Kind.IMAGE, public=True)
    for word in text.split()[:5]:
        found = found.filter(
            Q(name__icontains=word) | Q(description__icontains=word) | Q(rights_holder__icontains=word)
        )
    return found[:MOST_PICTURES]
