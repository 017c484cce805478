"""A format as everybody reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from chytalnia.core.translated import Translated


@dataclass(frozen=True, slots=True)
class Line:
    """A material or a risk: a shared word by its code, or a text of the format's own."""

    text: Translated
    code: str = ""

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of days counted from the day of the event: −30 … −11."""

    code: str
    name: Translated
    first: int
    last: int

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the checklist, due `day` days from the event."""

    day: int
    role: str
    text: Translated
    code: str = ""

    def due(self, on: date) -> date:
        return on + timedelta(days=self.day)

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Card:
    """What it is, how it goes, who is needed, what to have, what may go wrong, what to count, and its limits."""

    code: str
    version: int
    name: Translated
    about: Translated
    group: str
    direction: str
    mode: str
    modes: tuple[str, ...]
    audiences: tuple[str, ...]
    ages: tuple[int, int]
    #: least, usual, most minutes of one event
    minutes: tuple[int, int, int]
    #: least and most people
    people: tuple[int, int]
    cost: str
    taking: str
    age_mark: str
    phases: tuple[Phase, ...]
    roles: tuple[str, ...]
    steps: tuple[Step, ...]
    materials: tuple[Line, ...]
    risks: tuple[Line, ...]
    documents: tuple[str, ...]
    counts: tuple[str, ...]
    #: Limits that the program checks: rule → value. The rules are those of `formats.rules`.
    rules: Mapping[str, Any] = field(default_factory=dict)
    #: the special life that carries it on, if there is one
    life: str = ""
    #: what stays afterwards
    after: Translated = field(default_factory=Translated)
    #: the library whose own it is; nothing for the library of formats
    unit: Any = None
    shared: bool = True
    copied_from: str = ""

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_own(self) -> bool:
        return self.unit is not None

    @property
    def usual_minutes(self) -> int:
        return self.minutes[1]

    def phase_of(self, day: int) -> Phase | None:
        """The phase a day belongs to; of several, the shortest."""
        fitting = [phase for phase in self.phases if phase.first <= day <= phase.last]
        return min(fitting, key=lambda phase: phase.last - phase.first, default=None)

    def by_phase(self) -> list[tuple[Phase | None, list[Step]]]:
        """The checklist under its phases, in the order of days."""
        found: dict[str, tuple[Phase | None, list[Step]]] = {phase.code: (phase, []) for phase in self.phases}
        for step in self.steps:
            phase = self.phase_of(step.day)
            found.setdefault(phase.code if phase else "", (phase, []))[1].append(step)
        return [pair for pair in found.values() if pair[1]]
