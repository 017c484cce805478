"""What bookcrossing refuses, each by a name and with a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class CrossingError(Refusal):
    """An act was refused; `str()` of it may be shown."""


class WrongNumber(CrossingError):  # noqa: N818
    message = _("This is not a number of a travelling book: a sign was misread. Look at the label once more.")


class UnknownLabel(CrossingError):  # noqa: N818
    message = _("No label with this number was printed here.")


class NoBook(CrossingError):  # noqa: N818
    message = _("No book travels under this number here.")


class LabelTaken(CrossingError):  # noqa: N818
    message = _("A book is registered under this number already.")


class NothingNamed(CrossingError):  # noqa: N818
    message = _("Name the book: its title is enough.")


class AtRest(CrossingError):  # noqa: N818
    message = _("This book has ended its journey.")


class NotWrittenOff(CrossingError):  # noqa: N818
    message = _("The book still belongs to the stock of the library: its act of write-off is not approved yet.")


class KeyTaken(CrossingError):  # noqa: N818
    message = _("This note belongs to another book.")


class Unsuitable(CrossingError):  # noqa: N818
    message = _("Please leave out telephone numbers, addresses of mail and links: everybody can read this page.")


class NotAPhoto(CrossingError):  # noqa: N818
    message = _("This is not a photo. JPEG, PNG and WebP are taken.")


class AlreadyTravels(CrossingError):  # noqa: N818
    message = _("This copy is registered as a travelling book already.")


class CheckOver(CrossingError):  # noqa: N818
    message = _("This stocktaking is over.")


class NoRecord(CrossingError):  # noqa: N818
    message = _("The book has no record in the catalogue: describe it first, then take it in.")
