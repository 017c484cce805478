from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PeopleError(ValidationError):
    """A refusal that a person can read."""


class MayNotGiveError(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("You cannot give or take away this role in this library."))


class NotToOneselfError(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("Nobody gives a role to themselves. Ask a colleague who may."))


class ReaderRefusedError(PeopleError):
    """A refusal about a reader. `code` is for programs: the desk without a line, the API, self-check machines."""

    code = "refused"
    message_text: Any = ""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or self.message_text, code=self.code)


class CardTakenError(ReaderRefusedError):
    code = "card_taken"
    message_text = _("This card belongs to another reader.")


class NotActiveError(ReaderRefusedError):
    code = "not_active"
    message_text = _("This reader's record is closed, merged or not confirmed yet.")


class NotMergeableError(ReaderRefusedError):
    code = "not_mergeable"
    message_text = _("These two records cannot be merged.")


class StillOwesError(ReaderRefusedError):
    """`owed` names what has to be settled first, each thing a whole sentence."""

    code = "owes"

    def __init__(self, owed: list[str]) -> None:
        self.owed = owed
        super().__init__(owed)


class NoSuchCodeError(ReaderRefusedError):
    code = "no_such_code"
    message_text = _("These data open no account. Ask at the desk of any library for a code.")
