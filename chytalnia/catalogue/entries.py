"""Works as the search knows them: from the work's columns, its records' models and its items, a few queries for hundreds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from typing import Any

from chytalnia.network.models import Unit
from chytalnia.search.entries import SearchEntry
from chytalnia.wire.languages import RETIRED

from .derive import clean
from .models import Item, ItemStatus, Record, Work
from .queries.works import Glance

KIND = "work"
#: Editions whose words are indexed; a work with more is found by these.
MOST_RECORDS = 40


def build(pks: list[Any]) -> Iterator[SearchEntry]:
    """Entries for the works among `pks` that a reader may see, in the order of their keys."""
    works = {
        row["id"]: row
        for row in Work.objects.shown()
        .filter(pk__in=[int(pk) for pk in pks])
        .values(
            "id",
            "title",
            "titles",
            "author",
            "year",
            "languages",
            "kind",
            "popularity",
            "record_count",
            "item_count",
            "created_at",
        )
    }
    records: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Record.objects.public().filter(work__in=list(works)).order_by("pk")
    for row in rows.values("id", "work_id", "control_number", "age_mark", "bib_data", "has_links", "kind", "year"):
        if len(records[row["work_id"]]) < MOST_RECORDS:
            records[row["work_id"]].append(dict(row))
    items: dict[int, list[tuple[int, str, str, str]]] = defaultdict(list)
    stock = Item.objects.in_stock().filter(record__work__in=list(works)).order_by("pk")
    for holding_work, *rest in stock.values_list("record__work", "unit", "status", "inventory_number", "barcode"):
        items[holding_work].append(tuple(rest))  # type: ignore[arg-type]
    lines = _lines() if items else {}
    for pk, work in sorted(works.items()):
        if records[pk]:
            yield _entry(pk, dict(work), records[pk], items.get(pk, []), lines)


def every() -> Iterator[int]:
    return Work.objects.shown().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)


def _lines() -> dict[int, list[str]]:
    """For each unit its code and those of all units above it."""
    codes = dict(Unit.objects.values_list("path", "code"))
    step = Unit.steplen
    return {
        pk: [codes[path[:n]] for n in range(step, len(path) + 1, step) if path[:n] in codes]
        for pk, path in Unit.objects.values_list("pk", "path")
    }


def _entry(
    pk: int,
    work: dict[str, Any],
    records: list[dict[str, Any]],
    items: list[tuple[int, str, str, str]],
    lines: dict[int, list[str]],
) -> SearchEntry:
    titles: dict[str, None] = {}
    names: dict[str, None] = {}
    authors: dict[str, None] = {}
    subjects: dict[str, None] = {}
    topics: dict[str, None] = {}
    other: dict[str, None] = {}
    numbers: dict[str, None] = {}
    ages: set[int] = set()
    for row in records:
        bib = row["bib_data"]
        title = bib.get("title", {})
        for text in (title.get("proper"), title.get("part_name"), bib.get("uniform_title"),
                     *bib.get("parallel_titles", ()), *bib.get("variant_titles", ())):  # fmt: skip
            _both(titles, text)
        if remainder := title.get("remainder"):
            proper = title.get("proper", {})
            for form in ("value", "romanised"):
                if head := proper.get(form):
                    titles[f"{clean(head, 300)} {clean(remainder.get(form, ''), 300)}"] = None
        for agent in bib.get("agents", ()):
            _both(names, agent.get("name"))
            for piece in agent.get("name", {}).get("pieces") or ():
                # The forenames that initials stand for, which people know rather.
                if piece[0] == "q":
                    names[clean(piece[1:].strip("() "), 200)] = None
            if agent.get("main") or agent.get("role", "aut") == "aut":
                authors[clean(_shown(agent.get("name")), 200)] = None
        for subject in bib.get("subjects", ()):
            parts = subject.get("parts", ())
            for part in parts:
                _both(subjects, part)
            topics[" – ".join(clean(_shown(part), 200) for part in parts)] = None
        for word in bib.get("keywords", ()):
            subjects[word] = topics[word] = None
        for series in bib.get("series", ()):
            _both(other, series.get("title"))
        for text in (*bib.get("publishers", ()), *bib.get("places", ())):
            _both(other, text)
        for titled in (bib.get("host"), *bib.get("works", ())):
            if titled:
                _both(other, titled.get("title"))
        for note in (*bib.get("notes", ()), *bib.get("contents", ()), bib.get("abstract", "")):
            if note:
                other[note[:1000]] = None
        for number in (*bib.get("isbn", ()), *bib.get("issn", ())):
            numbers[number.get("normal") or number.get("value", "")] = None
        numbers[row["control_number"]] = None
        if row["age_mark"] is not None:
            ages.add(row["age_mark"])
    units: dict[str, None] = {}
    available: dict[str, None] = {}
    for unit, status, inventory_number, barcode in items:
        line = lines.get(unit, ())
        units.update(dict.fromkeys(line))
        if status == ItemStatus.AVAILABLE:
            available.update(dict.fromkeys(line))
        numbers[inventory_number] = numbers[barcode] = None
    titles.pop(work["title"], None)
    # The youngest mark that fits all editions: a work is on the children's shelf only if each of them may stand there.
    age = f"{max(ages)}+" if ages else ""
    created = work["created_at"].astimezone(UTC)
    return SearchEntry(
        kind=KIND,
        pk=pk,
        title=work["title"],
        titles=[t for t in titles if t],
        names=[n for n in names if n],
        subjects=[s for s in subjects if s],
        other=[o for o in other if o],
        identifiers=[n for n in numbers if n],
        year=work["year"],
        languages=list(dict.fromkeys(RETIRED.get(code, code) for code in work["languages"].split())),
        authors=[a for a in authors if a],
        topics=[t for t in topics if t],
        units=list(units),
        available=list(available),
        format=work["kind"],
        age=age,
        popularity=work["popularity"] + (work["record_count"] - 1) + work["item_count"] / 2,
        added=created.toordinal(),
        url=f"/works/{pk}/",
        shown=_glance(records),
    )


def _glance(records: list[dict[str, Any]]) -> dict[str, Any]:
    """What `queries.works.glances` says, kept in the index so that a page of results need not open the records."""
    seen = Glance()
    for row in sorted(records, key=lambda row: (row["year"] or 0, row["id"])):
        seen.add(row["kind"], row["has_links"], row["bib_data"])
    return {name: value for name, value in asdict(seen).items() if value}


def _shown(text: dict[str, Any] | None) -> str:
    return (text or {}).get("value") or (text or {}).get("romanised") or ""


def _both(into: dict[str, None], text: dict[str, Any] | None) -> None:
    """Both scripts of a text: a reader may type either."""
    for form in ("value", "romanised"):
        if text and (value := text.get(form)):
            into[clean(value, 300)] = None
