"""A work with all that its page shows, in a number of queries that does not grow with its editions and copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Func, JSONField

from chytalnia.catalogue.derive import field_of_knowledge
from chytalnia.catalogue.models import Authority, Heading, Item, Record, Work
from chytalnia.core.statements import Kept
from chytalnia.wire import languages
from chytalnia.wire.bib import Bib, Classification

from .holdings import WITHIN, Holdings, holdings, stock_of

#: Editions a page shows; a serial work may have many hundreds.
MOST_EDITIONS = 120
MOST_SIMILAR = 12
#: Editions without a year last, whatever the database would do with them.
NEWEST_FIRST = (F("year").desc(nulls_last=True), "-pk")
#: Works on a page of results: their questions are kept as they are written for so many.
OF_A_PAGE = 20
#: Roles under which somebody is named as the author.
MAKERS = ("aut", "cre", "cmp")


@dataclass(slots=True)
class Edition:
    record: Record
    items: list[Item] = field(default_factory=list)

    @property
    def available(self) -> int:
        return sum(item.is_available for item in self.items)

    @property
    def within(self) -> int:
        return sum(item.status in WITHIN for item in self.items)


@dataclass(slots=True)
class LanguageOfEditions:
    """Editions in one language: the original or a translation."""

    code: str
    editions: list[Edition]

    @property
    def available(self) -> int:
        return sum(edition.available for edition in self.editions)


@dataclass(slots=True)
class WorkPage:
    work: Work
    #: the edition whose words stand for the work
    main: Record
    editions: list[Edition]
    headings: list[Heading]
    holdings: Holdings
    similar_author: list[Work]
    similar_subject: list[Work]

    @property
    def knowledge(self) -> str:
        return knowledge_in(edition.record.bib for edition in reversed(self.editions))

    @property
    def by_language(self) -> list[LanguageOfEditions]:
        """The language of the main edition first, then those with more editions."""
        groups: dict[str, list[Edition]] = defaultdict(list)
        for edition in self.editions:
            groups[next(iter(edition.record.language_codes), "und")].append(edition)
        first = next(iter(self.main.language_codes), "und")
        ordered = sorted(groups, key=lambda code: (code != first, -len(groups[code]), code))
        return [LanguageOfEditions(code, groups[code]) for code in ordered]

    @property
    def authors(self) -> list[Authority]:
        """Who made it, the one of the card first."""
        found = {h.authority_id: h.authority for h in self.headings if h.role in MAKERS}
        return sorted(found.values(), key=lambda a: a.heading != self.work.author)

    @property
    def subjects(self) -> list[Authority]:
        counted: dict[int, int] = defaultdict(int)
        found = {}
        for heading in self.headings:
            if heading.role == "sub":
                counted[heading.authority_id] += 1
                found[heading.authority_id] = heading.authority
        return sorted(found.values(), key=lambda a: (-counted[a.pk], a.heading))

    @property
    def spellings(self) -> list[tuple[str, str]]:
        """Other titles and spellings, each with the language it is in."""
        told = {self.work.title.casefold(), self.main.bib.title.proper.romanised.strip(" /:;,.=").casefold()}
        out = []
        rows = [(text, code) for code, texts in self.work.titles.items() for text in texts]
        for edition in self.editions:
            bib, code = edition.record.bib, next(iter(edition.record.language_codes), "und")
            variants = [bib.uniform_title, *bib.variant_titles]
            rows += [(text.value or text.romanised, code) for text in variants if text]
            # In another language than the record, which does not say in which.
            rows += [(text.value or text.romanised, "und") for text in bib.parallel_titles]
        for text, code in rows:
            clean = text.strip(" /:;,.=")
            if clean and clean.casefold() not in told:
                told.add(clean.casefold())
                out.append((clean, code))
        return out


def work_page(pk: int, *, at: datetime, here: tuple[float, float] | None = None, chosen: str = "") -> WorkPage | None:
    """Everything on the page of a work; nothing if there is no such work, or nothing of it to show."""
    work = Work.objects.shown().filter(pk=pk).first()
    if work is None:
        return None
    records = list(Record.objects.public().filter(work=work).defer("source").order_by(*NEWEST_FIRST)[:MOST_EDITIONS])
    if not records:
        return None
    editions = {record.pk: Edition(record) for record in records}
    headings = list(Heading.objects.filter(record__in=list(editions)).select_related("authority").order_by("pk"))
    items = stock_of(editions)
    for item in items:
        editions[item.record_id].items.append(item)
    main = leading(work, list(editions.values()))
    page = WorkPage(
        work, main, list(editions.values()), headings, holdings(items, at=at, here=here, chosen=chosen), [], []
    )
    page.similar_author = by_same_author(work)
    known = {work.pk, *(other.pk for other in page.similar_author)}
    page.similar_subject = about_the_same([s.pk for s in page.subjects[:5]], without=known)
    return page


def leading(work: Work, editions: Sequence[Edition]) -> Record:
    """The edition that speaks for the work: one of its title, rather on a shelf, rather newer."""

    def rank(edition: Edition) -> tuple[Any, ...]:
        record = edition.record
        return (
            record.title.split(" : ")[0] == work.title,
            bool(edition.available),
            bool(edition.items),
            record.year or 0,
            record.pk,
        )

    return max(editions, key=rank).record


def by_same_author(work: Work) -> list[Work]:
    if not work.author_key:
        return []
    same = Work.objects.shown().filter(author_key=work.author_key, author=work.author).exclude(pk=work.pk)
    return list(same.order_by("-popularity", "-available_count", "sort_title")[:MOST_SIMILAR])


def about_the_same(subjects: Sequence[int], *, without: Iterable[int]) -> list[Work]:
    """Works with most of these subjects in common. Looks at the newest uses of each heading only, to stay cheap."""
    if not subjects:
        return []
    uses = Heading.objects.filter(authority__in=subjects, role="sub").order_by("-record")
    counted: dict[int, int] = defaultdict(int)
    for record in uses.values_list("record", flat=True)[:200]:
        counted[record] += 1
    nearest = sorted(counted, key=lambda record: (-counted[record], -record))[:60]
    of_record = dict(Record.objects.public().filter(pk__in=nearest).values_list("pk", "work"))
    works = list(dict.fromkeys(of_record[pk] for pk in nearest if pk in of_record))
    kept = [pk for pk in works if pk not in set(without)][:MOST_SIMILAR]
    found = Work.objects.shown().in_bulk(kept)
    return [found[pk] for pk in kept if pk in found]


def knowledge_in(bibs: Iterable[Bib]) -> str:
    """The field that colours the cover of a work: of the first edition that names one."""
    return next((found for bib in bibs if (found := field_of_knowledge(bib))), "")


class _OfBib(Func):
    """These parts of `bib_data` as one array: each extraction of a part alone would read the whole description anew."""

    output_field = JSONField()

    def __init__(self, *parts: str) -> None:
        super().__init__("bib_data")
        self.parts = parts

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        paths = ", ".join(f"'$.{part}'" for part in self.parts)
        return self.as_sql(compiler, connection, template=f"JSON_EXTRACT(%(expressions)s, {paths})")

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        column, params = compiler.compile(self.source_expressions[0])
        parts = ", ".join(f"{column} -> '{part}'" for part in self.parts)
        return f"jsonb_build_array({parts})", params


@dataclass(slots=True)
class Glance:
    """What a list shows of a work and only its records know: the field of knowledge, and whether it can be read online."""

    knowledge: str = ""
    is_online: bool = False

    def add(self, kind: str, has_links: bool, bib_data: Mapping[str, Any]) -> None:
        """Take in a record of the work: the earliest first."""
        self.is_online = self.is_online or (has_links and kind == "electronic")
        if not self.knowledge:
            bib = Bib(
                classes=[Classification.from_dict(one) for one in bib_data.get("classes") or []],
                literary_form=bib_data.get("literary_form") or "",
                audience=bib_data.get("audience") or "",
            )
            self.knowledge = field_of_knowledge(bib)


#: Parts of a description that a glance looks at.
OF_GLANCE = ("classes", "literary_form", "audience")


def glances(works: Iterable[int]) -> dict[int, Glance]:
    """Of many works, in one query. The field is that of the page of the work, so that a book has one cover everywhere."""
    rows = (
        Record.objects.public()
        .filter(work__in=list(works))
        .order_by(F("year").asc(nulls_first=True), "pk")
        .values_list("work", "kind", "has_links", _OfBib(*OF_GLANCE))
    )
    found: dict[int, Glance] = defaultdict(Glance)
    for work, kind, has_links, parts in rows:
        found[work].add(kind, has_links, dict(zip(OF_GLANCE, parts, strict=True)))
    return found


def knowledge_of(works: Iterable[int]) -> dict[int, str]:
    return {work: seen.knowledge for work, seen in glances(works).items()}


def books(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Works as the components of the look take a book: covers on a shelf, answers in a list."""
    works = list(works)
    fields = knowledge_of(work.pk for work in works)
    return [book(work, fields.get(work.pk, "")) for work in works]


