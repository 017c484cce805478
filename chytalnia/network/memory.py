"""Units and opening hours for the pages of readers, remembered by this process.

A page of results names dozens of libraries and says of each whether it is open; to ask the database for each page cost more
than the search itself. What is changed by this process shows at once, what another one changed within SECONDS. Desks and
rules, to whom a minute matters, ask the database.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from . import queries, settings
from .hours import Hours, Status, status
from .models import Unit
from .signals import unit_changed

SECONDS = 60


class _Memory:
    """All that is remembered. To forget is to begin another: what a slow reader still brings goes into the old one."""

    def __init__(self) -> None:
        self.units: dict[int, Unit] = {}
        self.by_code: dict[str, Unit] = {}
        self.hours: dict[int, Hours] = {}
        self.statuses: dict[int, tuple[datetime, Status]] = {}
        self.until = time.monotonic() + SECONDS


_held = [_Memory()]


def forget() -> None:
    _held[0] = _Memory()


def units(pks: Iterable[int]) -> dict[int, Unit]:
    """Units by number; those that are not there are left out. They are everybody's: not to be changed or saved."""
    memory, wanted = _current(), set(pks)
    if missing := wanted - memory.units.keys():
        _learn(memory, Q(pk__in=missing))
    return {pk: memory.units[pk] for pk in wanted if pk in memory.units}


def units_coded(codes: Iterable[str]) -> dict[str, Unit]:
    """The same by code, in the order of the codes."""
    memory, wanted = _current(), list(dict.fromkeys(codes))
    if missing := [code for code in wanted if code not in memory.by_code]:
        _learn(memory, Q(code__in=missing))
    return {code: memory.by_code[code] for code in wanted if code in memory.by_code}


def hours_of(shown: Sequence[Unit]) -> dict[int, Hours]:
    """`queries.hours_of`, as it was within the last minute."""
    memory = _current()
    if missing := [unit for unit in shown if unit.pk not in memory.hours]:
        with settings.remembered():
            memory.hours.update(queries.hours_of(missing))
    return {unit.pk: memory.hours[unit.pk] for unit in shown}


def status_of(unit: Unit, at: datetime) -> Status:
    """Whether a library is open at a moment. Asked again within the minute it is the same answer."""
    known, minute = _current().statuses, at.replace(second=0, microsecond=0)
    told = known.get(unit.pk)
    if told is None or told[0] != minute:
        # At the beginning of the minute: no library opens or closes within one.
        told = known[unit.pk] = (minute, status(hours_of([unit])[unit.pk], minute))
    return told[1]


def _current() -> _Memory:
    if time.monotonic() > _held[0].until:
        forget()
    return _held[0]


def _learn(memory: _Memory, which: Q) -> None:
    for unit in Unit.objects.filter(which):
        memory.units[unit.pk] = memory.by_code[unit.code] = unit


@receiver(unit_changed, dispatch_uid="network_memory")
def _on_change(sender: Any, **news: Any) -> None:
    """Now, for who reads in the same transaction; and once it is stored, when others may have read the old meanwhile."""
    forget()
    transaction.on_commit(forget)
