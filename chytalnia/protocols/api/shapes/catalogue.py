"""The catalogue: a search, a work, an edition."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from chytalnia.catalogue.finding import LONGEST_TEXT
from chytalnia.search.queries import DEEPEST, MOST_PER_PAGE

Sort = Literal["relevance", "newest", "year", "oldest", "title", "popular"]
Language = Literal["uk", "ru", "kk", "en"]


class SearchQuery(Schema):
    """A search. Conditions of one name mean any of their values, conditions of different names all of them."""

    q: str = Field(
        "", description=f"Words, in any inflection, script or keyboard layout; read up to {LONGEST_TEXT} signs."
    )
    limit: int = Field(10, ge=0, le=MOST_PER_PAGE, description="How many results.")
    offset: int = Field(0, ge=0, le=DEEPEST, description="How many results to pass over.")
    sort: Sort = Field("relevance", description="Order of the results.")
    written: bool = Field(False, description="Search only as written: correct nothing.")
    lang: Language | None = Field(None, description="Language of the addresses in the answer.")
    available: bool = Field(False, description="Only what is in place now, in one of `unit` when any is given.")
    unit: list[str] = Field([], description="Codes of libraries, systems or regions.")
    language: list[str] = Field([], description="Languages of documents, MARC codes: ukr, rus, kaz.")
    year: list[str] = Field([], description="A year or a span: 2015, 2010-2015, -1917, 2020-.")
    format: list[str] = Field([], description="Kinds of documents: book, serial, map, music, sound …")
    author: list[str] = Field([], description="Headings of authors, as the facet gives them.")
    subject: list[str] = Field([], description="Headings of subjects, as the facet gives them.")
    age: list[str] = Field([], description="Age marks: 0+, 6+, 12+, 16+, 18+.")


class Result(Schema):
    id: int = Field(description="Number of the work.")
    title: str
    authors: list[str]
    year: int | None = Field(description="Year of the first edition.")
    languages: list[str] = Field(description="MARC codes.")
    url: str = Field(description="Its page.")


class FacetCount(Schema):
    value: str
    count: int


class SearchAnswer(Schema):
    total: int
    correction: str | None = Field(description="What was searched instead, when the words as written were mistyped.")
    results: list[Result]
    facets: dict[str, list[FacetCount]] = Field(
        description="By name of the condition: its values and how many results each has."
    )


class Edition(Schema):
    id: int = Field(description="Number of the record, for /records/{id}.")
    title: str
    publisher: str
    year: int | None
    languages: list[str]
    isbn: str
    url: str


class WorkAnswer(Schema):
    id: int
    title: str
    author: str
    titles: dict[str, list[str]] = Field(description="Spellings by language, MARC codes.")
    year: int | None
    languages: list[str]
    copies: int
    available: int
    url: str
    editions: list[Edition]
