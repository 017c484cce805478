"""Whether anybody's loans are counted at all: so that lending, where nobody asked for it, is not one question slower.

Each process asks anew after half a minute; a loan of that half minute is found by the night.
"""

from __future__ import annotations

import time

from .models import Participant

_FRESH = 30.0
_asked_at = float("-inf")
_anybody = False


def wake() -> None:
    """Ask again at the next loan."""
    global _asked_at
    _asked_at = float("-inf")


def anybody() -> bool:
    global _asked_at, _anybody
    if time.monotonic() - _asked_at > _FRESH:
        _anybody = Participant.objects.filter(counts_loans=True, campaign__stage="running").exists()
        _asked_at = time.monotonic()
    return _anybody
