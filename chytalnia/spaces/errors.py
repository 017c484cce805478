"""What the room refuses; `str()` of each may be shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class SpacesError(Refusal):
    """An act was refused. `code` names the reason for machines."""

    code = "refused"


class Stale(SpacesError):  # noqa: N818 - reads as the sentence it is
    """Somebody else has changed the plan since it was opened."""

    code = "stale"
    message = _("Somebody has changed this plan since you opened it. Look at it once more; what you typed is kept.")


class OutsideThePlan(SpacesError):  # noqa: N818
    code = "outside"
    message = _("This lies outside the plan.")


class CannotDraw(SpacesError):  # noqa: N818
    """A piece does not say what it must."""

    code = "cannot_draw"


class Taken(SpacesError):  # noqa: N818
    """Another booking holds the space at that time."""

    code = "taken"
    message = _("The room is taken at this time.")


class CannotBook(SpacesError):  # noqa: N818
    """The space may not be booked so."""

    code = "cannot_book"


class CannotCome(SpacesError):  # noqa: N818
    """There is no booking that one could come to now."""

    code = "cannot_come"
