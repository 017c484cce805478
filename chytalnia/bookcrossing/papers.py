"""Labels and posters of bookcrossing as PDF, in the languages chosen."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from chytalnia.bookcrossing import texts
from chytalnia.bookcrossing.models import Shelf
from chytalnia.bookcrossing.numbers import written
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.wire.print.crossing import SIZES, CrossingLabel, Poster, PosterText, crossing_labels, shelf_poster
from chytalnia.wire.print.labels import SheetLayout

#: The sticker for inside the cover.
SIZE = "a4-2x4"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def own_language(unit: Unit) -> str:
    return setting(unit, "network.language") or settings.LANGUAGE_CODE


def size_choices() -> list[tuple[str, str]]:
    return [(name, _size(one)) for name, one in SIZES.items()]


def _size(sheet: SheetLayout) -> str:
    measures = {"n": sheet.places, "width": f"{sheet.width:g}", "height": f"{sheet.height:g}"}
    return str(_("%(n)s on a sheet, %(width)s × %(height)s mm") % measures)


def pdf(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def labels_pdf(
    numbers: Sequence[str],
    unit: Unit,
    *,
    size: str,
    languages: Sequence[str] = (),
    titles: Sequence[str] = (),
    outlines: bool = False,
) -> bytes:
    """Sheets of labels; `titles` stand on labels of books that are known."""
    said = []
    for language in languages or [own_language(unit)]:
        with translation.override(language):
            said.append((language, texts.label()))
    with translation.override((languages or [own_language(unit)])[0]):
        library = str(unit)
    site = urlsplit(settings.PUBLIC_URL).netloc
    return crossing_labels(
        [
            CrossingLabel(
                number=written(number), address=f"{settings.PUBLIC_URL}/b/{number}", site=f"{site}/bookcrossing", library=library,
                title=titles[n] if n < len(titles) else "",
            )
            for n, number in enumerate(numbers)
        ],
        [{"language": language, **words} for language, words in said], size=size, outlines=outlines,
    )  # fmt: skip


def poster_pdf(shelf: Shelf, language: str) -> bytes:
    with translation.override(language):
        words = texts.poster()
        facts = [
            (words["hours"], str(shelf.hours)), (words["keeper"], shelf.keeper),
            (str(shelf.unit), str(shelf.unit.address)),
        ]  # fmt: skip
        return shelf_poster(
            Poster(
                language=language, name=str(shelf), title=words["title"], lead=words["lead"], code_says=words["code"],
                address=settings.PUBLIC_URL + reverse("crossing_shelf_door", args=[shelf.code]),
                site=f"{urlsplit(settings.PUBLIC_URL).netloc}/bookcrossing", age=shelf.age_mark,
                facts=[(name, value) for name, value in facts if value],
                steps=[PosterText(head, text) for _icon, head, text in texts.how_it_works()], rules=texts.rules()[-3:],
            )
        )  # fmt: skip
