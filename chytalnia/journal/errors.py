"""What the journal refuses, each refusal by its name and with words for the person who meets it."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class JournalError(Exception):
    """A fact or a period was refused; `str()` of it may be shown."""


class UnknownKindError(JournalError):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no kind of fact “%(code)s”.") % {"code": code})


class WrongDimensionError(JournalError):
    """A dimension that the kind does not have, or a value that the dimension does not know."""


class WrongQuantityError(JournalError):
    def __init__(self) -> None:
        super().__init__(
            _("The quantity of a fact is a whole number above zero; a mistake is reversed, not subtracted.")
        )


class FactsNeverChangeError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("A fact is never changed or deleted. Reverse it and record it anew."))


class AlreadyReversedError(JournalError):
    def __init__(self) -> None:
        super().__init__(_("This fact is already reversed, or is a reversal itself."))


class PeriodClosedError(JournalError):
    """The day lies in a closed period. Record with `late=True`, or have the period reopened."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(
            _("%(day)s lies in a closed period. Ask for the period to be reopened, or count the fact as a late one.")
            % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        )


class PeriodRefusedError(JournalError):
    """A period cannot be closed or reopened now; the message says why."""


class TalliesDifferError(PeriodRefusedError):
    """Tallies and facts disagree, so the period may not close before they are mended."""
