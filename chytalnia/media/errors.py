"""Why a file is not taken, in words for the person who brought it."""

from __future__ import annotations

from django.utils.functional import Promise


class RefusedFile(Exception):  # noqa: N818 - a refusal
    """The file is not stored; `message` says why."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(str(message))

    def __str__(self) -> str:
        return str(self.message)
