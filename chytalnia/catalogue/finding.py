"""A search as readers and machines ask for it: text, conditions, order – always written the same way – and its answer.

The search page, the JSON API and the command line all come here, so that they find alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from chytalnia.search import queries
from chytalnia.search.entries import ANYWHERE
from chytalnia.search.queries import DEEPEST, SORTS, Correction, FacetValue, Hit

from .entries import KIND as WORK
from .models import Heading, Work
from .queries.works import Glance

#: What an answer may be narrowed by, in the order in which addresses name it.
CONDITIONS = ("kind", "available", "unit", "language", "year", "format", "author", "subject", "age")
#: Facets that are counted, each under the condition of the same name.
FACETS = ("available", "unit", "language", "year", "format", "author", "subject", "age")
PER_PAGE = 20
LONGEST_TEXT = 400
#: More conditions than this at once are refused: nobody ticks so many boxes, and each combination costs a search.
MOST_CONDITIONS = 12
_ORDERS = tuple(name for name in SORTS if name not in ("", "relevance"))
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\ud800-\udfff]+")


class Parameters(Protocol):
    """A QueryDict, or anything that answers like one."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `conditions` are pairs in the order of CONDITIONS, sorted, none twice."""

    text: str = ""
    as_written: bool = False
    conditions: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1
    #: The text was longer than is read.
    cut: bool = False

    @property
    def is_everything(self) -> bool:
        return not self.text and not self.conditions

    @property
    def kind(self) -> str:
        return next(iter(self.values("kind")), WORK)

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.conditions if key == name)

    def having(self, name: str, value: str) -> Asked:
        return replace(self, conditions=_ordered([*self.conditions, (name, value)]), page=1)

    def without(self, name: str, value: str | None = None) -> Asked:
        kept = tuple((k, v) for k, v in self.conditions if k != name or (value is not None and v != value))
        return replace(self, conditions=kept, page=1)

    def bare(self) -> Asked:
        """The same text without conditions."""
        return Asked(self.text, self.as_written)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address, the only way this search is written."""
        pairs = [("q", self.text)] if self.text else []
        if self.as_written and self.text:
            pairs.append(("as", "written"))
        pairs += self.conditions
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def at(self, path: str) -> str:
        """Its address at a page: the path, and the query when there is something to ask."""
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path

    def filters(self) -> dict[str, list[str]]:
        """The conditions as the search service takes them. Available now means: in one of the branches asked for."""
        filters: dict[str, list[str]] = {"kind": [self.kind]}
        for name, value in self.conditions:
            if name not in ("kind", "available"):
                filters.setdefault(name, []).append(value)
        if self.values("available"):
            filters["available"] = list(self.values("unit")) or [ANYWHERE]
        return filters


class TooManyConditions(ValueError):  # noqa: N818 - a refusal that pages put into words
    """More conditions than are combined."""


def asked_in(parameters: Parameters) -> Asked:
    """The search in the parameters of an address. What makes no sense is left out; never raises but TooManyConditions."""
    text = clean(next(iter(parameters.getlist("q")), ""), LONGEST_TEXT * 4)
    conditions: list[tuple[str, str]] = []
    for name in CONDITIONS:
        given = parameters.getlist(name)
        if len(given) > MOST_CONDITIONS * 4:
            raise TooManyConditions
        if name == "year":
            conditions += [("year", span) for span in _years(given, parameters)]
        elif name == "available":
            conditions += (
                [("available", "1")] if any(value in ("1", "true", "yes", "on", "*") for value in given) else []
            )
        elif name == "kind":
            conditions += [("kind", value) for value in map(clean, given[:1]) if value and value != WORK]
        else:
            conditions += [(name, value) for value in map(clean, given) if value]
    ordered = _ordered(conditions)
    if len(ordered) > MOST_CONDITIONS:
        raise TooManyConditions
    sort = next(iter(parameters.getlist("sort")), "")
    return Asked(
        text=text[:LONGEST_TEXT].strip(),
        as_written=next(iter(parameters.getlist("as")), "") == "written",
        conditions=ordered,
        sort=sort if sort in _ORDERS else "",
        page=_page(next(iter(parameters.getlist("page")), "")),
        cut=len(text) > LONGEST_TEXT,
    )


def clean(value: str, longest: int = 200) -> str:
    """Text on one line, without signs that nobody sees."""
    return " ".join(_UNSEEN.sub(" ", value[: longest * 2]).split())[:longest]


def _ordered(conditions: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(conditions), key=lambda pair: (CONDITIONS.index(pair[0]), pair[1])))


def _page(text: str) -> int:
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        return 1
    return max(1, min(int(text), DEEPEST // PER_PAGE))


def _years(given: list[str], parameters: Parameters) -> list[str]:
    """Spans such as «2010-2015»; a form sends the two ends apart."""
    ends = [next(iter(parameters.getlist(name)), "").strip() for name in ("year_from", "year_to")]
    if any(ends):
        given = ["-".join(ends)]
    spans = []
    for span in given:
        found = re.fullmatch(r"\s*(\d{1,4})?\s*(-|–)?\s*(\d{1,4})?\s*", span, re.ASCII)
        if not found or not (found[1] or found[3]):
            continue
        low, dash, high = found[1] or "", found[2], found[3] or ""
        if low and high and int(low) > int(high):
            low, high = high, low
        spans.append(low if not dash or low == high else f"{low}-{high}")
    return spans


@dataclass(slots=True)
class Found:
    """An answer. Facets are counted without the condition on the same thing, so that another value can be added."""

    asked: Asked
    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    correction: Correction | None = None
    understood: list[str] = field(default_factory=list)
    estimated: bool = False
    cut: bool = False
    seconds: float = 0.0
    reachable: int = 0


def find(
    asked: Asked,
    *,
    language: str = "",
    limit: int = PER_PAGE,
    offset: int | None = None,
    facets: Iterable[str] = FACETS,
) -> Found:
    """Search. `offset` by default follows from the page asked for."""
    wanted = tuple(facets)
    filters = asked.filters()
    results = queries.search(
        asked.text,
        filters=filters,
        sort=asked.sort or ("" if asked.text else "newest"),
        offset=(asked.page - 1) * limit if offset is None else offset,
        limit=limit,
        language=language,
        as_written=asked.as_written,
        facets=wanted,
    )
    counts = dict(results.facets)
    text, as_written = _said(asked, results.correction)
    seconds = results.seconds
    for name in wanted:
        if name in filters and name != "available":
            others = {key: values for key, values in filters.items() if key != name}
            if name == "unit" and "available" in others:
                others["available"] = [ANYWHERE]
            again = queries.search(text, filters=others, limit=0, as_written=as_written, facets=[name])
            counts[name] = again.facets.get(name, [])
            seconds += again.seconds
    return Found(
        asked=asked,
        total=results.total,
        hits=results.hits,
        facets=counts,
        correction=results.correction,
        understood=results.understood,
        estimated=results.estimated,
        cut=results.cut or asked.cut,
        seconds=seconds,
        reachable=results.reachable,
    )


def _said(asked: Asked, correction: Correction | None) -> tuple[str, bool]:
    """What to ask again to find the same: the corrected text as it is; words that were let go are let go again."""
    if correction is None or correction.kind == "relaxed":
        return asked.text, asked.as_written
    return correction.shown, True


def others(
    asked: Asked, correction: Correction | None, kinds: Iterable[str], *, limit: int = 3
) -> tuple[list[Hit], dict[str, int]]:
    """Things of other kinds that the same words find – libraries, events – and how many of each kind."""
    wanted = [kind for kind in kinds if kind != WORK]
    if not wanted or not asked.text or asked.conditions:
        return [], {}
    corrected, _ = _said(asked, correction)
    # The words themselves first: a quest in a library is no slip of the hand for a cross in a book.
    for text in dict.fromkeys((asked.text, corrected)):
        # As written: what only guessing would find here means something else among the works.
        results = queries.search(text, filters={"kind": wanted}, limit=limit, as_written=True, facets=["kind"])
        if results.hits:
            return results.hits, {value.value: value.count for value in results.facets.get("kind", [])}
    return [], {}


def glances(found: Iterable[Hit]) -> dict[int, Glance]:
    """What lists show of the works among these hits, as the index keeps it."""
    return {int(hit.pk): Glance(**hit.shown) for hit in found if hit.kind == WORK}


def for_machines(found: Found) -> dict[str, Any]:
    """The answer as the JSON API and `chytalnia search --json` give it. Two queries for any number of hits."""
    pks = [int(hit.pk) for hit in found.hits if hit.kind == WORK]
    works = {
        row["id"]: row for row in Work.objects.filter(pk__in=pks).values("id", "title", "author", "year", "languages")
    }
    authors: dict[int, list[str]] = {}
    rows = Heading.objects.filter(record__work__in=pks, role="aut", record__deleted_at=None, record__merged_into=None)
    for pk, heading in rows.order_by("pk").values_list("record__work_id", "authority__heading"):
        names = authors.setdefault(pk, [])
        if heading not in names:
            names.append(heading)
    return {
        "total": found.total,
        "correction": found.correction.shown if found.correction else None,
        "results": [_for_machines(hit, works, authors) for hit in found.hits],
        "facets": {
            name: [{"value": value.value, "count": value.count} for value in values]
            for name, values in found.facets.items()
        },
    }


def _for_machines(hit: Hit, works: Mapping[int, Mapping[str, Any]], authors: Mapping[int, list[str]]) -> dict[str, Any]:
    if hit.kind != WORK:
        names = list(hit.names)
        return {"id": hit.pk, "title": hit.title, "authors": names, "year": hit.year, "languages": [],
                "url": settings.PUBLIC_URL + hit.url}  # fmt: skip
    pk = int(hit.pk)
    work = works.get(pk, {})
    author = work.get("author")
    return {
        "id": pk,
        "title": work.get("title") or hit.title,
        "authors": authors.get(pk, [])[:5] or ([author] if author else []),
        "year": work.get("year") or hit.year,
        "languages": (work.get("languages") or "").split(),
        "url": settings.PUBLIC_URL + work_url(pk),
    }


def work_url(pk: int) -> str:
    """The page of a work in the language of the moment."""
    return reverse("catalogue:work", args=[pk])
