"""A list of descriptions to take away: what a search found, new books, a reading list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from babel.dates import format_date

from chytalnia.wire.describe.clean import one_line
from chytalnia.wire.describe.description import Description
from chytalnia.wire.print.typeset import pdf, unbroken


@dataclass(frozen=True, slots=True)
class Entry:
    """One document. `below` is lines in small type under it: where it stands, its shelf mark, its annotation."""

    description: Description | str
    below: list[str] = field(default_factory=list)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading of their own; numbering runs through all sections."""

    heading: str = ""
    entries: list[Entry] = field(default_factory=list)


def description_list(
    title: str,
    sections: Sequence[Section],
    *,
    language: str = "uk",
    subtitle: str = "",
    on: dt.date | None = None,
    footer: str = "",
) -> bytes:
    """The PDF of a list on A4. `language` is the reader's: of the date and of hyphenation where a text has none."""
    data = {
        "title": one_line(title),
        "subtitle": one_line(subtitle),
        "date": format_date(on, format="long", locale=language) if on else "",
        "footer": one_line(footer),
        "language": language,
        "sections": [
            {"heading": one_line(section.heading), "entries": [_entry(entry, language) for entry in section.entries]}
            for section in sections
        ],
    }
    return pdf("list.typ", data)


def _entry(entry: Entry, language: str) -> dict[str, object]:
    below = [one_line(line) for line in entry.below if one_line(line)]
    description = entry.description
    if isinstance(description, str):
        return {
            "heading": "",
            "text": unbroken(one_line(description)),
            "below": below,
            "language": entry.language or language,
        }
    head = description.heading
    rest = description.text.removeprefix(head).lstrip()
    return {
        "heading": unbroken(one_line(head)),
        "text": unbroken(one_line(rest)),
        "below": below,
        "language": entry.language or description.language,
    }
