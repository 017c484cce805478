"""Pages made a few at a time: more in one process only take the interpreter from each other, and all come late."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

_SAFE = {"GET", "HEAD"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Turns:
    """A semaphore that lets in whoever came first: that of the library lets a newcomer overtake those who wait."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, patience: float) -> bool:
        """Whether a turn came within so many seconds."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        # The turn came in this very moment.
        return True

    def release(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class InTurn:
    """A WSGI application whose pages are made `at_once` at a time, in the order in which they were asked for.

    Who writes may have to wait for the database and does not wait here; nor does a long answer, once it has begun to flow.
    Beside pages that take very long the others wait for `patience` seconds and are then made beside them.
    """

    def __init__(self, application: Application, *, at_once: int, patience: float = 0.5) -> None:
        self.application = application
        self.turn = Turns(at_once)
        self.patience = patience

    def __call__(self, asked: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if asked.get("REQUEST_METHOD") not in _SAFE:
            return self.application(asked, start_response)
        in_turn = self.turn.acquire(self.patience)
        try:
            return self.application(asked, start_response)
        finally:
            if in_turn:
                self.turn.release()