def book(work: Work, knowledge: str) -> dict[str, Any]:
    code = language_of_title(work)
    return {
        "number": work.pk,
        "title": work.title,
        "author": straight(work.author),
        "url": work.get_absolute_url(),
        "language": languages.bcp47(code),
        "knowledge": knowledge,
    }


def straight(heading: str) -> str:
    """«Шевченко, Тарас» → «Тарас Шевченко»; what is no such name stays."""
    surname, comma, given = heading.partition(", ")
    return f"{given} {surname}" if comma and "," not in given and not given[:1].isdigit() else heading


def language_of_title(work: Work) -> str:
    """The code of the language in which the shown title is, of those the work has."""
    for code, texts in work.titles.items():
        if work.title in texts:
            return str(code)
    return next(iter(work.language_codes), "")


_page_of_works = Kept(lambda *pks: Work.objects.shown().filter(pk__in=pks))


def shown_works(pks: Sequence[int]) -> list[Work]:
    """The works of these numbers that there are, in the same order."""
    if 0 < len(pks) <= OF_A_PAGE:
        rows: Iterable[Work] = _page_of_works(*filled(pks))
    else:
        rows = Work.objects.shown().filter(pk__in=list(pks))
    found = {work.pk: work for work in rows}
    return [found[pk] for pk in pks if pk in found]


def filled(pks: Sequence[int]) -> list[int]:
    """As many numbers as a question about a page always asks for: one twice finds nothing twice."""
    return [*pks, *[pks[-1]] * (OF_A_PAGE - len(pks))]
