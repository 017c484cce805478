"""How the test database is emptied between tests that really commit."""

from __future__ import annotations

import time
from typing import Any

#: What every process of the program finds in its database from the first day: the same before and after a test.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}


def prepare() -> None:
    """Only tables that hold something are emptied, with the seals of sealed ones opened for that moment; what `migrate`
    writes into every database stays, and so need not be written again."""
    from django.core.management.commands import flush

    flush.sql_flush = _statements
    flush.emit_post_migrate_signal = lambda *_args, **_options: None
    from django.db.backends.base.operations import BaseDatabaseOperations

    execute = BaseDatabaseOperations.execute_sql_flush
    BaseDatabaseOperations.execute_sql_flush = lambda self, statements: _unsealed(execute, self, statements)  # type: ignore[method-assign]


def _statements(_style: Any, connection: Any, **_options: Any) -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = {name: connection.ops.quote_name(name) for name in names if name not in KEPT}
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})" for name, table in quoted.items()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [name for (name,) in cursor.fetchall()]
    return [f"DELETE FROM {quoted[name]};" for name in filled]


def _unsealed(execute: Any, operations: Any, statements: list[str]) -> None:
    from django.db import OperationalError, connections

    from chytalnia.core import seal

    if not statements:
        return
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
