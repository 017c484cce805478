"""The making of the demonstration network, step by step. A step that is done is noted in the audit log and not repeated."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from chytalnia.catalogue.models import MergeCase, Work
from chytalnia.catalogue.services import merging, works
from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.network.models import Unit
from chytalnia.people.models import User
from chytalnia.search import services as search

from . import (
    accounting,
    campaigns,
    care,
    classics,
    clubs,
    crossing,
    describing,
    elections,
    events,
    floors,
    lending,
    offline,
    pages,
    past,
    people,
    programs,
    readers,
    receptions,
    schools,
    seminars,
    shows,
    stock,
    trailers,
    units,
)
from . import records as arrivals

Bar = Callable[[int, int | None], None]
#: Gives a bar for a step that is named.
Bars = Callable[[str], AbstractContextManager[Bar]]

_ACT = "demo"


class ForeignLibraryError(Exception):
    """The database holds a library that is not the demonstration's."""


def is_done(step: str) -> bool:
    return AuditEntry.objects.filter(act=f"{_ACT}.{step}").exists()


def refuse_foreign() -> None:
    """Raises ForeignLibraryError when there is a library here and it is not ours."""
    if not is_done("units") and Unit.objects.exists():
        raise ForeignLibraryError


def make(bars: Bars, *, small: bool = False, password: str = people.PASSWORD) -> bool:
    """Make what is not there yet; returns whether anything was. Broken off, it goes on with the step it was in."""
    steps: dict[str, tuple[str, Callable[[Bar], object]]] = {
        "units": ("Libraries", units.build),
        "people": ("People", lambda bar: people.build(password)),
        "readers": ("Readers", lambda bar: readers.build(bar, password)),
        "programs": ("Programs", lambda bar: programs.build()),
        "records": ("Records", lambda bar: arrivals.bring_in(bar, small=small)),
        "stock": ("Copies", stock.build),
        "accounting": ("Books of the stock", accounting.build),
        "desk": ("Work on the desk", lambda bar: work_on_the_desk()),
        "crossing": ("Travelling books", crossing.build),
        "lending": ("Lending", lending.build),
        "offline": ("A day without a line", lambda bar: offline.build()),
        "elections": ("Literary elections", elections.build),
        "events": ("Events", events.build),
        "seminars": ("Seminars", lambda bar: seminars.build()),
        "clubs": ("Clubs", clubs.build),
        "schools": ("Schools", schools.build),
        "floors": ("Plans and rooms", floors.build),
        "shows": ("Exhibitions", shows.build),
        "campaigns": ("Marathons", campaigns.build),
        "care": ("Children in care", care.build),
        "receptions": ("Receptions", receptions.build),
        "trailers": ("Book trailers", lambda bar: trailers.build(bar, password=password, small=small)),
        "past": ("Two months of facts", lambda bar: past.build()),
        "index": ("Search index", feed_index),
        "pages": ("News and pages", pages.build),
    }
    made = False
    for step, (title, act) in steps.items():
        if is_done(step):
            continue
        with bars(title) as bar:
            act(bar)
        audit.log(f"{_ACT}.{step}", by="chytalnia demo")
        made = True
    if made:
        # What the last step told is few; it need not wait for a worker.
        search.drain()
    return made


def feed_index(bar: Bar) -> None:
    done = 0
    while moved := search.drain(limit=5000):
        done += moved
        bar(done, None)


def work_on_the_desk() -> None:
    """Begun and finished work that staff would find: drafts, works joined and split, duplicates decided."""
    cataloguer = User.objects.get(username="cataloguer")
    city = Unit.objects.get(code="kremenchuk")
    describing.build(cataloguer, city)
    # Within the system: a pair of two systems is not for its cataloguer to decide.
    cases = list(MergeCase.objects.filter(stage="open", first__owner=city, second__owner=city).order_by("-score", "pk"))
    for case in cases[:2]:
        merging.merge(case=case, keep=case.first, by=cataloguer)
    for case in cases[2:][-1:] if len(cases) > 6 else ():
        merging.keep_apart(case=case, by=cataloguer)
    _join_and_split(cataloguer)


def _join_and_split(cataloguer: User) -> None:
    seen: dict[tuple[str, str], Work] = {}
    joined = 0
    for work in Work.objects.shown().exclude(author_key="").order_by("author_key", "pk"):
        # One author, one title in two spellings: a candidate that a cataloguer would join.
        key = work.author_key, "".join(char for char in work.sort_title if char.isalpha())[:24]
        first = seen.setdefault(key, work)
        if first is not work and joined < 3:
            works.join(works=[first, work], by=cataloguer)
            joined += 1
    many = Work.objects.shown().filter(record_count__gte=3)
    several = many.exclude(records__control_number__startswith=classics.NUMBERS).order_by("-record_count", "pk").first()
    if several is not None:
        works.split(record=several.records.order_by("-pk")[0], by=cataloguer)
