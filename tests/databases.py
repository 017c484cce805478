"""Databases that tests make for themselves, on the engine that the suite runs on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent.parent / "chytalnia"


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection to a PostgreSQL database, each statement in a transaction of its own."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _server() -> str:
    """The PostgreSQL that the suite runs on; empty when it runs on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _named(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def database_at(name: str) -> str:
    """The address of the database that Django calls by this name."""
    return _named(server, name) if (server := _server()) else f"sqlite:///{name}"


def new_database(folder: Path, source: str = "") -> str:
    """The address of a new database: empty, or a copy of the one at `source`, to which nobody may be connected."""
    if not _server():
        file = folder / "chytalnia.sqlite3"
        if source:
            with (
                closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as old,
                closing(sqlite3.connect(file)) as new,
            ):
                old.backup(new)
        return f"sqlite:///{file}"
    name = f"chytalnia_t_{uuid.uuid4().hex[:12]}"
    template = f' TEMPLATE "{urlsplit(source).path[1:]}"' if source else ""
    with connected(database_at("postgres")) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"{template}')
    return database_at(name)


def drop_database(url: str) -> None:
    if url.startswith("postgres"):
        with connected(_named(url, "postgres")) as maintenance:
            maintenance.execute(f'DROP DATABASE IF EXISTS "{urlsplit(url).path[1:]}" WITH (FORCE)')


@contextmanager
def worked_in(url: str) -> Iterator[None]:
    """Django works in the database at `url` meanwhile."""
    from django.db import connections

    settings = connections["default"].settings_dict
    connections.close_all()
    before, settings["NAME"] = settings["NAME"], _name(url)
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = before


def migrated_database(folder: Path) -> str:
    """The address of a database that holds what the migrations of today make.

    One that was made before is taken when none has changed, and brought on when some were only added.
    """
    from django.core.management import call_command

    kind = "postgres" if _server() else "sqlite"
    files = [*PACKAGE.glob("*/migrations/*.py"), PACKAGE / "core/seal.py", PACKAGE.parent / "requirements/base.txt"]
    today = {
        path.relative_to(PACKAGE.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    source = ""
    known = sorted(folder.glob(f"{kind}-*/made.json"), key=lambda path: path.stat().st_mtime)
    for note in known:
        made = json.loads(note.read_text())
        if _is_there(made["url"]) and made["files"].items() <= today.items():
            if made["files"] == today:
                return made["url"]
            source = made["url"]
    place = folder / f"{kind}-{uuid.uuid4().hex[:12]}"
    place.mkdir()
    url = new_database(place, source)
    with worked_in(url):
        call_command("migrate", verbosity=0, interactive=False)
    (place / "made.json").write_text(json.dumps({"url": url, "files": today}))
    for old in known:
        drop_database(json.loads(old.read_text())["url"])
        shutil.rmtree(old.parent)
    return url


def _name(url: str) -> str:
    return urlsplit(url).path[1:] if url.startswith("postgres") else url.removeprefix("sqlite:///")


def _is_there(url: str) -> bool:
    if not url.startswith("postgres"):
        return Path(_name(url)).exists()
    if urlsplit(url).netloc != urlsplit(_server()).netloc:
        return False
    with connected(database_at("postgres")) as maintenance:
        return bool(maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_name(url)]).fetchone())
