"""The order in which a network is made up, and when it is refused. All of it is one transaction: broken off, it leaves nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from chytalnia.catalogue.models import Item, Record
from chytalnia.core import audit
from chytalnia.core.garbage import few_collections
from chytalnia.core.models import AuditEntry
from chytalnia.demo import units
from chytalnia.journal.models import Period
from chytalnia.lending import snapshot
from chytalnia.lending.models import Act
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
from chytalnia.search import services as search

from . import books, people
from .places import places
from .spool import Tell
from .year import Year

#: Gives a bar for a step that is named.
Bars = Callable[[str], AbstractContextManager[Tell]]
_ACT = "seed.made"
DAYS = 365


class UsedDatabaseError(Exception):
    """The database holds readers, records or loans that nobody seeded; says what."""


class SeededOtherwiseError(Exception):
    """The database was seeded with other numbers; says which."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; the same wish in the same network is the same database."""

    readers: int
    items: int
    loans: int
    seed: int
    until: date

    @property
    def first(self) -> date:
        return self.until - timedelta(days=DAYS - 1)

    def told(self) -> dict[str, Any]:
        return {**asdict(self), "until": self.until.isoformat()}


@dataclass(slots=True)
class Made:
    counts: dict[str, int]
    seconds: dict[str, float]


def is_made(wish: Wish) -> bool:
    """Whether this very wish was fulfilled here before. Raises SeededOtherwiseError for another one."""
    entry = AuditEntry.objects.filter(act=_ACT).order_by("-pk").first()
    if entry is None:
        return False
    told = entry.after or {}
    if {name: told.get(name) for name in wish.told()} == wish.told():
        return True
    raise SeededOtherwiseError(", ".join(f"--{name} {told.get(name)}" for name in wish.told()))


def refuse_used(wish: Wish) -> None:
    """Raises UsedDatabaseError when there is already something that the seed would mix with."""
    found = {
        "readers": Reader.objects.count(), "records": Record.objects.count(), "copies": Item.objects.count(),
        "acts": Act.objects.count(),
    }  # fmt: skip
    if any(found.values()):
        raise UsedDatabaseError(", ".join(f"{count} {name}" for name, count in found.items() if count))
    refuse_closed(wish)


def refuse_closed(wish: Wish) -> None:
    """Nothing can be counted in days that are closed."""
    if Period.objects.exclude(closed_at=None).filter(last__gte=wish.first, first__lte=wish.until).exists():
        raise UsedDatabaseError("a closed period in the days of the loans")


def make(wish: Wish, bars: Bars, *, index: bool = True) -> Made:
    """Make everything in one transaction; then, with `index`, the search index."""
    seconds: dict[str, float] = {}
    with transaction.atomic(), few_collections():
        counts = _make(wish, bars, seconds)
        audit.log(_ACT, by="chytalnia seed", after=wish.told())
    with _timed(seconds, "statistics"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if index:
        with bars("Search index") as tell, _timed(seconds, "index"):
            done = 0
            while moved := search.drain(limit=5000):
                done += moved
                tell(done, None)
    return Made(counts, seconds)


def _make(wish: Wish, bars: Bars, seconds: dict[str, float]) -> dict[str, int]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Rows are stored after those they refer to. Checked one by one, as they come: at the end there would be millions.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if not Unit.objects.places().exists():
        with bars("Libraries"), _timed(seconds, "libraries"):
            units.build()
    snapshot.forget()
    known = snapshot.snapshot()
    where = places(known)
    # Each part has a chance of its own: more readers are no other books.
    luck = {name: random.Random(f"{wish.seed}-{name}") for name in ("books", "copies", "people", "year", "prices")}  # noqa: S311
    with bars("Books") as tell, _timed(seconds, "books"):
        described = books.catalogue(
            places=where, titles=max(1, wish.items // books.COPIES), first=wish.first, chance=luck["books"], tell=tell
        )
        stock = books.copies(
            places=where, books=described, count=wish.items, first=wish.first, last=wish.until, chance=luck["copies"]
        )
    with bars("Readers") as tell, _timed(seconds, "readers"):
        readers, tables = people.make(
            places=where, count=wish.readers, first=wish.first, chance=luck["people"], known=known, tell=tell
        )
    with bars("A year of loans") as tell, _timed(seconds, "year"):
        year = Year(
            loans=wish.loans, places=where, stock=stock, readers=readers, tables=tables, known=known, first=wish.first,
            last=wish.until, chance=luck["year"],
        )  # fmt: skip
        year.run(tell)
    desk = year.desk
    counts = {
        "libraries": len(where), "records": sum(map(len, described.values())), "items": len(stock),
        "readers": len(readers), "loans": desk.loans.count, "open_loans": len(desk.loan_of), "holds": desk.holds.count,
        "transits": desk.transits.count, "acts": desk.ledger.acts.count, "facts": desk.ledger.facts.count,
    }  # fmt: skip
    with bars("Storing readers") as tell, _timed(seconds, "storing_readers"):
        people.store(tables, tell)
    with bars("Storing copies") as tell, _timed(seconds, "storing_copies"):
        books.store(places=where, stock=stock, chance=luck["prices"], tell=tell)
    with bars("Storing loans") as tell, _timed(seconds, "storing_loans"):
        desk.store(tell)
        books.tell_journal(stock, wish.first)
    return counts


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - began, 1)
