"""Labels of travelling books and the poster of a shelf. Texts come in; nothing here knows a language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.print.codes import qr_svg
from chytalnia.wire.print.labels import LAYOUTS, SheetLayout
from chytalnia.wire.print.typeset import pdf

#: Stickers for inside the cover down to small ones for outside.
SIZES: dict[str, SheetLayout] = {
    "a4-2x4": SheetLayout("a4-2x4", 2, 4, 99.1, 67.7, 4.65, 13.1, gap_x=2.5),
    **{name: LAYOUTS[name] for name in ("a4-2x7", "a4-3x7", "a4-3x8", "a4-4x10")},
}


@dataclass(frozen=True, slots=True)
class CrossingLabel:
    number: str
    address: str
    site: str = ""
    library: str = ""
    title: str = ""


def crossing_labels(
    labels: Sequence[CrossingLabel], texts: Sequence[Mapping[str, str]], *, size: str = "a4-2x4", outlines: bool = False
) -> bytes:
    """Sheets of labels with number and QR code. `texts` are title, text, short and number for each language, the first one's
    heading being the largest; a small sticker has room for the first language alone."""
    rows = [
        {
            "number": one_line(label.number), "code": qr_svg(label.address), "site": one_line(label.site),
            "library": one_line(label.library), "title": _short(one_line(label.title)),
        }
        for label in labels
    ]  # fmt: skip
    said = [{name: _bound(one_line(value)) for name, value in text.items()} for text in texts]
    return pdf(
        "crossing_labels.typ", {"layout": asdict(SIZES[size]), "labels": rows, "texts": said, "outlines": outlines}
    )


#: Letters of a title on a sticker: about two lines.
MOST_TITLE = 72


def _short(title: str) -> str:
    """A long title ends at a word: made smaller until it fits, nobody could read it."""
    if len(title) <= MOST_TITLE:
        return title
    return re.sub(r"\W+(?:\w\W*)?$", "", title[:MOST_TITLE].rpartition(" ")[0]) + "…"


def _bound(text: str) -> str:
    """No word of one letter stays behind at the end of a line."""
    return re.sub(r"(?<!\w)(\w) (?=\w)", "\\1\u00a0", text)


@dataclass(frozen=True, slots=True)
class PosterText:
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Poster:
    language: str
    name: str
    title: str
    lead: str
    code_says: str
    address: str
    site: str = ""
    age: str = ""
    facts: Sequence[tuple[str, str]] = ()
    steps: Sequence[PosterText] = field(default_factory=list)
    rules: Sequence[str] = ()


def shelf_poster(poster: Poster) -> bytes:
    """A poster of a shelf on A4."""
    data = {
        **{
            name: one_line(getattr(poster, name))
            for name in ("language", "name", "title", "lead", "code_says", "site", "age")
        },
        "code": qr_svg(poster.address),
        "facts": [[one_line(name), one_line(value)] for name, value in poster.facts],
        "steps": [[one_line(step.head), one_line(step.text)] for step in poster.steps],
        "rules": [one_line(rule) for rule in poster.rules],
    }
    return pdf("crossing_poster.typ", data)
