"""What programmes refuse; `str()` of each may be shown."""

from __future__ import annotations


class ProgrammesError(Exception):
    """An act was refused; `str()` of it may be shown. `code` names the reason for machines."""

    code = "refused"


class CannotEnrol(ProgrammesError):  # noqa: N818 - reads as the sentence it is
    """Nobody, or not this one, may enrol now."""

    def __init__(self, message: str, code: str = "cannot_enrol") -> None:
        self.code = code
        super().__init__(message)


class TooFewPlaces(ProgrammesError):  # noqa: N818 - reads as the sentence it is
    """Places cannot be made fewer than are taken."""

    code = "too_few_places"


class CannotChange(ProgrammesError):  # noqa: N818 - reads as the sentence it is
    """The event has gone too far to be changed so."""

    code = "cannot_change"


class CannotCount(ProgrammesError):  # noqa: N818 - reads as the sentence it is
    """The numbers do not fit the event, or it has not been."""

    code = "cannot_count"


class FormatRefused(ProgrammesError):  # noqa: N818 - reads as the sentence it is
    """A format that a library wrote cannot be read, or is not its own."""

    code = "format_refused"
