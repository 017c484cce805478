"""Tables that only grow: the database itself refuses to change or empty a sealed table.

A room seals its table in a migration (`operations = [seal.Seal("journal_fact")]`) and names it with `keep()` in its
`apps.py`. SQLite drops triggers when Django rebuilds a table, so after every `migrate` the seals of the kept tables are
put back where they are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.operations.base import Operation

_kept: list[str] = []

#: The words a refused statement fails with, on every database.
REFUSAL = "rows of this table are never changed"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION chytalnia_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def keep(table: str) -> None:
    """Name a table whose seal is put back after every migration."""
    if table not in _kept:
        _kept.append(table)


def kept() -> tuple[str, ...]:
    return tuple(_kept)


def close(connection: Any, table: str) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE where there is one) on the table; harmless if it
    already does."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            for name, event, level in (
                ("row", "UPDATE OR DELETE", "ROW"),
                ("table", "TRUNCATE", "STATEMENT"),
            ):
                trigger = connection.ops.quote_name(f"{table}_sealed_{name}")
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {event} ON {quoted} "
                    f"FOR EACH {level} EXECUTE FUNCTION chytalnia_refuse_change()"
                )
        else:
            for event in ("update", "delete"):
                trigger = connection.ops.quote_name(f"{table}_sealed_{event}")
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE {event.upper()} ON {quoted} "
                    f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
                )


def open_(connection: Any, table: str) -> None:
    """Take the seal off. Only for emptying a test database and for unmaking the migration."""
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in ("row", "table"):
                trigger = connection.ops.quote_name(f"{table}_sealed_{name}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {quoted}")
        else:
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(f'{table}_sealed_{event}')}")


def close_kept(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Seal every kept table that exists; listens to `post_migrate`."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    for table in _kept:
        if table in existing:
            close(connection, table)


def missing(connection: Any) -> list[str]:
    """Triggers of kept tables that are not there or were switched off."""
    existing = set(connection.introspection.table_names())
    tables = [table for table in _kept if table in existing]
    postgres = connection.vendor == "postgresql"
    parts = ("row", "table") if postgres else ("update", "delete")
    wanted = {f"{table}_sealed_{part}" for table in tables for part in parts}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
            if postgres
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


@contextmanager
def opened(connection: Any) -> Iterator[None]:
    """Every kept table without its seal, and sealed again afterwards, in one transaction."""
    existing = set(connection.introspection.table_names())
    tables = [table for table in _kept if table in existing]
    with transaction.atomic(using=connection.alias):
        for table in tables:
            open_(connection, table)
        yield
        for table in tables:
            close(connection, table)


class Seal(Operation):
    """A migration's step that seals a table."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models look the same with and without a seal."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        close(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        open_(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Seal {self.table}"
