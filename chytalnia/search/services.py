"""What can be done: note a change, feed the engine, rebuild the index, tell that somebody searched."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, reset_queries, transaction

from chytalnia.core import statements
from chytalnia.core.garbage import few_collections

from . import entries
from .engines import engine
from .engines.base import Busy, Damaged, Document, Engine, Outdated, Writer
from .errors import CannotRebuild
from .models import Change
from .signals import searched

logger = logging.getLogger(__name__)

#: Things built at once: enough to make queries worth while, few enough to stay small in memory.
BATCH = 500
#: The engine commits after this many changes: a commit costs about as much as a hundred of them.
COMMIT_EVERY = 20_000
#: Seconds that the feeder waits for more before it commits, once it has a batch.
LINGER = 1.0
#: Batches that may wait for the engine while it commits: a bound for memory, about 2 MB each.
AHEAD = 10
#: Seconds between two commits while urgent changes come: a loan is in the index within two seconds of its act.
URGENT_EVERY = 0.9
#: Seconds after which the feeder looks again from the oldest change: one whose transaction was slow has a lower number.
SPELL = 20.0


def enqueue(kind: str, pks: Iterable[Any], *, urgent: bool = False) -> int:
    """Note that things of a kind have changed, in the transaction of the change itself. Returns how many.

    `urgent` is for one whose availability changed; it is taken in before the others.
    """
    rows = [Change(kind=kind, object_pk=str(pk), urgent=urgent) for pk in pks]
    Change.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def noted(kind: str, pk: Any) -> statements.Statement:
    """The statement that notes an urgent change of one thing, for who sends several at once."""
    return statements.insertion(Change(kind=kind, object_pk=str(pk), urgent=True))


def is_hurried() -> bool:
    """Whether people are lending and returning at this moment, for whom bulk work makes room."""
    return Change.objects.filter(urgent=True).exists()


def drain(
    *, limit: int | None = None, using: Engine | None = None, until_stopped: Callable[[], bool] | None = None
) -> int:
    """Bring the index up to date and return how many changes were taken in; 0 at once if another process is at it.

    Changes that come meanwhile are taken in as well, until there is none or `until_stopped` says that it is enough.
    A change is forgotten only after the engine has stored it, so a death at any moment repeats work and loses none.
    """
    chosen = using or engine()
    if not Change.objects.exists():
        return 0
    done = 0
    try:
        with few_collections(), chosen.writing() as writer:
            while limit is None or done < limit:
                taken = _Feeding(writer, limit and limit - done, until_stopped).run()
                done += taken
                if not taken or (until_stopped and until_stopped()):
                    break
    except Busy:
        logger.debug("another process feeds the index")
    return done


def drain_present() -> int:
    """Take in what waits now, and not what comes meanwhile: at a busy desk more comes always."""
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    done = 0
    while Change.objects.filter(pk__lte=last).exists():
        taken = drain(until_stopped=lambda: not Change.objects.filter(pk__lte=last).exists())
        done += taken
        if not taken:
            # Another process feeds the index; it takes in these as well.
            time.sleep(0.2)
    return done


class _Feeding:
    """One spell of taking in what waits, the urgent first, then the oldest.

    Entries are built here while the engine commits those before them in a thread of its own. While an import runs, changes
    come as fast as they are taken in: one commit for many costs a tenth of one for each batch. An urgent change is
    committed at once, and what was built beside it goes along.
    """

    def __init__(self, writer: Writer, most: int | None, stopped: Callable[[], bool] | None) -> None:
        self.writer, self.most, self.stopped = writer, most, stopped
        self.done = self.last = 0
        #: numbers of changes that are built and not yet committed, and those of the commit under way
        self.taken: list[int] = []
        self.committing: tuple[Future[None], list[int]] | None = None
        self.urgent: set[int] = set()
        self.begun = time.monotonic()
        self.committed_at = 0.0

    def run(self) -> int:
        waited = 0.0
        held: list[_Built] = []
        with ThreadPoolExecutor(1, "search-writer") as beside:
            while True:
                wanted = self._wanted()
                rows = self._next(wanted) if wanted > 0 else []
                hurried = bool(self.urgent.intersection(self.taken))
                if rows:
                    held.append(_built(rows))
                    waited = 0.0
                elif wanted > 0 and len(self.taken) >= BATCH and waited < LINGER and not hurried:
                    # Something writes in bulk, and more is on its way: a commit for every few hundred would hold it up.
                    time.sleep(0.1)
                    waited += 0.1
                    continue
                if self.committing and (not rows or len(held) > AHEAD or self.committing[0].done()):
                    self._settle(self.committing)
                if self.committing:
                    continue
                for built in held:
                    _store(self.writer, built)
                held.clear()
                full = len(self.taken) >= COMMIT_EVERY
                overdue = hurried and time.monotonic() - self.committed_at >= URGENT_EVERY
                if self.taken and (not rows or full or overdue):
                    self.committing, self.taken = (beside.submit(self.writer.commit), self.taken), []
                    self.committed_at = time.monotonic()
                elif not rows:
                    return self.done

    def _wanted(self) -> int:
        if time.monotonic() - self.begun > SPELL or (self.stopped and self.stopped()):
            return 0
        under_way = len(self.taken) + (len(self.committing[1]) if self.committing else 0)
        return BATCH if self.most is None else min(BATCH, self.most - self.done - under_way)

    def _next(self, wanted: int) -> list[tuple[int, str, str]]:
        columns = ("pk", "kind", "object_pk")
        waiting = Change.objects.filter(urgent=True).order_by("pk").values_list(*columns)
        urgent = [row for row in waiting[: wanted + len(self.urgent)] if row[0] not in self.urgent][:wanted]
        self.urgent.update(row[0] for row in urgent)
        rows = urgent
        if len(urgent) < wanted:
            others = Change.objects.filter(pk__gt=self.last, urgent=False).order_by("pk").values_list(*columns)
            rows = urgent + list(others[: wanted - len(urgent)])
            self.last = max(self.last, rows[-1][0] if len(rows) > len(urgent) else 0)
        self.taken += [row[0] for row in rows]
        return rows

    def _settle(self, committing: tuple[Future[None], list[int]]) -> None:
        committing[0].result()
        _forget(committing[1])
        self.urgent.difference_update(committing[1])
        self.done += len(committing[1])
        self.committing = None


_Built = list[tuple[list[str], list[Document]]]


def _built(rows: list[tuple[int, str, str]]) -> _Built:
    """For each kind the keys to take out of the index and the entries to put into it."""
    # The last of several changes of one thing is enough.
    by_kind: dict[str, dict[Any, None]] = {}
    for _, kind, pk in rows:
        by_kind.setdefault(kind, {})[int(pk) if pk.isdecimal() else pk] = None
    out: _Built = []
    known = {kind.name for kind in entries.kinds()}
    for kind, pks in by_kind.items():
        if kind not in known:
            logger.warning("search entries of kind %s are dropped: no room builds them", kind)
        made = [entries.document(entry) for entry in entries.kind(kind).build(list(pks))] if kind in known else []
        present = {document.key for document in made}
        out.append(([key for pk in pks if (key := f"{kind}:{pk}") not in present], made))
    return out


def _store(writer: Writer, built: _Built) -> None:
    for gone, made in built:
        writer.remove(gone)
        writer.put(made)


def _forget(ids: list[int]) -> None:
    # In one transaction: a running import holds the lock of the database most of the time.
    with transaction.atomic():
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
    """Whether the index holds anything, or rightly nothing: an index that was lost must not look like an empty library.

    One that is damaged or of an earlier version cannot be read, and is not there either.
    """
    try:
        if (using or engine()).state()["documents"]:
            return True
    except (Outdated, Damaged):
        return False
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
