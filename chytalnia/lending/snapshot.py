"""What lending asks at every scan and what seldom changes: units, settings, rules, hours. Kept in memory for a moment.

A change made in this process is seen at once, one made in another within `TTL` seconds.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from chytalnia.network import queries as network
from chytalnia.network import settings as unit_settings
from chytalnia.network.hours import Hours, day_of
from chytalnia.network.models import Unit, UnitKind, UnitSetting

from .models import LendingRule

TTL = 10.0
#: A repair may last longer; then the term is what it is.
MOST_CLOSED_DAYS = 92


class Snapshot:
    def __init__(self) -> None:
        self.read_at = time.monotonic()
        self.units: dict[int, Unit] = {unit.pk: unit for unit in Unit.objects.defer("history", "directions", "summary")}
        self.by_path: dict[str, Unit] = {unit.path: unit for unit in self.units.values()}
        self.settings: dict[str, dict[str, Any]] = {path: {} for path in self.by_path}
        for path, key, value in UnitSetting.objects.values_list("unit__path", "key", "value"):
            self.settings.setdefault(path, {})[key] = value
        self.rules: dict[int, list[LendingRule]] = defaultdict(list)
        for rule in LendingRule.objects.order_by():
            self.rules[rule.unit_id].append(rule)
        self._hours: dict[int, Hours] = {}
        self._open: dict[tuple[int, date], date] = {}

    def unit(self, pk: int) -> Unit:
        try:
            return self.units[pk]
        except KeyError:
            # Opened a moment ago by another process.
            return self.units.setdefault(pk, Unit.objects.get(pk=pk))

    def setting(self, unit: Unit, name: str) -> Any:
        with unit_settings.remembered(self.settings):
            return unit_settings.setting(unit, name)

    def hours(self, unit: Unit) -> Hours:
        if unit.pk not in self._hours:
            with unit_settings.remembered(self.settings):
                self._hours.update(network.hours_of([unit]))
        return self._hours[unit.pk]

    def read_hours(self, units: Iterable[Unit]) -> None:
        """Read the hours of many units at once."""
        if missing := [unit for unit in units if unit.pk not in self._hours]:
            with unit_settings.remembered(self.settings):
                self._hours.update(network.hours_of(missing))

    def next_open(self, unit: Unit, day: date) -> date:
        """The day itself when the unit is open then, or the next on which it is; the day when nothing is known."""
        known = self._open.get((unit.pk, day))
        if known is None:
            hours, known = self.hours(unit), day
            if hours.is_known:
                ahead = (day + timedelta(days=n) for n in range(MOST_CLOSED_DAYS))
                known = next((each for each in ahead if day_of(hours, each).intervals), day)
            self._open[unit.pk, day] = known
        return known

    def system_of(self, unit: Unit) -> str:
        """The path of the library system a unit belongs to: the nearest system above, else its uppermost library."""
        above = [self.by_path[path] for path in unit.lineage if path in self.by_path]
        for each in reversed(above):
            if each.kind == UnitKind.SYSTEM:
                return each.path
        return next((each.path for each in above if each.kind != UnitKind.REGION), unit.path)

    def nearness(self, one: int, other: int) -> tuple[int, float]:
        """How near two units are: the same, of one system, then by distance in kilometres; smaller is nearer."""
        if one == other:
            return 0, 0.0
        here, there = self.unit(one), self.unit(other)
        same = self.system_of(here) == self.system_of(there)
        # Units that nobody put on the map come after those that are.
        far = network.distance_km(here.point, there.point) if here.point and there.point else 40_000.0
        return (1 if same else 2), far


_kept: Snapshot | None = None


def snapshot() -> Snapshot:
    global _kept  # noqa: PLW0603 – one for the process
    kept = _kept
    if kept is None or time.monotonic() - kept.read_at > TTL:
        kept = _kept = Snapshot()
    return kept


def forget() -> None:
    """Read anew at the next question."""
    global _kept  # noqa: PLW0603
    _kept = None
