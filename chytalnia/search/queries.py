"""What can be asked: results of a search with facets, suggestions while typing, how far the index is behind."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.db.models import Count, Min
from django.utils import timezone

from . import analysis, compose, correct, language
from .engines import engine
from .engines.base import Engine, Filter, Query, Request, Response
from .models import Change

#: Results are numbered up to here: nobody reads further, and each page costs all the pages before it.
DEEPEST = 10_000
MOST_PER_PAGE = 100
#: Results read at once by those who want them all.
EVERY = 5_000
#: Facets and how many values of each are counted.
FACET_SIZES = {
    "kind": 10, "language": 15, "year": 60, "author": 12, "subject": 12, "unit": 40,
    "available": 1, "age": 6, "format": 15,
}  # fmt: skip
SORTS = {
    "": "",
    "relevance": "",
    "newest": "-added",
    "year": "-year",
    "oldest": "year",
    "title": "order",
    "popular": "-popular",
}


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    score: float
    title: str = ""
    names: tuple[str, ...] = ()
    year: int | None = None
    url: str = ""
    #: `SearchEntry.shown` as it was when the index was fed.
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.key.split(":", 1)[0]

    @property
    def pk(self) -> str:
        return self.key.split(":", 1)[1]


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What was done to find something: the keyboard layout, the spelling, or fewer words required."""

    kind: Literal["layout", "spelling", "relaxed"]
    original: str
    shown: str


@dataclass(slots=True)
class Results:
    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    correction: Correction | None = None
    #: Other forms of the words that were searched for too: «книга» for «книгою».
    understood: list[str] = field(default_factory=list)
    #: Facet counts of a very large result are estimates.
    estimated: bool = False
    #: The query was longer than is read.
    cut: bool = False
    offset: int = 0
    limit: int = 10
    seconds: float = 0.0

    @property
    def reachable(self) -> int:
        """How many results can be paged to."""
        return min(self.total, DEEPEST)


def search(
    text: str,
    *,
    filters: Mapping[str, Iterable[str]] | None = None,
    sort: str = "",
    offset: int = 0,
    limit: int = 10,
    language: str = "",
    as_written: bool = False,
    facets: Iterable[str] | None = None,
    using: Engine | None = None,
) -> Results:
    """Find. Any text is a query, an empty one is everything.

    `filters` maps facets to wanted values (any of them): `{"language": ["ukr"], "year": ["2010-2015"],
    "available": ["*"]}`. `sort` is one of SORTS. With `as_written` nothing is corrected or relaxed. `facets` names
    those to count (all by default, none for an empty list). `language` is that of the page: it orders nothing now.
    """
    began = time.monotonic()
    offset, limit = max(0, offset), max(0, min(limit, MOST_PER_PAGE))
    if offset + limit > DEEPEST:
        offset, limit = max(0, min(offset, DEEPEST)), max(0, min(limit, DEEPEST - offset))
    names = tuple(FACET_SIZES if facets is None else (name for name in facets if name in FACET_SIZES))
    ask = _Ask(
        engine=using or engine(),
        filters={name: tuple(values) for name, values in (filters or {}).items()},
        sort=SORTS.get(sort, ""),
        offset=offset,
        limit=limit,
        facets=tuple((name, FACET_SIZES[name]) for name in names),
    )
    response, asked, correction = ask.answer(text, as_written=as_written)
    return Results(
        total=response.total,
        hits=[_hit(found.key, found.score, found.payload) for found in response.hits] if limit else [],
        facets={name: [FacetValue(v, n) for v, n in values] for name, values in response.facets.items()},
        correction=correction,
        understood=understood(asked),
        estimated=response.estimated,
        cut=asked.cut,
        offset=offset,
        limit=limit,
        seconds=time.monotonic() - began,
    )


def every(
    text: str,
    *,
    filters: Mapping[str, Iterable[str]] | None = None,
    sort: str = "",
    as_written: bool = False,
    using: Engine | None = None,
) -> Iterator[str]:
    """The keys of all that `search` finds, in its order and without its limit of depth, for exports.

    Read in pieces of EVERY: what is indexed meanwhile may shift pieces against each other, so no key is given twice, and one
    may be missed. Costly for large results; not for pages.
    """
    ask = _Ask(
        engine=using or engine(),
        filters={name: tuple(values) for name, values in (filters or {}).items()},
        sort=SORTS.get(sort, ""),
        offset=0,
        limit=EVERY,
        facets=(),
    )
    given: set[str] = set()
    while True:
        response, _, _ = ask.answer(text, as_written=as_written)
        for found in response.hits:
            if found.key not in given:
                given.add(found.key)
                yield found.key
        ask.offset += EVERY
        if ask.offset >= response.total or not response.hits:
            return


