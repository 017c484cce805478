"""What is asked of exhibitions: their walls in order, what is lent, what they brought about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from chytalnia.catalogue.queries import works
from chytalnia.lending.models import Loan

from .models import Exhibit, Exhibition, Section

SHOWN = ("running", "finished", "archived")


def exhibitions() -> QuerySet[Exhibition]:
    return Exhibition.objects.select_related("programme__unit", "programme__photo", "zone")


def shown() -> QuerySet[Exhibition]:
    return exhibitions().filter(programme__is_public=True, programme__stage__in=SHOWN)


@dataclass(slots=True)
class Hung:
    exhibit: Exhibit
    book: dict[str, Any] | None

    @property
    def is_lent(self) -> bool:
        """Its copy is not in place: a note stands there instead."""
        return self.exhibit.copy is not None and not self.exhibit.copy.is_available


def walls(exhibition: Exhibition) -> list[tuple[Section, list[Hung]]]:
    """Sections with what hangs in them. The number of queries does not grow."""
    exhibits = Exhibit.objects.select_related("work", "copy__unit", "copy__zone", "asset")
    sections = list(exhibition.sections.prefetch_related(Prefetch("exhibits", exhibits)))
    hung = [exhibit for section in sections for exhibit in section.exhibits.all()]
    found = {exhibit.work.pk: exhibit.work for exhibit in hung if exhibit.work is not None}
    drawn = dict(zip(found, works.books(found.values()), strict=True))
    return [
        (section, [Hung(exhibit, drawn.get(exhibit.work_id or 0)) for exhibit in section.exhibits.all()]) for section in sections
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
    copies = list(
        Exhibit.objects.filter(section__exhibition=exhibition, copy__isnull=False).values_list("copy", flat=True)
    )
    programme = exhibition.programme
    first = programme.first_day or timezone.localdate()
    last = min(programme.last_day or timezone.localdate(), timezone.localdate())
    loans = Loan.objects.filter(
        item__in=copies, issued_at__date__gte=first, issued_at__date__lt=last + timedelta(days=1)
    )
    return Worth(len(copies), loans.exclude(state="undone").count() if copies else 0)


def of_work(work: Any) -> list[Exhibition]:
    return list(shown().filter(sections__exhibits__work=work, programme__stage="running").distinct()[:4])
