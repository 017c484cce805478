"""A library of its own for tests that start real processes: a data folder, a database, the commands run in it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .databases import connected, drop_database, new_database

PASSWORD = "a long enough word"

#: Run once in the prepared library: three units, and an account of each kind that the tests sign in with.
PREPARE = f"""
import django; django.setup()
from chytalnia.network.models import Unit
from chytalnia.network.services import create_unit
from chytalnia.people.models import User
from chytalnia.people.services import create_account, grant_role
system = create_unit(code="system", kind="system", name={{"en": "System"}})
one = create_unit(code="one", kind="branch", name={{"en": "One"}}, parent=system)
create_unit(code="two", kind="branch", name={{"en": "Two"}}, parent=system)
for username, role, unit in (("director", "director", system), ("librarian", "librarian", one)):
    account = create_account(username=username, email=username + "@library.example", password="{PASSWORD}", by=None)
    grant_role(user=account, role=role, unit=Unit.objects.get(pk=unit.pk), by=None)
create_account(username="reader", email="reader@library.example", password="{PASSWORD}", by=None)
"""


@dataclass
class Library:
    data: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("CHYTALNIA_", "DJANGO_", "DATABASE_"))}
        return {
            **kept, "CHYTALNIA_DATA": str(self.data), "DATABASE_URL": self.url, "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings", **self.more,
        }  # fmt: skip

    def start(self, *args: object, **options: Any) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "chytalnia.cli", *map(str, args)]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        return subprocess.Popen(words, env=self.env, start_new_session=True, **options)

    def run(self, *args: object, timeout: float = 400) -> subprocess.CompletedProcess[str]:
        process = self.start(*args)
        out, err = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def json(self, *args: object) -> dict[str, Any]:
        done = self.run(*args, "--json")
        assert done.returncode == 0, done.stderr or done.stdout
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def python(self, code: str) -> str:
        """What a piece of Python prints inside the library."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(f"file:{self.url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as database:
                return database.execute(query).fetchall()
        with connected(self.url) as database:
            return database.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


@pytest.fixture(scope="session")
def prepared(shared: Path, fresh_database: str) -> Library:
    """A library with tables, static files, units and accounts; made once for all workers, and only copied from."""
    data, note = shared / "prepared", shared / "prepared.url"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            data.mkdir()
            library = Library(data, new_database(data, fresh_database))
            done = library.run("setup", "--quiet", timeout=300)
            assert done.returncode == 0, done.stderr
            library.python(PREPARE)
            note.write_text(library.url)
    return Library(data, note.read_text())


def copied(prepared: Library, folder: Path) -> Library:
    """A copy of the prepared library, in a folder and a database of its own."""
    data = folder / "data"
    shutil.copytree(prepared.data, data, ignore=shutil.ignore_patterns("*.sqlite3*", "static"))
    # Static files are the same for all; a link saves a second.
    (data / "static").symlink_to(prepared.data / "static")
    return Library(data, new_database(data, prepared.url))


@pytest.fixture
def library(prepared: Library, tmp_path: Path) -> Iterator[Library]:
    """A library of the test's own."""
    made = copied(prepared, tmp_path)
    yield made
    drop_database(made.url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Any, *, seconds: float = 30, every: float = 0.05) -> None:
    """Until `true()` is; an error in it is «not yet»."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(Exception):
            if true():
                return
        time.sleep(every)
    raise AssertionError("it did not come to be in time")
