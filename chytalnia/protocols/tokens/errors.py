"""What tokens refuse."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class TokenRefused(Exception):  # noqa: N818
    """A token is not made; `str()` of it may be shown."""


class TooMuch(TokenRefused):
    def __init__(self) -> None:
        super().__init__(_("A token may do no more than you may in this library."))


class NothingChosen(TokenRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose what the program may do."))


class TooManyTokens(TokenRefused):
    def __init__(self, most: int) -> None:
        text = ngettext(
            "You have %(n)d token in use, as many as there may be. Take back one that no program needs.",
            "You have %(n)d tokens in use, as many as there may be. Take back one that no program needs.", most,
        )  # fmt: skip
        super().__init__(text % {"n": most})
