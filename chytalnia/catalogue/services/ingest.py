"""Writing records: many at once, in the caller's transaction. The import feeds it batches, the cataloguer's form one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.bulk import chunks, insert, moment, new_ids, update
from chytalnia.catalogue.derive import columns, content_hash, headings, identity, keys, texts, work_key
from chytalnia.catalogue.models import Record, RecordKey, RecordVersion
from chytalnia.journal import services as journal
from chytalnia.search import services as search
from chytalnia.wire.bib import Bib

from . import duplicates, holdings, works
from . import headings as authorities

_COLUMNS = tuple(columns(Bib()))
_SOURCE = ("format", "dialect", "encoding", "content_hash", "import_hash", "bib_data", "source")
_NEW = (
    "id", "owner", "identity", *_COLUMNS, *_SOURCE, "work", "base_work", "work_pinned", "visible", "created_at",
    "changed_at", "changed_by", "change_reason", "version", "job", "script_fixes",
)  # fmt: skip
_CHANGED = (
    *_COLUMNS, *_SOURCE, "work", "base_work", "changed_at", "changed_by", "change_reason", "version", "job",
    "deleted_at",
)  # fmt: skip


_KNOWN = (
    "identity", "pk", "content_hash", "import_hash", "source_date", "work_id", "base_work_id", "work_pinned", "version",
    "script_fixes",
)  # fmt: skip


@dataclass(slots=True)
class Incoming:
    """A record that was read: its model and the source it came from."""

    bib: Bib
    raw: bytes
    format: str
    dialect: str
    encoding: str
    hash: str = ""
    identity: str = ""


@dataclass(slots=True)
class Outcome:
    """What a batch did. Ids are of records."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: int = 0
    older: int = 0
    items: int = 0
    items_known: int = 0
    cases: int = 0

    def add(self, other: Outcome) -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.older += other.older
        self.items += other.items
        self.items_known += other.items_known
        self.cases += other.cases


@dataclass(slots=True, kw_only=True)
class Setting:
    """For whom and how a batch is written."""

    owner: Any
    unit: Any
    job: int | None = None
    by: int | None = None
    reason: str = ""
    make_items: bool = True
    find_duplicates: bool = True
    places: Mapping[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=timezone.now)


@dataclass(slots=True)
class _Known:
    pk: int
    hash: str
    import_hash: str
    source_date: str
    work: int
    base_work: int
    pinned: bool
    version: int
    fixes: dict[str, str]


def write(batch: Iterable[Incoming], setting: Setting) -> Outcome:
    """Create, update or leave records as their identity, date and content say; call inside a transaction.

    The same record twice in a batch is taken in turn, as if it had come in two.
    """
    total = Outcome()
    rounds: list[dict[str, Incoming]] = []
    times: Counter[str] = Counter()
    for incoming in batch:
        incoming.hash = incoming.hash or content_hash(incoming.raw)
        incoming.identity = incoming.identity or identity(setting.owner.code, incoming.bib)
        turn = times[incoming.identity]
        times[incoming.identity] += 1
        if turn == len(rounds):
            rounds.append({})
        rounds[turn][incoming.identity] = incoming
    for one in rounds:
        total.add(_write_round(one, setting))
    return total


def _write_round(batch: Mapping[str, Incoming], setting: Setting) -> Outcome:
    known = _known(batch)
    outcome = Outcome()
    fresh: list[Incoming] = []
    changed: list[tuple[Incoming, _Known]] = []
    for incoming in batch.values():
        there = known.get(incoming.identity)
        if there is None:
            fresh.append(incoming)
        elif incoming.hash in (there.hash, there.import_hash):
            outcome.unchanged += 1
        elif there.source_date and incoming.bib.changed and incoming.bib.changed < there.source_date:
            outcome.unchanged += 1
            outcome.older += 1
        else:
            changed.append((incoming, there))
    if not fresh and not changed:
        return outcome
    ids = new_ids(Record, len(fresh))
    keep_versions([there.pk for _, there in changed])
    touched, made = _store(list(zip(fresh, ids, strict=True)), changed, setting)
    outcome.created = ids
    outcome.updated = [there.pk for _, there in changed]
    written = [*zip(ids, fresh, strict=True), *((there.pk, incoming) for incoming, there in changed)]
    if setting.find_duplicates:
        outcome.cases = duplicates.find([pk for pk, _ in written])
    if setting.make_items:
        items, outcome.items_known = holdings.take_in(
            [(pk, i.bib) for pk, i in written if i.bib.holdings],
            unit=setting.unit,
            holder=setting.owner,
            places=setting.places,
        )
        outcome.items = len(items)
        for piece in chunks({item.record_id for item in items}):
            touched |= set(Record.objects.filter(pk__in=piece).values_list("work_id", flat=True))
    works.refresh(touched, at=setting.at)
    search.enqueue("work", sorted(made - touched))
    _tell(fresh, setting)
    return outcome


