"""Why a file is not taken, in words for the person who brought it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class RefusedFile(Refusal):
    """The file is not stored; `message` says why."""


class UploadRefused(Refusal):
    """A file that comes in pieces is not taken, or this piece of it is not."""


class WrongOffset(UploadRefused):
    """The piece does not begin where the last one ended; `offset` says where that is."""

    message = _("This piece of the file does not go on where the last one ended.")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__()


class TooLarge(UploadRefused):
    """More bytes than the purpose allows, or than were announced."""


class InHand(UploadRefused):
    message = _("Another piece of this file is being written just now.")
