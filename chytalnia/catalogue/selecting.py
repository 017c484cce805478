"""Which records a request names: by number, by work, by the reader's list or by a search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from chytalnia.catalogue import finding
from chytalnia.catalogue.forms import SelectionForm
from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services.exporting import records_of_works
from chytalnia.search.queries import MOST_PER_PAGE

#: Records in one file for somebody who has not signed in, and for staff.
MOST_FOR_ANYBODY = 500
MOST_FOR_STAFF = 10_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What was named. `total` counts works for a search, records for numbers; `text` is what was searched for."""

    records: list[int]
    works: list[int]
    total: int
    text: str = ""
    by_search: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.records and not self.works

    def stream(self) -> Iterator[Record]:
        """The records, in the order named, those hidden or removed left out."""
        if self.records:
            found = Record.objects.public().in_bulk(self.records)
            yield from (found[pk] for pk in self.records if pk in found)
        yield from records_of_works(self.works)


def selected(request: HttpRequest, *, most: int) -> Selection:
    """The selection in the address: `ids`, `works`, or a search written as on the page of results. At most `most` works
    of a search are read; `total` says how many there were."""
    form = SelectionForm(request.GET)
    asked = form.asked
    limit = min(asked.get("limit") or most, most)
    ids, works = asked.get("ids") or [], asked.get("works") or []
    if ids or works:
        there = set(Record.objects.public().filter(pk__in=ids[:limit]).values_list("pk", flat=True))
        shown = set(Work.objects.shown().filter(pk__in=works[:limit]).values_list("pk", flat=True))
        kept, kept_works = [pk for pk in ids if pk in there], [pk for pk in works if pk in shown]
        return Selection(kept, kept_works, len(kept) + len(kept_works))
    search = finding.asked_in(request.GET)
    if search.is_everything:
        return Selection([], [], 0)
    found: list[int] = []
    total = 0
    while len(found) < limit:
        step = min(MOST_PER_PAGE, limit - len(found))
        page = finding.find(search, language=get_language() or "", limit=step, offset=len(found), facets=())
        total = page.total
        found += [int(hit.pk) for hit in page.hits if hit.kind == finding.WORK]
        if len(page.hits) < step:
            break
    return Selection([], found, total, search.text, by_search=True)


def most_for(request: HttpRequest) -> int:
    return MOST_FOR_STAFF if request.user.is_authenticated else MOST_FOR_ANYBODY
