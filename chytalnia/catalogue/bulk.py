"""Thousands of rows at once, past the ORM: an import writes a dozen rows a record in under a millisecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
#: values in one `IN (…)`, under the limit of every database
CHUNK = 800


def chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    iterator = iter(things)
    while piece := list(islice(iterator, size)):
        yield piece


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for rows about to be inserted, in a transaction: in SQLite its write lock keeps them ours."""
    assert connection.in_atomic_block
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
    return list(range(first, first + count))


def insert(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, ignore: bool = False
) -> None:
    """Insert rows of values that are already what the database keeps (JSON as text, dates adapted).

    With `ignore` a row that meets a unique constraint is left out.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)  # type: ignore[union-attr,arg-type]
    marks = ", ".join(["%s"] * len(names))
    tail = " ON CONFLICT DO NOTHING" if ignore else ""
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){tail}", rows)  # noqa: S608


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Update rows by primary key; each row holds the values of `names` and then the key."""
    if not rows:
        return
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(model._meta.get_field(name).column)} = %s" for name in names)  # type: ignore[union-attr,arg-type]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE {quote('id')} = %s",  # noqa: S608
            rows,
        )


def moment(value: Any) -> Any:
    """A point in time as this database takes it."""
    return connection.ops.adapt_datetimefield_value(value)
