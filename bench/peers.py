"""Full text of two databases over the same texts: SQLite FTS5 and PostgreSQL."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from chytalnia.search.entries import SearchEntry

Row = tuple[str, str, str, str]
Ask = Callable[[list[str]], int]
Put = Callable[[list[Row]], object]


def _row(entry: SearchEntry) -> Row:
    return (
        entry.key, " ".join([entry.title, *entry.titles]), " ".join(entry.names), " ".join([*entry.subjects, *entry.other]),
    )  # fmt: skip


class Fts5:
    """SQLite's full text, ranked by its bm25."""

    name, how = "SQLite FTS5", ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.address = str(path)

    @property
    def is_full(self) -> bool:
        return self.path.exists()

    @contextmanager
    def filling(self) -> Iterator[Put]:
        part = self.path.with_suffix(".part")
        part.unlink(missing_ok=True)
        db = sqlite3.connect(part)
        db.execute("pragma journal_mode=off")
        db.execute(
            "create virtual table t using fts5(key unindexed, title, names, rest, tokenize='unicode61 remove_diacritics 2')"
        )
        yield lambda rows: db.executemany("insert into t values (?, ?, ?, ?)", rows)
        db.commit()
        db.close()
        part.rename(self.path)

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

    @property
    def is_full(self) -> bool:
        import psycopg

        with psycopg.connect(self.address) as db:
            return db.execute("select to_regclass(%s)", (self.table,)).fetchone() != (None,)

    @contextmanager
    def filling(self) -> Iterator[Put]:
        import psycopg

        with psycopg.connect(self.address) as db:
            db.execute(f"create unlogged table {self.table} (key text, t tsvector)")
            db.execute("create temporary table raw (key text, title text, names text, rest text)")
            with db.cursor().copy("copy raw from stdin") as copy:

                def put(rows: list[Row]) -> None:
                    for row in rows:
                        copy.write_row([text.replace("\x00", "") for text in row])

                yield put
            db.execute(
                f"insert into {self.table} select key, setweight(to_tsvector('simple', title), 'A') || "
                "setweight(to_tsvector('simple', names), 'B') || setweight(to_tsvector('simple', rest), 'D') from raw"
            )
            db.execute(f"create index on {self.table} using gin (t)")
            db.execute(f"analyze {self.table}")

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


def fill(peers: Iterable[Fts5 | Postgres], entries: Iterable[SearchEntry]) -> None:
    """Give the same texts to all peers that do not have them from an earlier run, in one reading."""
    empty = [peer for peer in peers if not peer.is_full]
    if not empty:
        return
    with ExitStack() as stack:
        puts = [stack.enter_context(peer.filling()) for peer in empty]
        source = iter(entries)
        while rows := [_row(entry) for entry in itertools.islice(source, 1000)]:
            for put in puts:
                put(rows)
