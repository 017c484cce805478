"""Works: which records make one, what it shows, joining and splitting by hand."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from chytalnia.catalogue.bulk import chunks, insert, moment, new_ids, update
from chytalnia.catalogue.derive import filing, name_skeleton
from chytalnia.catalogue.errors import AlreadyUndone, NotJoinable, NotSplittable
from chytalnia.catalogue.models import Item, ItemStatus, Record, Work, WorkChange
from chytalnia.catalogue.signals import works_regrouped
from chytalnia.core import audit
from chytalnia.search import services as search

#: columns of a record that a work is made from
PARTS = ("title", "title_romanised", "sort_title", "author", "year", "year_to", "languages", "kind", "derived_script")
_SHOWN = ("title", "sort_title", "titles", "author", "author_key", "year", "year_to", "languages", "kind")


@dataclass(slots=True)
class Place:
    """Where a key leads: its own work and the one that now stands for it."""

    base: int
    shown: int


def resolve(keys: Mapping[str, list[Mapping[str, Any]]], *, at: datetime) -> tuple[dict[str, Place], set[int]]:
    """Works for keys, made where there is none from the given columns of their records; and the ids of the new ones."""
    places: dict[str, Place] = {}
    joined: dict[str, int] = {}
    for piece in chunks(keys):
        for pk, key, into in Work.objects.filter(key__in=piece).values_list("pk", "key", "joined_into"):
            places[key] = Place(pk, pk)
            if into:
                joined[key] = into
    if joined:
        roots = roots_of(joined.values())
        for key, into in joined.items():
            places[key].shown = roots[into]
    missing = [key for key in keys if key not in places]
    fresh = new_ids(Work, len(missing))
    now = moment(at)
    rows = []
    for pk, key in zip(fresh, missing, strict=True):
        places[key] = Place(pk, pk)
        shown = shown_of(keys[key])
        rows.append((pk, key, *(shown[name] for name in _SHOWN), 0, "{}", len(keys[key]), 0, 0, now, now))
    insert(
        Work,
        ["id", "key", *_SHOWN, "popularity", "cover", "record_count", "item_count", "available_count", "created_at", "changed_at"],
        rows,
    )  # fmt: skip
    return places, set(fresh)


def roots_of(pks: Iterable[int]) -> dict[int, int]:
    """The works that stand at the end of `joined_into`, by the ids asked for."""
    roots = {pk: pk for pk in pks}
    while True:
        onward: dict[int, int | None] = {}
        for piece in chunks(set(roots.values())):
            onward.update(Work.objects.filter(pk__in=piece, joined_into__isnull=False).values_list("pk", "joined_into"))
        if not onward:
            return roots
        roots = {pk: onward.get(root) or root for pk, root in roots.items()}


def shown_of(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a work shows, of the columns of its records in order of age; `titles` as JSON text."""
    records = list(records)
    short: Counter[str] = Counter()
    sorts: dict[str, str] = {}
    titles: dict[str, Counter[str]] = defaultdict(Counter)
    languages: Counter[str] = Counter()
    for record in records:
        head = record["title"].split(" : ")[0]
        # A title that the tables turned back counts a little less than one a cataloguer wrote.
        short[head] += 2 if not record["derived_script"] else 1  # type: ignore[assignment]
        sorts.setdefault(head, record["sort_title"])
        codes = record["languages"].split()
        languages.update(codes)
        for spelling in (head, record["title_romanised"]):
            if spelling:
                titles[codes[0] if codes else "und"][spelling] += 1
    title = short.most_common(1)[0][0] if short else ""
    author = Counter(r["author"] for r in records if r["author"]).most_common(1)
    years = [r["year"] for r in records if r["year"]]
    return {
        "title": title,
        "sort_title": sorts.get(title, ""),
        "titles": json.dumps(
            {code: [t for t, _ in c.most_common(6)] for code, c in titles.items()}, ensure_ascii=False
        ),
        "author": author[0][0] if author else "",
        "author_key": name_skeleton(author[0][0])[:120] if author else "",
        "year": min(years, default=None),
        "year_to": max([r["year_to"] or r["year"] for r in records if r["year"]], default=None),
        "languages": " ".join(code for code, _ in languages.most_common(20)),
        "kind": Counter(r["kind"] for r in records).most_common(1)[0][0] if records else "book",
    }


