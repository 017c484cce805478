"""Values of facets by the numbers that stand for them in the index.

A number is counted where it lies; a text first has to be looked up in every piece of the index that has it. So authors and
subjects, of which there are as many as books, are counted by number, and only those that are shown are named.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

#: Names kept in memory by a process that reads, and numbers that a writer knows to be there.
KEPT = 30_000
#: Bytes of a number. Six keep the chance that two of ten million names share one below a fifth.
_BYTES = 6
#: Names asked for at once.
_AT_ONCE = 500


@lru_cache(maxsize=KEPT)
def number(name: str) -> int:
    """The number of a value: always the same, so that nobody has to be asked for it."""
    return int.from_bytes(blake2b(name.encode(), digest_size=_BYTES).digest(), "big")


class Names:
    """The names of a generation, in a file of their own beside the index. Names are added, never taken away."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # One connection for all threads, each statement alone: a name is read in microseconds.
        self._database = sqlite3.connect(folder / "names.sqlite3", timeout=60, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE IF NOT EXISTS name (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        self._guard = threading.Lock()
        self._known: dict[int, str] = {}
        self._there: set[int] = set()
        self._fresh: dict[int, str] = {}

    def of(self, numbers: Iterable[int]) -> dict[int, str]:
        """The names of these numbers; a number without a name is left out."""
        wanted = list(numbers)
        known = self._known
        found = {n: known[n] for n in wanted if n in known}
        if missing := [n for n in wanted if n not in found]:
            with self._guard:
                for start in range(0, len(missing), _AT_ONCE):
                    some = missing[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = self._database.execute(f"SELECT number, text FROM name WHERE number IN ({marks})", some)  # noqa: S608
                    found.update(rows.fetchall())
                if len(known) > KEPT:
                    known = self._known = {}
                known.update((n, found[n]) for n in missing if n in found)
        return found

    def learn(self, name: str) -> int:
        """The number of a name, which `commit` will keep if it is new."""
        of_it = number(name)
        if of_it not in self._there:
            if len(self._there) > KEPT:
                self._there.clear()
            self._there.add(of_it)
            self._fresh[of_it] = name
        return of_it

    def commit(self) -> None:
        with self._guard, self._database:
            self._database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?)", self._fresh.items())
        self._fresh.clear()

    def close(self) -> None:
        self._database.close()
