"""Frequent facts, recorded a moment later: a search or a page view must neither wait for the database nor fail
because of it.

    later.record("searches", unit=branch, place="remote")

Facts gather in memory and a thread of this process writes them about once a second and when the process ends. A
killed process
loses the last second of page views; acts of people never come this way. When the database cannot be written for long,
the
oldest facts stay and new ones are dropped and counted, so that memory stays bounded.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from chytalnia.network.models import Unit

from . import services
from .errors import JournalError
from .services import NewFact

log = logging.getLogger(__name__)

#: About 30 MB of facts: minutes of a busy site.
CAPACITY = 50_000
BATCH = 2_000


#: All buffers of this process, for tests and the end of the process.
every: weakref.WeakSet[Buffer] = weakref.WeakSet()


class Buffer:
    """Facts that wait to be written; it writes the rest itself when the process ends. Safe to use from any thread and after a fork."""

    def __init__(
        self,
        *,
        interval: float | None = 1.0,
        capacity: int = CAPACITY,
        write: Callable[[list[dict[str, Any]]], int] | None = None,
    ) -> None:
        #: Seconds between two writings; None means that nobody writes until `flush` is called.
        self.interval = interval
        self.capacity = capacity
        #: Rooms above keep other frequent notes in a buffer of their own, written their own way.
        self._writer = write
        self.dropped = 0
        self._facts: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        os.register_at_fork(after_in_child=self._forked)
        atexit.register(self.close)
        every.add(self)

    def add(self, fact: dict[str, Any]) -> None:
        with self._lock:
            if len(self._facts) >= self.capacity:
                self.dropped += 1
                return
            self._facts.append(fact)
            if self.interval is not None and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()

    def __len__(self) -> int:
        return len(self._facts)

    def flush(self) -> int:
        """Write what waits; returns how many facts were written. What could not be written for now stays."""
        written = 0
        with self._writing:
            while batch := self._take():
                try:
                    written += (self._writer or write)(batch)
                except Exception:
                    log.exception("%d facts could not be written and wait", len(batch))
                    with self._lock:
                        self._facts[:0] = batch
                    break
        with self._lock:
            dropped, self.dropped = self.dropped, 0
        if dropped:
            log.error("%d facts were dropped because too many waited", dropped)
        return written

    def clear(self) -> None:
        with self._lock:
            self._facts.clear()

    def close(self) -> None:
        """Write the rest and stop the thread; runs when the process ends."""
        self._stop.set()
        if self._facts and self.interval is not None:
            self.flush()

    def _take(self) -> list[dict[str, Any]]:
        with self._lock:
            batch, self._facts = self._facts[:BATCH], self._facts[BATCH:]
        return batch

    def _run(self) -> None:
        while not self._stop.wait(self.interval):
            close_old_connections()
            try:
                self.flush()
            finally:
                connection.close()

    def _forked(self) -> None:
        # The child has neither the thread nor its locks; what waited is the parent's to write.
        self._lock, self._writing, self._stop = threading.Lock(), threading.Lock(), threading.Event()
        self._facts, self._thread = [], None


buffer = Buffer()


def record(kind: str, *, unit: Unit | int | None = None, **words: Any) -> None:
    """Let a fact be recorded soon. Without a unit it belongs to the whole network (its first root). Never raises,
    never waits.

    The words are those of `services.record`, without `key`.
    """
    try:
        pk = unit.pk if isinstance(unit, Unit) else unit
        buffer.add({"kind": kind, "unit": pk, **words, "at": words.get("at") or timezone.now()})
    except Exception:
        log.exception("a fact of kind %s was lost", kind)


def flush() -> int:
    return buffer.flush()


def write(batch: list[dict[str, Any]]) -> int:
    """Write facts as `record` keeps them; a buffer of a room does so beside what it counts itself."""
    root = Unit.objects.filter(depth=1).order_by("path").values_list("pk", flat=True).first()
    known = set(Unit.objects.filter(pk__in={fact["unit"] for fact in batch} - {None}).values_list("pk", flat=True))
    facts: list[NewFact] = []
    for fact in batch:
        unit = root if fact["unit"] is None else fact["unit"]
        if unit is None or (unit not in known and unit != root):
            log.warning("a fact of kind %s has no unit and is dropped", fact["kind"])
            continue
        facts.append(NewFact(**{**fact, "unit": unit, "late": True}))
    try:
        return services.record_many(facts)
    except JournalError:
        # One wrong fact must not hold up the others: they go one by one, and the wrong one is named in the log.
        written = 0
        for each in facts:
            try:
                written += services.record_many([each])
            except JournalError:
                log.exception("a wrong fact of kind %s is dropped", each.kind)
        return written
