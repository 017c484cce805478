"""What seminars refuse; `str()` of each may be shown."""

from __future__ import annotations


class SeminarsError(Exception):
    """An act was refused; `str()` of it may be shown."""


class NotNow(SeminarsError):  # noqa: N818 - reads as the sentence it is
    """The call is closed, or the seminar is over."""


class DoesNotFit(SeminarsError):  # noqa: N818 - reads as the sentence it is
    """The hall is taken at that hour, or the hour lies outside the seminar."""


class NotEarned(SeminarsError):  # noqa: N818 - reads as the sentence it is
    """Whoever was not there gets no certificate."""