@dataclass(slots=True)
class _Ask:
    """One search on its way through the chain: as written, other layout, spelling, fewer words."""

    engine: Engine
    filters: dict[str, tuple[str, ...]]
    sort: str
    offset: int
    limit: int
    facets: tuple[tuple[str, int], ...]

    def answer(self, text: str, *, as_written: bool) -> tuple[Response, language.Asked, Correction | None]:
        asked = language.parse(text)
        if not asked.groups and not asked.never and language.clean(text):
            # Signs only. In another layout they may be letters («[jhjij»); as written they are nothing.
            response = Response(0, [])
        else:
            query = self._query(asked)
            response = self._run(query)
        if as_written or not language.clean(text):
            return response, asked, None
        known = correct.Known(self.engine)
        if response.total == 0 or self._looks_mistyped(asked, known):
            better = self._corrected(text, asked, known)
            if better is not None:
                return better
        return response, asked, None

    def _corrected(
        self, text: str, asked: language.Asked, known: correct.Known
    ) -> tuple[Response, language.Asked, Correction] | None:
        original = language.clean(text)
        readings = correct.layouts(original, known)
        for reading in readings[:3]:
            if all(known(word) for word in reading.words()) and self._finds(reading):
                return self._run(self._query(reading)), reading, Correction("layout", original, str(reading))
        if self._finds(asked):
            return None
        for better in correct.spellings(asked, known)[: correct.MOST_TRIES]:
            if self._finds(better):
                return self._run(self._query(better)), better, Correction("spelling", original, str(better))
        for reading in readings[:2]:
            # Both at once: the wrong layout and a slip of the finger.
            for better in [reading, *correct.spellings(reading, known)[:4]]:
                if self._finds(better):
                    return self._run(self._query(better)), better, Correction("layout", original, str(better))
        return self._relaxed(asked, original, known)

    def _relaxed(
        self, asked: language.Asked, original: str, known: correct.Known
    ) -> tuple[Response, language.Asked, Correction] | None:
        if len(asked.groups) < 2:
            return None
        variants = [asked]
        if spelled := correct.spellings(asked, known, certain=True):
            variants.insert(0, spelled[0])
        for least in (0.75, 0.5, 0.01):
            for variant in variants:
                query = compose.compose(variant, self.filters, least=least)
                if self.engine.count(query):
                    return self._run(query), variant, Correction("relaxed", original, str(variant))
        return None

    def _looks_mistyped(self, asked: language.Asked, known: correct.Known) -> bool:
        """Something was found, but by sound only: Latin letters that the index has in no word may be another layout."""
        words = asked.words()
        return bool(words) and all(analysis.is_latin(word) and not known(word) for word in words)

    def _query(self, asked: language.Asked) -> Query:
        return compose.compose(asked, self.filters)

    def _finds(self, asked: language.Asked) -> bool:
        return bool(asked.groups) and self.engine.count(self._query(asked)) > 0

    def _run(self, query: Query) -> Response:
        return self.engine.search(Request(query, self.offset, self.limit, self.sort, self.facets))


def _hit(key: str, score: float, payload: dict[str, Any]) -> Hit:
    return Hit(
        key=key,
        score=score,
        title=payload.get("title", ""),
        names=tuple(payload.get("names", ())),
        year=payload.get("year"),
        url=payload.get("url", ""),
        shown=payload.get("shown", {}),
    )


