"""Acts and facts of a year as the services of lending write them: one act, one fact, one place in a tally."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from chytalnia.journal import kinds
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.lending.kinds import FACT_OF
from chytalnia.lending.models import Act, ActKind, Channel

from . import spool

NOTHING = ("", "", "")

_FACT = (
    "id", "kind", "unit", "day", "audience", "place", "document_kind", "language", "knowledge", "quantity", "at",
    "source_kind", "source_id", "note", "key", "recorded_at",
)  # fmt: skip
_ACT = (
    "id", "key", "kind", "unit", "device", "channel", "at", "recorded_at", "reader", "item", "loan", "hold", "part_of", "fact",
    "detail", "changes",
)  # fmt: skip
_READER = _ACT.index("reader")


@dataclass(slots=True)
class Entry:
    """One act on its way into the ledger. `owner` collects the rows that forget their reader together with it."""

    kind: ActKind
    unit: int
    fact: str = ""
    reader: int | None = None
    item: int | None = None
    loan: int | None = None
    hold: int | None = None
    audience: str = ""
    place: str = ""
    of: tuple[str, str, str] = NOTHING
    detail: str = "{}"
    changes: str = "[]"
    owner: list[list[Any]] | None = None


@dataclass(slots=True)
class Ledger:
    chance: random.Random
    moment: spool.Moments
    facts: spool.Spool = field(default_factory=lambda: spool.Spool(Fact, _FACT))
    acts: spool.Spool = field(default_factory=lambda: spool.Spool(Act, _ACT))
    sums: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    #: acts before this day that belong to no loan and no hold have forgotten their reader
    forgotten: date = date.min
    _checked: set[tuple[Any, ...]] = field(default_factory=set)
    _dashes: bool = field(default_factory=lambda: connection.vendor == "postgresql")

    def write(self, day: date, minute: int, *entries: Entry, channel: Channel = Channel.DESK) -> None:
        """The first entry is the act, the others are its parts."""
        main = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        at, told, first = self.moment(day, minute), day.isoformat(), 0
        for n, entry in enumerate(entries):
            key = uuid.uuid5(main, f"{n}") if n else main
            name = str(key)
            pk, fact = self.acts.id(), self.facts.id()
            kind = entry.fact or FACT_OF[entry.kind]
            where = (kind, entry.unit, day, entry.audience, entry.place, *entry.of)
            self._check(where)
            self.sums[where] += 1
            self.facts.add(
                (
                    fact, kind, entry.unit, told, entry.audience, entry.place, *entry.of, 1, at, "lending.act", name, "",
                    f"lending:{name}", at,
                )
            )  # fmt: skip
            row = [
                pk, name if self._dashes else key.hex, entry.kind.value, entry.unit, "", channel.value, at, at, entry.reader,
                entry.item, entry.loan, entry.hold, first if n else None, fact, entry.detail, entry.changes,
            ]  # fmt: skip
            if entry.owner is None and day < self.forgotten:
                row[_READER] = None
            # A part is never stored before its act.
            owner = entry.owner if entry.owner is not None else entries[0].owner
            if owner is not None:
                owner.append(row)
            else:
                self.acts.add(row)
            first = first or pk

    def close(self, rows: list[list[Any]], *, forgets: bool) -> None:
        """A loan or a hold has ended, or the year has: its acts are stored, without their reader if that is forgotten."""
        for row in rows:
            if forgets:
                row[_READER] = None
            self.acts.add(row)
        rows.clear()

    def _check(self, where: tuple[Any, ...]) -> None:
        """That a fact may be counted so; each way of counting is looked at once."""
        counted = (where[0], *where[3:])
        if counted in self._checked:
            return
        kind = kinds.kind(where[0])
        for name, value in zip(kinds.DIMENSIONS, where[3:], strict=True):
            if value and (name not in kind.dimensions or value not in kinds.VALUES.get(name, _ANY).values):
                raise ValueError(f"{kind.code} is not counted by {name} {value}")
        self._checked.add(counted)

    def store(self, tell: spool.Tell) -> None:
        total = self.facts.count + self.acts.count
        facts = self.facts.store(lambda done: tell(done, total))
        self.acts.store(lambda done: tell(facts + done, total))
        journal.count(self.sums)


class _Any:
    @property
    def values(self) -> _Any:
        return self

    def __contains__(self, value: object) -> bool:
        return True


_ANY = _Any()
