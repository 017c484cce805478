"""What rooms refuse, in words for people."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 - a refusal is named by what it says
    """An act was refused; `str()` of it may be shown. A room names its refusals by classes, each with its sentence."""

    message: str | Promise = ""

    def __init__(self, message: str | Promise = "") -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
