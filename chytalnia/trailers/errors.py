"""What trailers refuse; `str()` of each may be shown."""

from __future__ import annotations

from chytalnia.core.errors import Refusal


class TrailerError(Refusal):
    """The deed was refused; the message says why."""


class CannotChange(TrailerError):  # noqa: N818
    """The trailer stands in a stage in which it is not changed."""


class TooLong(TrailerError):  # noqa: N818
    """Scenes together are longer than three minutes."""


class NotAPicture(TrailerError):  # noqa: N818
    """The file is no picture that can be shown."""


class NotASound(TrailerError):  # noqa: N818
    """The file is no sound that can be heard."""


class WrongCues(TrailerError):  # noqa: N818
    """Subtitles that cannot stand so."""


class NotInContest(TrailerError):  # noqa: N818
    """The contest does not take this now."""
