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
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

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

    def run(self, *args: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
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
        with _connected(self.url) as database:
            return database.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _server() -> str:
    """The PostgreSQL that the suite runs on; empty when it runs on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _named(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def new_database(folder: Path, template: str = "") -> str:
    """The address of a new database on the engine of this run."""
    if not (server := _server()):
        return f"sqlite:///{folder / 'chytalnia.sqlite3'}"
    name = f"chytalnia_t_{uuid.uuid4().hex[:12]}"
    with _connected(_named(server, "postgres")) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return _named(server, name)


def drop_database(url: str) -> None:
    if url.startswith("postgres"):
        with _connected(_named(url, "postgres")) as maintenance:
            maintenance.execute(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)')


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with tables, static files, units and accounts; made once for all workers, and only copied from."""
    root = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent
    data, note = root / "prepared", root / "prepared.url"
    with (root / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = not note.exists()
        if made:
            data.mkdir()
            library = Library(data, new_database(data))
            done = library.run("setup", "--quiet", timeout=300)
            assert done.returncode == 0, done.stderr
            library.python(PREPARE)
            note.write_text(library.url)
    library = Library(data, note.read_text())
    yield library
    if made:
        drop_database(library.url)


def copied(prepared: Library, folder: Path) -> Library:
    """A copy of the prepared library, in a folder and a database of its own."""
    data = folder / "data"
    shutil.copytree(prepared.data, data, ignore=shutil.ignore_patterns("*.sqlite3*", "static"))
    # Static files are the same for all; a link saves a second.
    (data / "static").symlink_to(prepared.data / "static")
    template = "" if prepared.url.startswith("sqlite") else urlsplit(prepared.url).path[1:]
    url = new_database(data, template)
    if not template:
        with (
            closing(sqlite3.connect(prepared.data / "chytalnia.sqlite3")) as source,
            closing(sqlite3.connect(data / "chytalnia.sqlite3")) as target,
        ):
            source.backup(target)
    return Library(data, url)


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
