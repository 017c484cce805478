"""When a place is open: pure arithmetic over weekly hours, exceptions and sanitary days."""

from __future__ import annotations

from datetime import time
from typing import Any


def read_intervals(value: Any) -> tuple[tuple[time, time], ...]:
    """Stored intervals, `[["10:00", "14:00"], …]`, as times. Raises ValueError for anything else."""
    try:
        return tuple(sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in value))
    except TypeError as error:
        raise ValueError(str(error)) from error
