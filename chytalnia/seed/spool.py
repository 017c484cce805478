"""Rows by the million on their way to the database: kept in files in the order they are made, stored in the order they refer
to each other, past the ORM."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from chytalnia.catalogue import bulk

#: Rows in one piece of a file and in one statement.
PIECE = 20_000
Row = Sequence[Any]
#: Told how much of how much is done.
Tell = Callable[[int, int | None], None]


class Spool:
    """Rows of one table. Values are what the database keeps: JSON as text, days and moments as text, keys as numbers.

    Primary keys are given here, from the last one on, so that rows of other tables may name them before they are stored.
    """

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        self.model, self.names = model, tuple(names)
        self.count = 0
        self._next = last_id(model) + 1
        self._rows: list[Row] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 – lives as long as the spool

    def id(self) -> int:
        """The next primary key."""
        self._next += 1
        return self._next - 1

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= PIECE:
            self._keep()

    def _keep(self) -> None:
        marshal.dump(self._rows, self._file)
        self._rows = []

    def pieces(self) -> Iterator[list[Row]]:
        if self._rows:
            self._keep()
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield marshal.load(self._file)  # noqa: S302 – a file without a name that only we wrote

    def store(self, tell: Callable[[int], None] = lambda done: None) -> int:
        """Insert everything and forget it; returns how many rows there were."""
        done = 0
        for piece in self.pieces():
            insert(self.model, self.names, piece)
            done += len(piece)
            tell(done)
        self._file.close()
        if "id" in self.names:
            _go_on_after(self.model)
        return done


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    if connection.vendor != "postgresql":
        bulk.insert(model, names, rows)
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)  # type: ignore[union-attr,arg-type]
    lines = "".join("\t".join(map(_text, row)) + "\n" for row in rows)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        copy.write(lines.encode())


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _text(value: Any) -> str:
    """A value in the text form of COPY."""
    if value is None:
        return "\\N"
    if type(value) is not str:
        return str(value)
    return value.translate(_ESCAPED) if "\\" in value or not value.isprintable() else value


def last_id(model: type[models.Model]) -> int:
    """The last primary key that the table has given."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")  # noqa: S608
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _go_on_after(model: type[models.Model]) -> None:
    """Tell PostgreSQL what was stored: which key is next, and that the table is not small any more; else every row that refers
    to it would be looked for by reading all of it."""
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"ANALYZE {quoted}")
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {quoted} HAVING max(id) IS NOT NULL",  # noqa: S608
                [table],
            )


class Moments:
    """Minutes of days as this database keeps moments, each written once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def __call__(self, day: Any, minute: int) -> str:
        key = (day.toordinal(), minute)
        found = self._known.get(key)
        if found is None:
            from datetime import datetime, time

            from django.utils import timezone

            at = timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))
            value = bulk.moment(at)
            found = self._known[key] = value if isinstance(value, str) else value.isoformat()
        return found
