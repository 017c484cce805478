"""What the catalogue refuses, in words for people."""

# ruff: noqa: N818 - a refusal is named by what it says

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core.errors import Refusal


class CatalogueError(Refusal):
    """A refusal; `message` is for the person who asked."""

    message = _("The catalogue cannot do this.")


class UnknownFormat(CatalogueError):
    message = _("This file is none of the formats the catalogue reads.")


class NotRecords(CatalogueError):
    message = _("This is not a file of records.")


class NoFile(CatalogueError):
    message = _("The file to import is not there any more.")


class FileChanged(CatalogueError):
    message = _("The file was changed since the import began; begin a new import.")


class ImportRunning(CatalogueError):
    message = _("This import is already running.")


class ImportFinished(CatalogueError):
    message = _("This import is finished.")


class NotJoinable(CatalogueError):
    message = _("Choose at least two works; a work that was joined into another cannot be joined again.")


class NotSplittable(CatalogueError):
    message = _("The record is alone in its work.")


class AlreadyUndone(CatalogueError):
    message = _("This was already undone.")


class AlreadyDecided(CatalogueError):
    message = _("This case is already decided.")


class NotInCase(CatalogueError):
    message = _("The record to keep must be one of the two.")


class MergeRing(CatalogueError):
    message = _("One of these records already stands for the other.")


class RecordChanged(CatalogueError):
    message = _("Somebody else saved this record while you were editing it.")


class RecordHasItems(CatalogueError):
    message = _("Items stand under this record; move or withdraw them first.")


class NumberTaken(CatalogueError):
    message = _("This inventory number or barcode belongs to another item.")


class StatusRefused(CatalogueError):
    message = _("An item cannot go from this state to that one.")


class AlreadyWithdrawn(CatalogueError):
    message = _("The item is already withdrawn.")


class ReasonMissing(CatalogueError):
    message = _("A withdrawal needs its reason.")


class BadMarkTable(CatalogueError):
    message = _("This file is no table of author marks.")


class OtherHolder(CatalogueError):
    message = _("The item is on the balance of another library; hand it over by an act.")


class RecordExists(CatalogueError):
    message = _("A record with this control number is already in the catalogue.")


class UnknownExport(CatalogueError):
    message = _("The catalogue does not write this format.")


class HeadingTaken(CatalogueError):
    message = _("This heading is already there.")
