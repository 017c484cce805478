"""What stock accounting refuses, in words for people."""

# ruff: noqa: N818 - a refusal is named by what it says

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class StockError(Refusal):
    """A refusal; `str()` of it may be shown."""

    message = _("Stock accounting cannot do this.")


class CheckNotOpen(StockError):
    message = _("This check is not being read now.")


class NothingRead(StockError):
    message = _("Nothing has been read in this check yet.")


class AlreadyMarked(StockError):
    message = _("The missing copies of this check are already marked.")


class NothingToUndo(StockError):
    message = _("There is nothing to take back here.")


class NotDraft(StockError):
    message = _("The act is no longer a draft.")


class DayClosed(StockError):
    message = _("This day lies in a closed period. Choose a day of an open one, or have the period reopened.")


class DayToCome(StockError):
    message = _("The date is still to come.")


class LotNotOpen(StockError):
    message = _("This lot is not open any more.")


class WrongYear(StockError):
    message = _("The copy was entered in another year: it belongs to a lot of that year.")


class OtherBalance(StockError):
    message = _("The copy is on the balance of another library.")


class InOtherLot(StockError):
    message = _("The copy already belongs to another lot.")


class AlreadyReplaced(StockError):
    message = _("Another copy was already taken in place of this one.")


class CannotBeReplaced(StockError):
    message = _("This copy is withdrawn already, or stands on an act of another reason.")
