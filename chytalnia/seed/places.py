"""Where it happens: the libraries of the network that lend, how large each is, whom and in which language it serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from chytalnia.catalogue.queries import holder_of
from chytalnia.lending.snapshot import Snapshot
from chytalnia.network.hours import day_of
from chytalnia.network.models import Unit, UnitKind, UnitType
from chytalnia.network.settings import remembered, setting

from .words import WORDS

_SIZE: dict[str, float] = {UnitKind.LIBRARY: 6.0, UnitKind.BRANCH: 2.0, UnitKind.POINT: 0.2}
_CHILDREN = (UnitType.CENTRAL_CHILDREN, UnitType.CHILDREN)


@dataclass(slots=True)
class Place:
    """A unit that lends. `children` says that it is a library for them alone."""

    unit: Unit
    holder: Unit
    system: str
    language: str
    children: bool
    size: float
    _open: dict[int, bool] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.unit.pk

    def is_open(self, day: date, known: Snapshot) -> bool:
        """By the hours of the library; one that told none works from Monday to Saturday."""
        key = day.toordinal()
        found = self._open.get(key)
        if found is None:
            hours = known.hours(self.unit)
            found = bool(day_of(hours, day).intervals) if hours.is_known else day.weekday() < 6
            self._open[key] = found
        return found

    def next_open(self, day: date, known: Snapshot) -> date:
        return next((d for n in range(92) if self.is_open(d := day + timedelta(days=n), known)), day)


def places(known: Snapshot) -> list[Place]:
    """Every place of the network, in the order of the tree."""
    found = []
    units = list(Unit.objects.places().order_by("path"))
    known.read_hours(known.unit(unit.pk) for unit in units)
    with remembered(known.settings):
        for row in units:
            unit = known.unit(row.pk)
            language = setting(unit, "network.language")
            size = _SIZE.get(unit.kind, 1.0) * (0.3 if unit.is_rural else 1.0)
            found.append(
                Place(
                    unit, known.unit(holder_of(unit).pk), known.system_of(unit),
                    language if language in WORDS else "uk", unit.type in _CHILDREN, size,
                )
            )  # fmt: skip
    return found
