"""What every test run needs, whichever rooms it tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let the test database be emptied between tests that really commit: its sealed tables are opened for that
    moment."""
    from django.db import connections
    from django.db.backends.base.operations import BaseDatabaseOperations

    from chytalnia.core import seal

    execute = BaseDatabaseOperations.execute_sql_flush

    def execute_unsealed(self: Any, sql_list: list[str]) -> None:
        with seal.opened(connections[self.connection.alias]):
            execute(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_unsealed  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _facts_wait_for_the_test() -> Iterator[None]:
    """Facts recorded later are written when a test says so, not by a thread that writes into whatever test runs
    then."""
    from chytalnia.journal import later

    later.buffer.interval = None
    yield
    later.buffer.clear()
