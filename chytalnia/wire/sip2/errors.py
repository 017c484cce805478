"""What can be wrong with a message."""

from __future__ import annotations


class Sip2Error(ValueError):
    """A line that is no good message, or a message that can be no line."""


class ChecksumError(Sip2Error):
    """The line was damaged on its way: the other side is asked to send it again (96)."""


class UnknownMessageError(Sip2Error):
    """No message has this number."""


class BrokenMessageError(Sip2Error):
    """The number is known, the rest is not what belongs to it."""


class UnwritableError(Sip2Error):
    """A value does not fit its field; a mistake of the program that wanted to send it."""
