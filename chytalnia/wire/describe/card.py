"""The catalogue card, 125 × 75 mm: shelf mark at the left, heading at the first vertical, title at the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chytalnia.wire.bib import Bib
from chytalnia.wire.describe.description import Standard, describe
from chytalnia.wire.describe.names import shown


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, piece by piece; who draws it decides where lines break."""

    shelf_mark: list[str] = field(default_factory=list)
    heading: str = ""
    body: list[str] = field(default_factory=list)
    tracings: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    inventory_numbers: list[str] = field(default_factory=list)
    language: str = "uk"


def gost_card(
    bib: Bib,
    standard: Standard = "dstu-gost-7.1",
    lang: str | None = None,
    *,
    shelf_mark: str = "",
    author_mark: str = "",
    inventory_numbers: Sequence[str] = (),
    material: bool = True,
) -> Card:
    """The card of a record.

    `shelf_mark` («84(4УКР)6 / Ш 37») is split at its last « / »; without it the record's own holding is used.
    `body` is paragraphs: description up to the size, then series and notes, then ISBN.
    """
    description = describe(bib, standard, lang, material=material, price=True)
    holding = next((h for h in bib.holdings if h.shelf_mark), None)
    mark = shelf_mark or (holding.shelf_mark if holding else "")
    second = author_mark or (holding.author_mark if holding else "")
    first, slash, tail = mark.rpartition(" / ")
    lines = [first, tail] if slash else [mark]
    if second and second not in lines:
        lines.append(second)
    main: list[str] = []
    notes: list[str] = []
    numbers: list[str] = []
    for area in description.areas:
        if area.name == "heading":
            continue
        into = numbers if area.name == "identifier" else notes if area.name in ("notes", "content") else main
        into.append((area.lead if into and area.name not in ("heading",) else "") + area.text)
    subjects = [" – ".join(shown(part) for part in subject.parts) for subject in bib.subjects]
    names = {"udc": {"uk": "УДК", "ru": "УДК", "be": "УДК", "kk": "ӘОЖ"}, "rubbk": {"kk": "КБЖ"}}
    classes = [
        f"{names[c.scheme].get(description.language, 'UDC' if c.scheme == 'udc' else 'ББК')} {c.number}"
        for c in bib.classes
        if c.scheme in names and c.number
    ]
    return Card(
        shelf_mark=[line for line in lines if line],
        heading=description.heading,
        body=[text for text in ("".join(main), "".join(notes), "".join(numbers)) if text],
        tracings=[f"{number}. {text}" for number, text in enumerate((s for s in subjects if s), 1)],
        classes=classes,
        inventory_numbers=list(inventory_numbers) or [h.inventory_number for h in bib.holdings if h.inventory_number],
        language=description.language,
    )
