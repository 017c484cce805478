"""The work of a night: each room names its own part from its `apps.py`, and whoever does the night does them all.

nights.add("travellers", services.nightly)  # takes the day, may be repeated; returns how much was done
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Step = Callable[[date], int]

_steps: dict[str, Step] = {}


def add(name: str, step: Step) -> None:
    _steps[name] = step


def steps() -> dict[str, Step]:
    return dict(_steps)