def understood(asked: language.Asked) -> list[str]:
    """Normal forms that were searched beside the words themselves, at most eight."""
    forms: dict[str, None] = {}
    for word in asked.words():
        for form in analysis.normal_forms(word):
            if form != word and not form.isdigit() and analysis.is_cyrillic(form):
                forms[form] = None
    return list(forms)[:8]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line under the search box. `kind` is `work`, `author` or `subject`; `key` is empty for the last two."""

    kind: Literal["work", "author", "subject"]
    text: str
    detail: str = ""
    key: str = ""
    url: str = ""
    count: int = 0


def suggest(prefix: str, *, limit: int = 8, kinds: Iterable[str] = (), using: Engine | None = None) -> list[Suggestion]:
    """What a reader may be typing: works, authors, subjects, in any keyboard layout. Nothing below two letters."""
    chosen = using or engine()
    cleaned = language.clean(prefix)[:80]
    if len(cleaned) < 2:
        return []
    for reading in [cleaned, *analysis.other_layouts(cleaned)]:
        if found := _suggest(reading, limit, tuple(kinds), chosen):
            return found
    return []


def _suggest(text: str, limit: int, kinds: tuple[str, ...], chosen: Engine) -> list[Suggestion]:
    forms = [part for word in analysis.words(text) for part in (word.parts or (word.form,))][:8]
    if not forms or (len(forms) == 1 and len(forms[0]) < 2):
        return []
    only = [Filter(part)] if kinds and (part := compose.filter_query("kind", kinds)) is not None else []
    unfinished = not text.endswith((" ", "."))

    def matching(fields: tuple[str, ...]) -> Query | None:
        parts: list[Query] = []
        for number, form in enumerate(forms):
            # A letter beside words is an initial, though more may follow it: «Шевченко Т».
            letter = compose.initial_query(form, fields) if len(forms) > 1 and language.is_letter(form) else None
            if number == len(forms) - 1 and unfinished:
                part = _beginning(form, fields, chosen)
                if part is not None and letter is not None:
                    part = compose.Best((letter, part))
            else:
                part = letter or compose.word_query(form, fields)
            if part is None:
                return None
            parts.append(part)
        return compose.all_of([*parts, *only])

    out: list[Suggestion] = []
    if (query := matching(("title", "names"))) is not None:
        nearest, asked_for = (
            chosen.search(Request(query, limit=n, sort=by)).hits for n, by in ((20, ""), (5, "-popular"))
        )
        found = {hit.key: hit.payload for hit in (*asked_for, *nearest)}
        hits = [_hit(key, 0, payload) for key, payload in found.items()]
        # Who types a beginning means a title that begins so, whatever ranks higher among those that have it somewhere; and
        # of those, what others ask for.
        hits.sort(key=lambda hit: _title_place(hit.title, forms))
        for hit in hits[: max(3, limit - 3)]:
            out.append(Suggestion("work", hit.title, "; ".join(hit.names[:2]), hit.key, hit.url))
    places: list[tuple[Literal["author", "subject"], str]] = [("author", "names"), ("subject", "subjects")]
    for kind, stream in places:
        if (query := matching((stream,))) is None:
            continue
        counted = chosen.search(Request(query, limit=1, facets=((kind, 12),))).facets.get(kind, [])
        fitting = [(value, count) for value, count in counted if _fits(value, forms)]
        out += [Suggestion(kind, value, count=count) for value, count in fitting[:2]]
    return out[: limit + 2]


def _beginning(form: str, fields: tuple[str, ...], chosen: Engine) -> Query | None:
    """The unfinished last word: the most frequent words that begin so, and its sound across scripts."""
    starts = ["=" + form]
    if analysis.is_latin(form) and len(key := analysis.skeleton(form)) > 1:
        starts.append("~" + key)
    elif analysis.is_cyrillic(form) and not analysis.has_kazakh_letters(form):
        starts.append("%" + form)
    tokens = {
        (name, token): None
        for name in fields
        for start in starts
        for token, _ in chosen.starting(name, start, limit=12)
    }
    if not tokens:
        return None
    return compose.Best(
        tuple(compose.Boost(compose.Term(name, token), compose.FIELD_WEIGHT[name]) for name, token in tokens)
    )


def _title_place(title: str, forms: list[str]) -> int:
    """0 for a title that begins with the typed words, 1 for one that has them, 2 for one whose names have them."""
    if _fits(" ".join(title.split()[: len(forms)]), forms):
        return 0
    return 1 if _fits(title, forms) else 2


def _fits(value: str, forms: list[str]) -> bool:
    """Whether a facet's value holds each typed word or its beginning, as written or by sound."""
    words = [part for word in analysis.words(value) for part in (word.parts or (word.form,))]
    sounds = [analysis.skeleton(word) for word in words]
    for form in forms:
        key = analysis.skeleton(form)
        if not any(word.startswith(form) for word in words) and not any(key and s.startswith(key) for s in sounds):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the index is behind the database."""

    waiting: int
    oldest: timedelta
    by_kind: dict[str, int]


def lag() -> Lag:
    oldest = Change.objects.aggregate(at=Min("at"))["at"]
    by_kind = dict(Change.objects.order_by().values_list("kind").annotate(n=Count("pk")))
    return Lag(sum(by_kind.values()), timezone.now() - oldest if oldest else timedelta(0), by_kind)


def health(*, using: Engine | None = None) -> dict[str, Any]:
    """Figures of the engine and the outbox for a health page."""
    behind = lag()
    return {
        **(using or engine()).state(), "waiting": behind.waiting, "oldest_seconds": behind.oldest.total_seconds(),
    }  # fmt: skip
