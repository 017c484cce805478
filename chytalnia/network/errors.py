from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NetworkError(ValidationError):
    """A refusal that a person can read."""


class MayNotStandThereError(NetworkError):
    def __init__(self) -> None:
        super().__init__(_("A unit of this kind cannot stand there."))


class UnderItselfError(NetworkError):
    def __init__(self) -> None:
        super().__init__(_("A unit cannot stand under itself."))


class ValueDoesNotFitError(NetworkError):
    def __init__(self) -> None:
        super().__init__(_("This value does not fit the setting."))
