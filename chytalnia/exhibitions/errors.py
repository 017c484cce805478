"""What exhibitions refuse; `str()` of each may be shown."""

from __future__ import annotations


class CannotShow(Exception):  # noqa: N818 - reads as the sentence it is
    """The exhibition cannot be changed so."""
