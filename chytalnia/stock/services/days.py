"""The day of a paper: neither to come nor in a period that is signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from chytalnia.journal.periods import is_closed
from chytalnia.network.models import Unit
from chytalnia.stock import errors


def refuse(day: date, units: Iterable[Unit]) -> None:
    """Raises DayToCome or DayClosed."""
    if day > timezone.localdate():
        raise errors.DayToCome
    if any(is_closed(unit, day) for unit in units):
        raise errors.DayClosed
