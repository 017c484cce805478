"""A network made by `chytalnia seed` to measure lending in: made once for a database and a size, and kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import corpus, meter
from .site import Site

SEED = 7
#: Copies and loans a year for each reader, as the issue has them: 100,000 readers, 300,000 copies, 1,000,000 loans.
ITEMS, LOANS = 3, 10


class Seeded(Site):
    """One database: `postgres` is its address, without it SQLite in a folder of the cache."""

    def __init__(self, readers: int, *, postgres: str = "", loans: int | None = None, fresh: bool = False) -> None:
        self.readers, self.loans = readers, readers * LOANS if loans is None else loans
        self.postgres = postgres
        self.database = "PostgreSQL" if postgres else "SQLite"
        super().__init__(f"seeded-{self.database.lower()}-{readers}-{self.loans}", fresh=fresh)
        if postgres:
            self.env["DATABASE_URL"] = postgres

    def fill(self, *options: str) -> tuple[meter.Run | None, dict[str, Any]]:
        """Seed it, or find it seeded; the cost of the first time, and what the command said then."""
        report = self.folder / "seeded.json"
        command = [
            sys.executable, "-m", "chytalnia.cli", "seed", "--readers", str(self.readers), "--items",
            str(self.readers * ITEMS), "--loans", str(self.loans), "--seed", str(SEED), "--json", *options,
        ]  # fmt: skip
        if report.exists():
            return None, json.loads(report.read_text())
        print(f"  seeding {self.readers:,} readers into {self.database} …", file=sys.stderr, flush=True)
        try:
            weighed = meter.run(command, env=self.env, cwd=corpus.ROOT)
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"  {error.stderr}") from error
        said: dict[str, Any] = json.loads(weighed.output)
        said["seconds"] = round(weighed.wall, 1)
        report.write_text(json.dumps(said))
        return weighed, said

    def index(self) -> None:
        """The search index of the network, made once: a server that finds none builds it before it opens."""
        if not (done := self.folder / "indexed.txt").exists():
            print(f"  indexing {self.database} …", file=sys.stderr, flush=True)
            self.run("reindex", "--json")
            self.run("worker", "--once")
            done.write_text("yes")

    def size(self) -> int:
        """Bytes of the database on the disk."""
        if not self.postgres:
            return self.bytes_of("*.sqlite3*")
        return int(self.python(_SIZE))

    def run(self, *arguments: str) -> meter.Run:
        """A command in this network."""
        return meter.run([sys.executable, "-m", "chytalnia.cli", *arguments], env=self.env, cwd=corpus.ROOT)


_SIZE = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_database_size(current_database())")
    print(cursor.fetchone()[0])
"""


def databases(readers: int, *, loans: int | None = None, fresh: bool = False) -> Iterator[Seeded]:
    """SQLite always, PostgreSQL when BENCH_POSTGRES names a database that is empty or was seeded by this bench."""
    yield Seeded(readers, loans=loans, fresh=fresh)
    address = os.environ.get("BENCH_POSTGRES", "")
    if address:
        yield Seeded(readers, postgres=address, loans=loans, fresh=fresh)
    else:
        print("  PostgreSQL: set BENCH_POSTGRES=postgres://user@host:port/database")


def line(room: str, **figures: object) -> None:
    """The figures of one row for machines: to BENCH_JSON when it names a file, a line each."""
    if path := os.environ.get("BENCH_JSON"):
        with Path(path).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"room": room, **figures}, ensure_ascii=False) + "\n")
