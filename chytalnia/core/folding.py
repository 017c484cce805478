"""Text found whatever the case of its letters, on SQLite too, which by itself folds those of English alone.

`icontains` and `iexact` mean the same on both databases from here on, in filters of others as in ours: «шевченко» finds
«Шевченко». PostgreSQL does so by itself.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Field, JSONField
from django.db.models.fields.json import JSONIContains
from django.db.models.lookups import IContains, IExact


def folded(text: Any) -> str | None:
    return None if text is None else str(text).casefold()


def folded_json(text: str | None) -> str | None:
    """Of JSON as SQLite keeps it, with every letter outside English written as a number."""
    return None if text is None else json.dumps(json.loads(text), ensure_ascii=False).casefold()


class _Folded:
    """The condition of SQLite. What is asked for in English letters alone is left to the database, which is quicker."""

    condition: str

    def as_sqlite(self: Any, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if not isinstance(self.rhs, str) or self.rhs.isascii():
            sql: tuple[str, list[Any]] = self.as_sql(compiler, connection)
            return sql
        text, params = self.process_lhs(compiler, connection)
        function = "folded_json" if isinstance(self.lhs.output_field, JSONField) else "folded"
        return self.condition.format(f"{function}({text})"), [*params, self.rhs.casefold()]


class FoldedContains(_Folded, IContains):
    condition = "instr({}, %s) > 0"


class FoldedContainsOfJson(_Folded, JSONIContains):  # type: ignore[misc]
    condition = FoldedContains.condition


class FoldedExact(_Folded, IExact):
    condition = "{} = %s"


def fold_on_sqlite(connection: Any, **_news: Any) -> None:
    if connection.vendor == "sqlite":
        for function in (folded, folded_json):
            connection.connection.create_function(function.__name__, 1, function, deterministic=True)


def register() -> None:
    Field.register_lookup(FoldedContains)
    Field.register_lookup(FoldedExact)
    JSONField.register_lookup(FoldedContainsOfJson)
