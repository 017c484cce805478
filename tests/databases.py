"""Databases that tests make for themselves, on the engine that the suite runs on."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


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
