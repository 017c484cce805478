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


class MayNotManageError(PeopleError):
    def __init__(self) -> None:
        super().__init__(_("This account holds roles that are beyond yours, so you cannot change it."))
