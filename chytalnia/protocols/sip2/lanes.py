"""Threads that answer messages, each with a database connection of its own, and the queues in front of them.

SQLite has one writer. Threads that wait for its lock sleep and try again, longer each time; in a queue the next one
begins the moment the lock is free. So what writes stands in one queue there, and what only reads in another.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

logger = logging.getLogger("chytalnia.sip2")

Work = Callable[[], Any]
Then = Callable[[Any], None]


class Lane:
    """A queue and the threads that empty it; results are handed back in the loop's own thread."""

    def __init__(self, name: str, threads: int, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: queue.SimpleQueue[tuple[Work, Then] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, name=f"sip2-{name}-{n}", daemon=True) for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, work: Work, then: Then) -> None:
        self._queue.put((work, then))

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            work, then = job
            try:
                result = work()
            except Exception:
                logger.exception("A message could not be answered")
                result = None
            self._loop.call_soon_threadsafe(then, result)
        connections.close_all()

    def stop(self) -> None:
        """Let the threads finish what waits, and close their connections. Blocks for ten seconds at most."""
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(timeout=10)


class Lanes:
    def __init__(self, loop: asyncio.AbstractEventLoop, *, threads: int, single_writer: bool) -> None:
        self._writing = Lane("write", 1 if single_writer else threads, loop)
        self._reading = Lane("read", max(1, threads // 2), loop) if single_writer else self._writing

    def put(self, work: Work, then: Then, *, writes: bool) -> None:
        (self._writing if writes else self._reading).put(work, then)

    def stop(self) -> None:
        self._writing.stop()
        if self._reading is not self._writing:
            self._reading.stop()
