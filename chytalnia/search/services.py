"""What can be done: note a change, feed the engine, rebuild the index, tell that somebody searched."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, reset_queries

from chytalnia.core.garbage import few_collections

from . import entries
from .engines import engine
from .engines.base import Busy, Engine, Writer
from .errors import CannotRebuild
from .models import Change
from .signals import searched

logger = logging.getLogger(__name__)

#: Things built at once: enough to make queries worth while, few enough to stay small in memory.
BATCH = 500
#: The engine commits after this many changes: a commit costs about as much as a hundred of them.
COMMIT_EVERY = 20_000


def enqueue(kind: str, pks: Iterable[Any]) -> int:
    """Note that things of a kind have changed, in the transaction of the change itself. Returns how many."""
    rows = [Change(kind=kind, object_pk=str(pk)) for pk in pks]
    Change.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def drain(*, limit: int | None = None, using: Engine | None = None) -> int:
    """Bring the index up to date and return how many changes were taken in; 0 at once if another process is at it.

    A change is forgotten only after the engine has stored it, so a death at any moment repeats work and loses none.
    """
    chosen = using or engine()
    if not Change.objects.exists():
        return 0
    done = 0
    try:
        with few_collections(), chosen.writing() as writer:
            while limit is None or done < limit:
                taken = _take_in(writer, COMMIT_EVERY if limit is None else min(COMMIT_EVERY, limit - done))
                if not taken:
                    break
                writer.commit()
                _forget(taken)
                done += len(taken)
    except Busy:
        logger.debug("another process feeds the index")
    return done


def _take_in(writer: Writer, most: int) -> list[int]:
    """Write the oldest changes to the engine, and those that come meanwhile, up to so many; returns their ids.

    While an import runs, changes come as fast as they are taken in: one commit for all of them costs a tenth of one
    for each batch.
    """
    taken: list[int] = []
    while len(taken) < most:
        waiting = Change.objects.filter(pk__gt=taken[-1]) if taken else Change.objects.all()
        rows = list(waiting.order_by("pk").values_list("pk", "kind", "object_pk")[: min(BATCH, most - len(taken))])
        if not rows:
            break
        # The last of several changes of one thing is enough.
        by_kind: dict[str, dict[Any, None]] = {}
        for _, kind, pk in rows:
            by_kind.setdefault(kind, {})[int(pk) if pk.isdecimal() else pk] = None
        for kind, pks in by_kind.items():
            _write(writer, kind, list(pks))
        taken += [pk for pk, _, _ in rows]
    return taken


def _write(writer: Writer, kind: str, pks: list[Any]) -> None:
    if kind not in {known.name for known in entries.kinds()}:
        logger.warning("search entries of kind %s are dropped: no room builds them", kind)
        writer.remove(f"{kind}:{pk}" for pk in pks)
        return
    built = [entries.document(entry) for entry in entries.kind(kind).build(pks)]
    present = {document.key for document in built}
    writer.remove(key for key in (f"{kind}:{pk}" for pk in pks) if key not in present)
    writer.put(built)


def _forget(ids: list[int]) -> None:
    for batch in _batches(ids):
        Change.objects.filter(pk__in=batch).delete()


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(values)
    while batch := list(itertools.islice(source, BATCH)):
        yield batch


def rebuild(*, progress: Callable[[str, int], None] | None = None, using: Engine | None = None) -> dict[str, int]:
    """Build the whole index anew beside the old one, which answers meanwhile, and switch to it at the end.

    Returns the number of entries by kind. Changes made while it runs stay in the outbox and are taken in afterwards.
    Raises CannotRebuild when another process is writing or a kind does not say what it has.
    """
    for kind in entries.kinds():
        if kind.every is None:
            raise CannotRebuild(f"kind {kind.name!r} was registered without every()")
    counts: dict[str, int] = {}
    try:
        with few_collections(), (using or engine()).rebuilding() as writer:
            for kind in entries.kinds():
                assert kind.every is not None
                counts[kind.name] = 0
                for batch in _batches(kind.every()):
                    built = [entries.document(entry) for entry in kind.build(batch)]
                    writer.put(built)
                    counts[kind.name] += len(built)
                    if progress:
                        progress(kind.name, counts[kind.name])
                    if connection.force_debug_cursor:
                        reset_queries()
    except Busy:
        raise CannotRebuild("another process is writing the search index") from None
    return counts


def is_built(*, using: Engine | None = None) -> bool:
    """Whether the index holds anything, or rightly nothing: an index that was lost must not look like an empty library."""
    if (using or engine()).state()["documents"]:
        return True
    return all(next(iter(kind.every()), None) is None for kind in entries.kinds() if kind.every is not None)


@dataclass(slots=True)
class Drift:
    """What the index and the database disagree about, by kind."""

    missing: dict[str, list[str]] = field(default_factory=dict)
    extra: dict[str, list[str]] = field(default_factory=dict)
    waiting: int = 0

    def __bool__(self) -> bool:
        return any(self.missing.values()) or any(self.extra.values())


def check(*, mend: bool = False, using: Engine | None = None) -> Drift:
    """Compare the keys of the index with those of the database; with `mend`, note what differs as changed.

    Things waiting in the outbox are not drift: they are on their way. Keys are compared as sets, about 100 bytes each.
    """
    chosen = using or engine()
    drift = Drift(waiting=Change.objects.count())
    on_their_way = {f"{k}:{pk}" for k, pk in Change.objects.values_list("kind", "object_pk").iterator()}
    for kind in entries.kinds():
        if kind.every is None:
            continue
        have = set(chosen.keys(kind.name))
        missing: list[str] = []
        for batch in _batches(kind.every()):
            absent = [pk for pk in batch if f"{kind.name}:{pk}" not in have]
            have.difference_update(f"{kind.name}:{pk}" for pk in batch)
            if absent:
                # Some things are not meant to be found (drafts): only those that build an entry are missing.
                missing += [entry.key for entry in kind.build(absent)]
        drift.missing[kind.name] = [key for key in missing if key not in on_their_way]
        drift.extra[kind.name] = sorted(have - on_their_way)
        if mend:
            wrong = [*drift.missing[kind.name], *drift.extra[kind.name]]
            enqueue(kind.name, (key.split(":", 1)[1] for key in wrong))
    return drift


@dataclass(frozen=True, slots=True)
class Searched:
    """One search as it is counted: what was asked and how much was found, never who asked."""

    text: str
    total: int
    language: str
    correction: str
    unit: str
    seconds: float
    at: float
    #: Where the reader was: «onsite» or «remote».
    place: str = ""


def log_search(
    *,
    text: str,
    total: int,
    language: str = "",
    correction: str = "",
    unit: str = "",
    place: str = "",
    seconds: float = 0.0,
) -> None:
    """Tell the rooms above that somebody searched. Listeners that fail do not fail the search."""
    fact = Searched(text[:200], total, language, correction, unit, seconds, time.time(), place)
    for receiver, answer in searched.send_robust(Change, search=fact):
        if isinstance(answer, Exception):
            logger.error("%r failed on a search", receiver, exc_info=answer)
