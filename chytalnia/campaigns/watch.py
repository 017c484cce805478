"""Whether anybody's loans are counted at all: so that lending, where nobody asked for it, is not one question slower.

Each process asks anew after half a minute; a loan of that half minute is found by the night.
"""

from __future__ import annotations

import time

from .models import Participant

_FRESH = 30.0


class _Seen:
    """What was answered last, and when."""

    at = float("-inf")
    anybody = False


def wake() -> None:
    """Ask again at the next loan."""
    _Seen.at = float("-inf")


def anybody() -> bool:
    if time.monotonic() - _Seen.at > _FRESH:
        _Seen.anybody = Participant.objects.filter(counts_loans=True, campaign__stage="running").exists()
        _Seen.at = time.monotonic()
    return _Seen.anybody
