"""What can be found: an entry per thing, and the register of the kinds of things that have them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chytalnia.wire.isbn import normal_isbn, normal_issn

from . import analysis
from .engines.base import Document
from .errors import UnknownKind

MOST_VALUES = 60
#: The value of the facet `available` of everything that is in place in some unit.
ANYWHERE = "*"
#: Title order: letters of the three Cyrillic alphabets as readers expect them, then Latin.
_ALPHABET = "0123456789абвгґғдеєжзиіїйкқлмнңоөпрстуұүфхһцчшщъыьэюяәabcdefghijklmnopqrstuvwxyz"
_PLACE = {char: number for number, char in enumerate(_ALPHABET, 2)}


@dataclass(slots=True)
class SearchEntry:
    """One thing as the search knows it.

    `key` is `kind:pk` and is what a hit gives back. Texts are plain, in any script: analysis is done here. Facet values
    (`authors`, `topics`, `languages`, `units` …) are what the page shows or links by; ask the owner of the kind.
    """

    kind: str
    pk: int | str
    title: str
    #: Other titles: parallel, variant, uniform, romanised, of other editions.
    titles: list[str] = field(default_factory=list)
    #: Names in every spelling, family name first: «Шевченко, Тарас».
    names: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    #: Series, publisher, places, notes, contents: found, with the least weight.
    other: list[str] = field(default_factory=list)
    #: ISBN, ISSN, control and inventory numbers, barcodes, as printed.
    identifiers: list[str] = field(default_factory=list)
    year: int | None = None
    languages: list[str] = field(default_factory=list)
    #: Values of the facets by author and subject; the names and subjects themselves if left empty.
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    #: Codes of the units that hold it, with all their ancestors, and of those where a copy is in place now.
    units: list[str] = field(default_factory=list)
    available: list[str] = field(default_factory=list)
    format: str = ""
    #: Age mark: «0+», «6+», «12+», «16+», «18+», or empty.
    age: str = ""
    #: How much it is asked for: loans, editions, copies – any count that grows with interest, 0 for none.
    popularity: float = 0.0
    #: When it came, as a day number (`date.toordinal()`), for «newest first».
    added: int = 0
    #: What a suggestion shows beside the title without asking the database.
    url: str = ""
    #: What a list shows beside that and would be dear to find out for each page; given back with the hit as it is.
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


def document(entry: SearchEntry) -> Document:
    """The entry as engines keep it: tokens, keywords, numbers."""
    names = analysis.without_echoes(entry.names[:MOST_VALUES])
    titles = analysis.without_echoes([entry.title, *entry.titles[:MOST_VALUES]])
    authors = entry.authors or entry.names[:3]
    topics = entry.topics or entry.subjects
    keywords = {
        "exact": sorted(analysis.exact_keys(titles[:8], names[:6])),
        "ident": sorted(identifier_keys(entry.identifiers)),
        "kind": [entry.kind],
        "language": _unique(entry.languages),
        "author": _unique(authors),
        "subject": _unique(topics[:MOST_VALUES]),
        "unit": _unique(entry.units),
        "available": _unique([*([ANYWHERE] if entry.available else []), *entry.available]),
        "age": _unique([entry.age]),
        "format": _unique([entry.format]),
    }
    numbers = {
        "added": entry.added,
        "popular": int(entry.popularity * 100),
        "order": title_order(entry.title),
    }
    if entry.year and 0 < entry.year < 10_000:
        numbers["year"] = entry.year
    return Document(
        key=entry.key,
        streams={
            "title": analysis.analyse(titles),
            "names": analysis.analyse(names, names=True),
            "subjects": analysis.analyse(entry.subjects[:MOST_VALUES]),
            "rest": analysis.analyse(entry.other[:MOST_VALUES]),
        },
        keywords=keywords,
        numbers=numbers,
        weight=weight(entry),
        payload={
            name: value
            for name, value in (
                ("title", entry.title[:300]),
                ("names", [name[:120] for name in names[:3]]),
                ("year", entry.year),
                ("url", entry.url),
                ("shown", entry.shown),
            )
            if value
        },
    )


def weight(entry: SearchEntry) -> float:
    """What a score is multiplied by: up to a quarter more for popularity, a twentieth for a copy in place."""
    popular = min(0.25, math.log1p(max(0.0, entry.popularity)) / 40)
    return 1.0 + popular + (0.05 if entry.available else 0.0)


def identifier_keys(values: Iterable[str]) -> set[str]:
    """Numbers as they are compared: letters and digits only; an ISBN also in its 13 digits."""
    keys: set[str] = set()
    for value in values:
        keys.add(_bare(value))
        # The number without a note beside it: «966-03-0000-0 (в пер.)».
        if "(" in value:
            keys.add(_bare(value.split("(")[0]))
        if normal := (normal_isbn(value) or normal_issn(value)).lower():
            keys.add(normal)
    return keys - {""}


def _bare(value: str) -> str:
    folded = analysis.fold(value)
    return (folded if folded.isalnum() else "".join([char for char in folded if char.isalnum()]))[:64]


def title_order(title: str) -> int:
    """A number that sorts titles by their first ten letters, Cyrillic before Latin, digits first; 0 for no title."""
    folded = [_PLACE[char] for char in analysis.fold(title) if char in _PLACE][:9]
    folded += [0] * (9 - len(folded))
    number = 0
    for place in folded:
        number = number * 128 + place
    return number


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value[:200] for value in values if value))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found: how entries are built and, for a rebuild, which there are."""

    name: str
    build: Callable[[list[Any]], Iterable[SearchEntry]]
    every: Callable[[], Iterable[Any]] | None = None
    counted: Any = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    build: Callable[[list[Any]], Iterable[SearchEntry]],
    every: Callable[[], Iterable[Any]] | None = None,
    counted: Any = None,
) -> None:
    """Say how entries of a kind are made; call it from the `ready()` of the room that owns the model.

    `build(pks)` gives entries for those that exist and may be found; the rest are taken out of the index. `every()`
    gives all primary keys, in any order, without holding them in memory: a rebuild needs it. `counted` says how many of
    them a search found: an `ngettext_lazy` over `number`, with `%(n)s` in it.
    """
    _kinds[kind] = Kind(kind, build, every, counted)


def kind(name: str) -> Kind:
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def kinds() -> list[Kind]:
    return list(_kinds.values())


def unregister(name: str) -> None:
    _kinds.pop(name, None)
