"""Full text of two databases over the same texts: SQLite FTS5 and PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from chytalnia.search.entries import SearchEntry

Ask = Callable[[list[str]], int]


def _row(entry: SearchEntry) -> tuple[str, str, str, str]:
    return (
        entry.key, " ".join([entry.title, *entry.titles]), " ".join(entry.names), " ".join([*entry.subjects, *entry.other]),
    )  # fmt: skip


class Fts5:
    """SQLite's full text, ranked by its bm25."""

    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, entries: Iterable[SearchEntry]) -> float:
        """Seconds it took, or 0 when it is full from an earlier run."""
        if self.path.exists():
            return 0.0
        began = time.perf_counter()
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        db = sqlite3.connect(part)
        db.execute("pragma journal_mode=off")
        db.execute(
            "create virtual table t using fts5(key unindexed, title, names, rest, tokenize='unicode61 remove_diacritics 2')"
        )
        db.executemany("insert into t values (?, ?, ?, ?)", (_row(entry) for entry in entries))
        db.commit()
        db.close()
        part.rename(self.path)
        return time.perf_counter() - began

    def client(self) -> Ask:
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, check_same_thread=False)

        def ask(words: list[str]) -> int:
            match = " ".join(f'"{word}"' for word in words)
            if not match:
                return 0
            db.execute("select key from t where t match ? order by bm25(t, 0, 3, 2.5, 1) limit 10", (match,)).fetchall()
            total: int = db.execute("select count(*) from t where t match ?", (match,)).fetchone()[0]
            return total

        return ask


class Postgres:
    """PostgreSQL's full text with a GIN index, ranked by ts_rank. BENCH_POSTGRES names a server's empty database."""

    name = "PostgreSQL full text"
    how = "set BENCH_POSTGRES=postgres://user@host:port/database"

    def __init__(self, size: int) -> None:
        self.address = os.environ.get("BENCH_POSTGRES", "")
        self.table = f"bench_{size}"
        self._guard = threading.Lock()

    def fill(self, entries: Iterable[SearchEntry]) -> float:
        import psycopg

        with psycopg.connect(self.address) as db:
            if db.execute("select to_regclass(%s)", (self.table,)).fetchone() != (None,):
                return 0.0
            began = time.perf_counter()
            db.execute(f"create unlogged table {self.table} (key text, t tsvector)")
            db.execute("create temporary table raw (key text, title text, names text, rest text)")
            with db.cursor().copy("copy raw from stdin") as copy:
                for row in _clean(entries):
                    copy.write_row(row)
            db.execute(
                f"insert into {self.table} select key, setweight(to_tsvector('simple', title), 'A') || "
                "setweight(to_tsvector('simple', names), 'B') || setweight(to_tsvector('simple', rest), 'D') from raw"
            )
            db.execute(f"create index on {self.table} using gin (t)")
            db.execute(f"analyze {self.table}")
        return time.perf_counter() - began

    def client(self) -> Ask:
        import psycopg

        db = psycopg.connect(self.address, autocommit=True)

        def ask(words: list[str]) -> int:
            query = " & ".join(word for word in words if word.isalnum())
            if not query:
                return 0
            db.execute(
                f"select key from {self.table}, to_tsquery('simple', %s) q where t @@ q order by ts_rank(t, q) desc limit 10",
                (query,),
            ).fetchall()
            row = db.execute(
                f"select count(*) from {self.table} where t @@ to_tsquery('simple', %s)", (query,)
            ).fetchone()
            return int(row[0]) if row else 0

        return ask


def _clean(entries: Iterable[SearchEntry]) -> Iterator[tuple[str, ...]]:
    for entry in entries:
        yield tuple(text.replace("\x00", "") for text in _row(entry))
