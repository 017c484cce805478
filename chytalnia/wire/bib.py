"""The one internal model of a bibliographic record: what pages, search and exports are made from.

Codecs of MARC 21, UNIMARC, RUSMARC and IRBIS read into it; descriptions, Dublin Core, JSON-LD, BibTeX and RIS are
written from it. Nothing here is lost on the way to JSON and back: `Bib.from_dict(bib.to_dict()) == bib`.
Languages are ISO 639-2/B codes as MARC keeps them (`ukr`, `rus`, `kaz`, `ger`), roles MARC relator codes (`aut`).
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

Level = Literal["monograph", "set", "serial", "integrating", "article", "part", "collection"]
#: Kinds of document as the statistics of public libraries tell them apart.
Kind = Literal[
    "book", "serial", "newspaper", "article", "manuscript", "music", "map", "picture",
    "sound", "video", "electronic", "object", "kit", "mixed",
]  # fmt: skip


class Plain:
    """Turns a dataclass into plain JSON values, leaving out what is empty, and back."""

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, optional in _names(type(self)):
            value = getattr(self, name)
            if not value:
                # A nought says something where nothing at all could stand: the age mark 0+.
                if optional and value is not None and type(value) is int:
                    out[name] = value
            elif type(value) is list:
                out[name] = [v.to_dict() if isinstance(v, Plain) else v for v in value]
            else:
                out[name] = value.to_dict() if isinstance(value, Plain) else value
        return out

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        readers = _readers(cls)
        return cls(**{name: readers[name](value) for name, value in data.items() if name in readers})


_NAMES: dict[type, list[tuple[str, bool]]] = {}


def _names(cls: type) -> list[tuple[str, bool]]:
    """The fields of a dataclass, and whether each may be None."""
    found = _NAMES.get(cls)
    if found is None:
        found = _NAMES[cls] = [(f.name, f.default is None) for f in fields(cls)]
    return found


_CACHE: dict[type, dict[str, Any]] = {}


def _readers(cls: type) -> dict[str, Any]:
    """For each field of a dataclass the function that makes its value from a plain one."""
    if cls not in _CACHE:
        hints = typing.get_type_hints(cls)
        _CACHE[cls] = {f.name: _reader(hints[f.name]) for f in fields(cls)}
    return _CACHE[cls]


def _reader(hint: Any) -> Any:
    args = [a for a in typing.get_args(hint) if a is not types.NoneType]
    if typing.get_origin(hint) is list:
        part: Any = args[0]
        return (lambda values: [part.from_dict(v) for v in values]) if issubclass(part, Plain) else list
    inner: Any = args[0] if args and typing.get_origin(hint) in (typing.Union, types.UnionType) else hint
    return inner.from_dict if isinstance(inner, type) and issubclass(inner, Plain) else (lambda value: value)


@dataclass(slots=True)
class Text(Plain):
    """A text of the record: in its original script where that is known, with the romanised form the record may carry.

    `derived` is true when `value` was turned back from `romanised` by the tables and no cataloguer has confirmed it.
    """

    value: str = ""
    romanised: str = ""
    derived: bool = False
    #: subfields of MARC 21 that the value alone would not bring back, each code with its text: `aEliot, T. S.`; `^` is the
    #: first indicator, `>` the second
    pieces: list[str] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.value


@dataclass(slots=True)
class Title(Plain):
    """Title proper and what belongs to it. `text` reads «Title : other. Part» are made by the description, not here."""

    proper: Text = field(default_factory=Text)
    remainder: Text | None = None
    part_number: str = ""
    part_name: Text | None = None
    responsibility: Text | None = None
    nonfiling: int = 0


@dataclass(slots=True)
class Agent(Plain):
    """A person, body or meeting and what they did. `name` is the heading form: «Шевченко, Тарас»."""

    name: Text = field(default_factory=Text)
    kind: Literal["person", "body", "meeting"] = "person"
    initials: str = ""
    dates: str = ""
    title: str = ""
    role: str = "aut"
    #: what else they did: «автор, художник»
    more_roles: list[str] = field(default_factory=list)
    main: bool = False
    authority: str = ""
    #: named only as the author of one of the record's `works`
    of_work: bool = field(default=False, compare=False)


@dataclass(slots=True)
class NamedWork(Plain):
    """A work named by its author and title: one that is inside (`contained`), or one that this belongs to."""

    title: Text = field(default_factory=Text)
    author: Agent | None = None
    contained: bool = False


@dataclass(slots=True)
class Series(Plain):
    title: Text = field(default_factory=Text)
    number: str = ""
    issn: str = ""


@dataclass(slots=True)
class Subject(Plain):
    """A subject heading: its parts from the heading itself to the last subdivision."""

    parts: list[Text] = field(default_factory=list)
    kind: Literal["topic", "person", "body", "meeting", "title", "place", "form", "time"] = "topic"
    scheme: str = ""
    #: the subfield of MARC 21 of each part after the first, `xzv`: two headings are one whatever it says
    under: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " – ".join(part.value for part in self.parts)


@dataclass(slots=True)
class Classification(Plain):
    """A class number under a scheme: `udc`, `rubbk`, `ddc`, `lcc`, `rugasnti`."""

    scheme: str = ""
    number: str = ""
    #: what a library adds to a class to make its shelf mark: `K37 2000`
    item: str = field(default="", compare=False)


@dataclass(slots=True)
class Identifier(Plain):
    """ISBN or ISSN as printed, its normal form (13 digits; 8 for ISSN), what was said beside it."""

    value: str = ""
    normal: str = ""
    note: str = ""
    wrong: bool = False


@dataclass(slots=True)
class Host(Plain):
    """The source of an article or part: journal, collection, set."""

    title: Text = field(default_factory=Text)
    author: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issn: str = ""
    control_number: str = ""


@dataclass(slots=True)
class Relation(Plain):
    """A serial that this one goes on from (`before`), or that goes on from it (`after`)."""

    kind: Literal["before", "after"] = "before"
    title: Text = field(default_factory=Text)
    issn: str = ""
    control_number: str = ""


@dataclass(slots=True)
class Coded(Plain):
    """Coded positions that nothing is shown of, kept for those who exchange records; codes as MARC 21 has them in 008."""

    date_type: str = ""
    second_date: str = ""
    illustrations: str = ""
    form: str = ""
    conference: bool = False
    festschrift: bool = False
    index: bool = False
    biography: str = ""
    modified: str = ""
    first_date: str = ""
    entered: str = ""
    source: str = ""
    cataloguing_language: str = ""
    #: the place of publication where the country alone would not bring it back: `nyu`
    place: str = ""
    more_places: list[str] = field(default_factory=list)
    contents: str = ""
    government: str = ""
    regularity: str = ""
    serial_type: str = ""
    original_form: str = ""
    nature: str = ""
    alphabet: str = ""
    entry: str = ""
    #: 008/18–34 of maps, music, films and what else is no printed text
    material: str = ""
    translation: str = ""
    #: subfield of 041 and language: `bukr` is a summary in Ukrainian
    other_languages: list[str] = field(default_factory=list)
    #: subfield of 040 and what it says: `cDLC`
    agencies: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Link(Plain):
    url: str = ""
    text: str = ""
    media_type: str = ""


@dataclass(slots=True)
class Holding(Plain):
    """A copy as the record itself reports it (852, 899, 910, 952)."""

    library: str = ""
    place: str = ""
    shelf_mark: str = ""
    author_mark: str = ""
    inventory_number: str = ""
    barcode: str = ""
    price: str = ""
    acquired: str = ""
    status: str = ""
    note: str = ""


@dataclass(slots=True)
class Bib(Plain):
    control_number: str = ""
    agency: str = ""
    changed: str = ""
    level: Level = "monograph"
    kind: Kind = "book"
    languages: list[str] = field(default_factory=list)
    original_languages: list[str] = field(default_factory=list)
    country: str = ""
    title: Title = field(default_factory=Title)
    uniform_title: Text | None = None
    parallel_titles: list[Text] = field(default_factory=list)
    variant_titles: list[Text] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    edition: Text | None = None
    places: list[Text] = field(default_factory=list)
    publishers: list[Text] = field(default_factory=list)
    date: str = ""
    year: int | None = None
    year_to: int | None = None
    numbering: str = ""
    frequency: str = ""
    extent: str = ""
    illustrations: str = ""
    size: str = ""
    accompanying: str = ""
    series: list[Series] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: the field of MARC 21 of each note, as long as there are as many
    note_tags: list[str] = field(default_factory=list, compare=False)
    works: list[NamedWork] = field(default_factory=list)
    bibliography_note: str = ""
    contents: list[str] = field(default_factory=list)
    abstract: str = ""
    age_mark: int | None = None
    audience: str = ""
    literary_form: str = ""
    print_run: str = ""
    subjects: list[Subject] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    classes: list[Classification] = field(default_factory=list)
    isbn: list[Identifier] = field(default_factory=list)
    issn: list[Identifier] = field(default_factory=list)
    price: str = ""
    host: Host | None = None
    relations: list[Relation] = field(default_factory=list)
    coded: Coded | None = None
    links: list[Link] = field(default_factory=list)
    rights: str = ""
    holdings: list[Holding] = field(default_factory=list)

    @property
    def creators(self) -> list[Agent]:
        """The main entry first, then those who share the authorship."""
        return [a for a in self.agents if a.main] + [a for a in self.agents if not a.main and a.role == "aut"]
