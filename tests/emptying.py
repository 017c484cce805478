"""How the test database is emptied between tests that really commit."""

from __future__ import annotations

import time
from typing import Any

#: What `migrate` writes into every database from the code alone: the same before and after a test.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}
#: Beside a table, its rows in a fresh database.
FRESH = "fresh_"


def prepare() -> None:
    """Only tables that hold something are emptied, with the seals of sealed ones opened for that moment. What a fresh
    database holds – the first page, the first collection – is put back: the test that comes next may need it."""
    from django.core.management.commands import flush

    flush.sql_flush = _statements
    flush.emit_post_migrate_signal = lambda *_args, **_options: None
    from django.db.backends.base.operations import BaseDatabaseOperations

    execute = BaseDatabaseOperations.execute_sql_flush
    BaseDatabaseOperations.execute_sql_flush = lambda self, statements: _unsealed(execute, self, statements)  # type: ignore[method-assign]


def remember() -> None:
    """Lay the rows of a fresh database aside, in itself."""
    from django.db import connection

    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in _filled(connection):
            cursor.execute(f"CREATE TABLE {quote(FRESH + name)} AS SELECT * FROM {quote(name)}")


def _filled(connection: Any) -> list[str]:
    """Tables that hold rows."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for name in names
        if name not in KEPT
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def _statements(_style: Any, connection: Any, **_options: Any) -> list[str]:
    quote, tables = connection.ops.quote_name, connection.introspection.table_names()
    fresh = [name.removeprefix(FRESH) for name in tables if name.startswith(FRESH)]
    return [f"DELETE FROM {quote(name)};" for name in _filled(connection)] + [
        f"INSERT INTO {quote(name)} SELECT * FROM {quote(FRESH + name)};" for name in fresh
    ]


def _unsealed(execute: Any, operations: Any, statements: list[str]) -> None:
    from django.db import OperationalError, connections

    from chytalnia.core import seal

    for again in (True, True, False):
        try:
            with seal.opened(connections[operations.connection.alias]):
                execute(operations, statements)
            return
        except OperationalError:
            # The last question of a browser that was closed may still hold what is to be emptied.
            if not again:
                raise
            time.sleep(0.3)
