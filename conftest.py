"""What every test run needs, whichever rooms it tests."""

from __future__ import annotations

from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let the test database be emptied between tests that really commit: its sealed tables are opened for that moment."""
    from django.db import connections
    from django.db.backends.base.operations import BaseDatabaseOperations

    from chytalnia.core import seal

    execute = BaseDatabaseOperations.execute_sql_flush

    def execute_unsealed(self: Any, sql_list: list[str]) -> None:
        with seal.opened(connections[self.connection.alias]):
            execute(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_unsealed  # type: ignore[method-assign]
