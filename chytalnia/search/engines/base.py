"""What an engine takes and gives: plain data that any engine can translate, so that all of them find and rank alike.

Tokens are made by `chytalnia.search.analysis` before they come here. An engine never looks inside a word: it keeps
tokens in their order, keywords, numbers and a small payload, matches the queries below and counts keywords.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

#: Fields of tokens with a space between them; tokens side by side can be asked for as a phrase.
STREAMS = ("title", "names", "subjects", "rest")
#: Fields of whole values, matched exactly and counted for facets.
FACETS = ("kind", "language", "author", "subject", "unit", "available", "age", "format")
#: Whole values that are only matched: exact titles, standard and inventory numbers, the slice of a sample.
KEYWORDS = ("exact", "ident")
#: Numbers to range over and sort by.
NUMBERS = ("year", "added", "popular", "order")


@dataclass(slots=True)
class Document:
    """One entry as the engine keeps it. `weight` multiplies its score (1.0 leaves it alone)."""

    key: str
    streams: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    weight: float = 1.0
    payload: dict[str, Any] = field(default_factory=dict)


# The query language of engines: a tree of these.


@dataclass(frozen=True, slots=True)
class All:
    """Everything, with equal scores."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No entry at all."""


@dataclass(frozen=True, slots=True)
class Term:
    """One token of a stream or one keyword."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens at successive positions of a stream, `slop` moves allowed."""

    field: str
    values: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any token of a stream that begins so."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any token within `distance` edits (insertion, deletion, substitution, transposition)."""

    field: str
    value: str
    distance: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between the ends, both included; `None` leaves an end open."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts, scores added; `least` of them must match."""

    parts: tuple[Query, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """Any of the parts, scored by the best one plus `tie` of the others: spellings of one word do not add up."""

    parts: tuple[Query, ...]
    tie: float = 0.0


@dataclass(frozen=True, slots=True)
class Rank:
    """Matches `must`; `should` only adds to the score, `never` excludes."""

    must: Query
    should: tuple[Query, ...] = ()
    never: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Boost:
    part: Query
    by: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Matches `part` without a score of its own."""

    part: Query
    score: float = 0.0


Query = All | Nothing | Term | Phrase | Prefix | Fuzzy | Range | And | Or | Best | Rank | Boost | Filter


@dataclass(frozen=True, slots=True)
class Request:
    query: Query
    offset: int = 0
    limit: int = 10
    #: Empty for relevance, or a number field with "-" in front for descending.
    sort: str = ""
    #: Keyword fields to count and how many values of each.
    facets: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Found:
    key: str
    score: float
    payload: dict[str, Any]


@dataclass(slots=True)
class Response:
    total: int
    hits: list[Found]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    #: Facet counts are estimated from a sample (their order holds, numbers are rounded).
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the vocabulary near a mistyped one."""

    word: str
    frequency: int


class Busy(Exception):  # noqa: N818 — a state of the engine, not a mistake
    """Another process is writing."""


class Outdated(Exception):  # noqa: N818 — a state of the engine, not a mistake
    """The index was built by a version that kept entries in another way: it has to be built anew."""


class Damaged(ValueError):  # noqa: N818 — a state of the engine, not a mistake
    """Files of the index are missing or cannot be read: `chytalnia check` builds it anew."""


class Writer(Protocol):
    """Changes that become visible, all at once, on `commit`."""

    def put(self, documents: Iterable[Document]) -> None: ...

    def remove(self, keys: Iterable[str]) -> None: ...

    def commit(self) -> None: ...


class Engine(Protocol):
    def search(self, request: Request) -> Response: ...

    def count(self, query: Query) -> int: ...

    def frequency(self, field: str, value: str) -> int:
        """How many documents hold a token or keyword."""
        ...

    def near(self, word: str, *, distance: int, limit: int, sounds: bool = False) -> list[Candidate]:
        """Words of the vocabulary near `word`; with `sounds`, words whose sound key is near it."""
        ...

    def starting(self, field: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Tokens that begin so, the most frequent first."""
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """The one writer; raises Busy when another process has it."""
        ...

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """A writer of a new index that takes the place of the old one when the block ends well; raises Busy."""
        ...

    def keys(self, kind: str) -> Iterable[str]:
        """The keys of a kind, for checks."""
        ...

    def state(self) -> dict[str, Any]:
        """Figures for health pages: documents, segments, bytes, generation."""
        ...


Make = Callable[[str], Engine]
_schemes: dict[str, Make] = {}


def scheme(name: str, make: Make) -> None:
    """Let `SEARCH_URL=name://…` be served by `make(url)`."""
    _schemes[name] = make


def make(url: str) -> Engine:
    name = url.split("://", 1)[0]
    if name not in _schemes:
        raise ValueError(f"SEARCH_URL: no engine for {name}:// (known: {', '.join(sorted(_schemes))})")
    return _schemes[name](url)


def any_of(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Or(tuple(parts)) if parts else Nothing()


def all_of(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else All()