def as_named(named: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """The titles a work shows when a cataloguer named it: theirs, and those of the languages they said nothing about."""
    title = named["title"]
    titles = json.loads(shown["titles"]) | named["titles"]
    return {
        "title": title,
        "sort_title": shown["sort_title"] if title == shown["title"] else filing(title),
        "titles": json.dumps(titles, ensure_ascii=False),
    }


def refresh(pks: Iterable[int], *, at: datetime | None = None) -> None:
    """Make works show what their records and items now are, and tell the search. A few queries for hundreds of works."""
    pks = sorted({pk for pk in pks if pk})
    now = moment(at or timezone.now())
    for piece in chunks(pks, 500):
        of_work: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in Record.objects.public().filter(work__in=piece).order_by("pk").values("work_id", *PARTS):
            of_work[row["work_id"]].append(row)
        named: dict[int, Any] = dict(Work.objects.filter(pk__in=piece, named__isnull=False).values_list("pk", "named"))
        items = dict.fromkeys(piece, (0, 0))
        stock = Item.objects.in_stock().filter(record__work__in=piece).values("record__work")
        for row in stock.annotate(n=Count("pk"), free=Count("pk", filter=Q(status=ItemStatus.AVAILABLE))):
            items[row["record__work"]] = (row["n"], row["free"])
        full, empty = [], []
        for pk in piece:
            if records := of_work.get(pk):
                shown = shown_of(records)
                if pk in named:
                    shown |= as_named(named[pk], shown)
                full.append((*(shown[name] for name in _SHOWN), len(records), *items[pk], now, pk))
            else:
                # What it last showed stays: an undone merge or a list of changes still has to name it.
                empty.append((0, *items[pk], now, pk))
        update(Work, [*_SHOWN, "record_count", "item_count", "available_count", "changed_at"], full)
        update(Work, ["record_count", "item_count", "available_count", "changed_at"], empty)
    search.enqueue("work", pks)


def resettle(base_works: Iterable[int]) -> set[int]:
    """Put the records of these base works under the works that now stand for them; returns works left and entered."""
    roots = roots_of(base_works)
    touched: set[int] = set()
    for base, root in roots.items():
        moving = Record.objects.filter(base_work=base).exclude(work=root)
        if left := set(moving.values_list("work_id", flat=True)):
            moving.update(work=root)
            touched |= left | {root}
    return touched


def _under(work: int) -> list[int]:
    """A work and all that were joined into it, at any depth."""
    found, front = [work], [work]
    while front:
        front = list(Work.objects.filter(joined_into__in=front).values_list("pk", flat=True))
        found += front
    return found


@transaction.atomic
def join(*, works: list[Work], by: Any = None) -> Work:
    """Make several works one: the first stands for all. Logged; `undo` takes it back.

    Raises NotJoinable when there are fewer than two, or one of them already is a part of another work.
    """
    pks = list(dict.fromkeys(work.pk for work in works))
    locked = {work.pk: work for work in Work.objects.select_for_update().filter(pk__in=pks)}
    if len(pks) < 2 or any(work.joined_into_id for work in locked.values()):
        raise NotJoinable
    target, others = locked[pks[0]], pks[1:]
    Work.objects.filter(pk__in=others).update(joined_into=target)
    touched = resettle([base for pk in others for base in _under(pk)])
    change = WorkChange.objects.create(kind=WorkChange.Kind.JOIN, work=target, data={"works": others}, by=by)
    refresh({target.pk, *others, *touched})
    works_regrouped.send(Work, works={target.pk, *others, *touched})
    audit.log("catalogue.join_works", by=by, about=target, after={"joined": others, "change": change.pk})
    target.refresh_from_db()
    return target


@transaction.atomic
def split(*, record: Record, by: Any = None) -> Work:
    """Take a record out of its work into one of its own, where later imports leave it. Logged; `undo` takes it back.

    Raises NotSplittable when the record is alone in its work.
    """
    record = Record.objects.select_for_update().get(pk=record.pk)
    if not Record.objects.filter(work=record.work_id).exclude(pk=record.pk).exists():
        raise NotSplittable
    now = timezone.now()
    former = record.work_id
    before = {
        "record": record.pk, "base_work": record.base_work_id, "pinned": record.work_pinned, "former": former,
    }  # fmt: skip
    work = Work.objects.create(
        key=f"~{record.pk}.{WorkChange.objects.count()}.{now.timestamp()}", created_at=now, changed_at=now
    )
    Record.objects.filter(pk=record.pk).update(work=work, base_work=work, work_pinned=True)
    change = WorkChange.objects.create(kind=WorkChange.Kind.SPLIT, work=work, data=before, by=by)
    refresh({work.pk, former})
    works_regrouped.send(Work, works={work.pk, former})
    audit.log("catalogue.split_work", by=by, about=record, after={"work": work.pk, "change": change.pk})
    work.refresh_from_db()
    return work


@transaction.atomic
def undo(change: WorkChange, *, by: Any = None) -> None:
    """Take a join or a split back. Raises AlreadyUndone."""
    change = WorkChange.objects.select_for_update().get(pk=change.pk)
    if change.undone_at:
        raise AlreadyUndone
    if change.kind == WorkChange.Kind.JOIN:
        others = change.data["works"]
        Work.objects.filter(pk__in=others, joined_into=change.work_id).update(joined_into=None)
        touched = resettle([base for pk in others for base in _under(pk)]) | set(others)
    else:
        record = Record.objects.select_for_update().get(pk=change.data["record"])
        touched = {record.work_id}
        if record.base_work_id == change.work_id:
            record.base_work_id, record.work_pinned = change.data["base_work"], change.data["pinned"]
            record.save(update_fields=["base_work", "work_pinned"])
            touched |= resettle([record.base_work_id])
    change.undone_at, change.undone_by = timezone.now(), by
    change.save(update_fields=["undone_at", "undone_by"])
    refresh({change.work_id, *touched})
    works_regrouped.send(Work, works={change.work_id, *touched})
    audit.log("catalogue.undo_work_change", by=by, about=change.work, after={"change": change.pk})