def replace(incoming: Incoming, pk: int, setting: Setting) -> None:
    """Put a new state of one record in place of the present one, whatever the dates say. Its import hash stays.

    The caller has put the present state into the history.
    """
    there = _Known(*Record.objects.values_list(*_KNOWN[1:]).get(pk=pk))
    touched, made = _store([], [(incoming, there)], setting)
    works.refresh(touched | made, at=setting.at)
    Record.objects.filter(pk=pk).update(import_hash=there.import_hash)


def _known(identities: Iterable[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for piece in chunks(identities):
        for name, *rest in Record.objects.filter(identity__in=piece).values_list(*_KNOWN):
            found[name] = _Known(*rest)
    return found


def _store(
    fresh: list[tuple[Incoming, int]], changed: list[tuple[Incoming, _Known]], setting: Setting
) -> tuple[set[int], set[int]]:
    for incoming, there in changed:
        if there.fixes:
            apply_fixes(incoming.bib, there.fixes)
    everyone = [(pk, incoming) for incoming, pk in fresh] + [(there.pk, incoming) for incoming, there in changed]
    values = {pk: columns(incoming.bib) for pk, incoming in everyone}
    pinned = {there.pk for _, there in changed if there.pinned}
    key_of = {pk: work_key(incoming.bib, incoming.identity) for pk, incoming in everyone if pk not in pinned}
    by_key: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for pk, key in key_of.items():
        by_key[key].append(values[pk])
    places, new_works = works.resolve(by_key, at=setting.at)
    now = moment(setting.at)

    def source(incoming: Incoming) -> tuple[Any, ...]:
        text = json.dumps(incoming.bib.to_dict(), ensure_ascii=False, separators=(",", ":")).replace("\\u0000", "")
        return (incoming.format, incoming.dialect, incoming.encoding, incoming.hash, incoming.hash, text, incoming.raw)

    rows = []
    for incoming, pk in fresh:
        place = places[key_of[pk]]
        rows.append(
            (
                pk, setting.owner.pk, incoming.identity, *values[pk].values(), *source(incoming), place.shown,
                place.base, False, True, now, now, setting.by, setting.reason, 1, setting.job, "{}",
            )
        )  # fmt: skip
    insert(Record, _NEW, rows)

    rows = []
    for incoming, there in changed:
        place = works.Place(there.base_work, there.work) if there.pinned else places[key_of[there.pk]]
        rows.append(
            (
                *values[there.pk].values(), *source(incoming), place.shown, place.base, now, setting.by, setting.reason,
                there.version + 1, setting.job, None, there.pk,
            )
        )  # fmt: skip
    update(Record, _CHANGED, rows)

    former = [there.pk for _, there in changed]
    for piece in chunks(former):
        RecordKey.objects.filter(record__in=piece).delete()
    insert(
        RecordKey,
        ["record", "kind", "value"],
        [(pk, kind, value) for pk, incoming in everyone for kind, value in keys(incoming.bib)],
        ignore=True,
    )
    authorities.link({pk: headings(incoming.bib) for pk, incoming in everyone}, replace=former)

    # Works made for new records are complete as they were inserted; all others are counted anew.
    touched = {places[key].shown for key in by_key} - new_works
    for _, there in changed:
        touched |= {there.work} | ({places[key_of[there.pk]].shown} if there.pk in key_of else set())
    return touched, new_works


def keep_versions(pks: Iterable[int]) -> None:
    """Put the present state of records into their history, before it is replaced."""
    rows = []
    for piece in chunks(pks, 200):
        for r in Record.objects.filter(pk__in=piece).defer("bib_data"):
            rows.append(
                (
                    r.pk, r.version, bytes(r.source), r.format, r.dialect, r.encoding, r.content_hash,
                    json.dumps(r.script_fixes, ensure_ascii=False), moment(r.changed_at), r.changed_by_id, r.change_reason,
                )
            )  # fmt: skip
    insert(
        RecordVersion,
        [
            "record", "number", "source", "format", "dialect", "encoding", "content_hash", "script_fixes", "made_at",
            "made_by", "reason",
        ],
        rows,
    )  # fmt: skip


def apply_fixes(bib: Bib, fixes: Mapping[str, str]) -> None:
    """Put a cataloguer's spellings in place of what the tables gave, wherever their romanised form stands."""
    for text in texts(bib):
        if text.romanised in fixes:
            text.value, text.derived = fixes[text.romanised], False


def _tell(fresh: Iterable[Incoming], setting: Setting) -> None:
    """One fact for each kind and language of the new records: a batch is one act."""
    counts = Counter((dimensions.document_kind(i.bib), dimensions.language(i.bib)) for i in fresh)
    journal.record_many(
        journal.NewFact(
            kind="records.created",
            unit=setting.unit,
            quantity=count,
            at=setting.at,
            document_kind=kind,
            language=language,
            source=("catalogue.importjob", str(setting.job)) if setting.job else None,
            late=True,
        )
        for (kind, language), count in sorted(counts.items())
    )
