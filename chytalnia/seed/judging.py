"""Who a reader is on a day and what terms they have: asked of the rules of lending once for each case and remembered."""

from __future__ import annotations

from datetime import date

from chytalnia.lending import rules
from chytalnia.lending.models import Mode
from chytalnia.lending.snapshot import Snapshot
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries

from . import people
from .places import Place


class Judging:
    """`day` is today; whoever stands at the desk moves it on."""

    def __init__(self, *, places: list[Place], readers: people.Readers, known: Snapshot, day: date) -> None:
        self.places, self.readers, self.known, self.day = places, readers, known, day
        self._probe = Reader(kind="person")
        self._bands: dict[int, str] = {}
        self._categories: dict[tuple[int, int], str] = {}
        self._terms: dict[tuple[int, Mode, str, str], rules.Terms] = {}
        self._dues: dict[tuple[int, int, date], date] = {}

    def age(self, reader: int) -> int:
        self._probe.birth_date = date.fromordinal(self.readers.born[reader])
        return queries.age_on(self._probe, self.day) or 0

    def band(self, age: int) -> str:
        if age not in self._bands:
            self._bands[age] = queries.age_band(self._probe, self.day)
        return self._bands[age]

    def category(self, reader: int, age: int) -> str:
        at = self.readers.place[reader]
        if (at, age) not in self._categories:
            self._probe.home_unit = self.places[at].unit
            self._categories[at, age] = str(queries.category(self._probe, self.day).value)
        return self._categories[at, age]

    def terms(self, at: int, mode: Mode, category: str, kind: str) -> rules.Terms:
        key = (at, mode, category, kind)
        if key not in self._terms:
            self._terms[key] = rules.terms(
                self.places[at].unit, mode=mode, category=category, document_kind=kind, known=self.known
            )
        return self._terms[key]

    def due(self, at: int, said: rules.Terms, days: int) -> date:
        key = (at, days, self.day)
        if key not in self._dues:
            if len(self._dues) > 10_000:
                self._dues.clear()
            self._dues[key] = rules.due_date(said, unit=self.places[at].unit, day=self.day, days=days, known=self.known)
        return self._dues[key]
