"""The list of libraries as a reader asks for it: which, in what order, open or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import queries
from .forms import LibraryFilter
from .hours import Status, status
from .models import Unit, UnitState
from .sentences import status_sentence


@dataclass(frozen=True, slots=True)
class Listed:
    """A library in the list: whether it is open, in words, and how many metres away when it is known whence."""

    unit: Unit
    status: Status
    sentence: str
    metres: float | None = None

    @property
    def phone(self) -> Any:
        return next((contact for contact in self.unit.contacts.all() if contact.kind == "phone"), None)


@dataclass(frozen=True, slots=True)
class Listing:
    shown: list[Listed]
    total: int
    settlements: list[str]
    #: Whence distances are told, when they are.
    here: tuple[float, float] | None


def listing(asked: LibraryFilter, at: datetime) -> Listing:
    """Libraries that fit, the nearest first when it is known whence, else in the order of the tree.

    The number of queries does not depend on how many libraries there are.
    """
    units = list(queries.places())
    here = asked.here or _middle(units, asked.asked.get("place", ""))
    fitting = [unit for unit in units if _fits(unit, asked)]
    hours = queries.hours_of(fitting)
    listed = [_listed(unit, hours[unit.pk], at, here) for unit in fitting]
    if asked.asked.get("open"):
        listed = [one for one in listed if one.status.is_open]
    if here:
        listed.sort(key=lambda one: (one.metres is None, one.metres or 0))
    settlements = sorted({str(unit.settlement) for unit in units if unit.settlement})
    return Listing(listed, len(units), settlements, here)


def _listed(unit: Unit, hours: Any, at: datetime, here: tuple[float, float] | None) -> Listed:
    told = status(hours, at)
    if unit.state != UnitState.WORKING:
        told = Status(is_open=False, day=told.day, is_known=told.is_known)
    metres = queries.distance_km(here, unit.point) * 1000 if here and unit.point else None
    sentence = str(unit.state_note) or str(unit.get_state_display()) if unit.state != UnitState.WORKING else ""
    return Listed(unit, told, sentence or status_sentence(told, at), metres)


def one(unit: Unit, at: datetime) -> Listed:
    return _listed(unit, queries.hours_of([unit])[unit.pk], at, None)


def _fits(unit: Unit, asked: LibraryFilter) -> bool:
    wanted = asked.asked
    code = wanted.get("good_at")
    if code and code not in {one.code for one in unit.specialisations.all()}:
        return False
    return all(word in text_of(unit) for word in wanted.get("q", "").casefold().split())


def text_of(unit: Unit) -> str:
    """All that a library may be called by, in every language it is told in."""
    told = (unit.name, unit.short_name, unit.honour_name, unit.settlement, unit.address, unit.summary)
    return " ".join([*(text for translated in told for text in translated.values()), unit.number, unit.code]).casefold()


def _middle(units: Sequence[Unit], settlement: str) -> tuple[float, float] | None:
    """The middle of a settlement's libraries: whence to measure when a reader names a place instead of showing it."""
    points = [unit.point for unit in units if unit.point and settlement and settlement in unit.settlement.values()]
    if not points:
        return None
    return sum(lat for lat, _lon in points) / len(points), sum(lon for _lat, lon in points) / len(points)
