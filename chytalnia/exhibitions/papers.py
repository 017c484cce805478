"""Labels of exhibits with codes, and the list of an exhibition, as PDF in the language of the library."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.network.settings import setting
from chytalnia.wire.print import LAYOUTS, Entry, Label, Section, description_list, label_sheets

from . import queries
from .models import Exhibition

SIZES = [name for name in ("a4-2x7", "a4-3x7", "a4-3x8", "a4-4x10") if name in LAYOUTS]


def sizes() -> list[tuple[str, str]]:
    """Sizes of labels, each as people say it."""
    found: list[tuple[str, str]] = []
    for name in SIZES:
        across, down = name.removeprefix("a4-").split("x")
        words = _("%(n)d on a sheet (%(across)s × %(down)s)")
        found.append((name, words % {"n": int(across) * int(down), "across": across, "down": down}))
    return found


def _language(exhibition: Exhibition) -> str:
    return setting(exhibition.programme.unit, "network.language") or settings.LANGUAGE_CODE


def labels_pdf(exhibition: Exhibition, size: str) -> bytes:
    with translation.override(_language(exhibition)):
        labels = [
            Label(
                title=str(hung.exhibit), author=hung.exhibit.work.author if hung.exhibit.work else hung.exhibit.source,
                note=str(hung.exhibit.caption), library=str(exhibition),
                shelf_mark=hung.exhibit.copy.shelf_mark.split(" / ") if hung.exhibit.copy else [],
                address=settings.PUBLIC_URL + reverse("exhibitions:open", args=[hung.exhibit.pk]),
            )
            for _section, row in queries.walls(exhibition)
            for hung in row
        ]  # fmt: skip
        return label_sheets(labels, size if size in SIZES else SIZES[0], "exhibit")


def list_pdf(exhibition: Exhibition) -> bytes:
    language = _language(exhibition)
    with translation.override(language):
        sections = [
            Section(
                str(section),
                [
                    Entry(
                        ". ".join(filter(None, [hung.exhibit.work.author if hung.exhibit.work else "", str(hung.exhibit)])),
                        [text for text in (hung.exhibit.copy.shelf_mark if hung.exhibit.copy else "",
                                           str(hung.exhibit.caption), hung.exhibit.source) if text],
                    )
                    for hung in row
                ],
            )
            for section, row in queries.walls(exhibition)
        ]  # fmt: skip
        unit = exhibition.programme.unit
        return description_list(
            str(exhibition), sections, language=language, subtitle=str(exhibition.quotation), on=timezone.localdate(),
            footer=str(unit),
        )  # fmt: skip
