"""Statements that are the same all day, put together once. At a desk the ORM took longer to write them than the database to
answer, and a statement sent alone costs a way there and back.

`Kept` keeps the SQL of a queryset; `insert` and `update` write one row; `write` sends several statements at once where the
database takes them so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)
Statement = tuple[str, Sequence[Any]]


class Kept(Generic[M]):
    """A question that is always the same but for its values.

        _card = Kept(lambda number: Card.objects.select_related("reader").filter(number=number)[:1])
        found = _card("831392369664")     # a list, as the queryset would give

    The values are numbers, texts and days, as many as the question has, and stand in it as they are: nothing in the question may
    depend on what they are.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[M]]) -> None:
        self._ask = ask
        self._known = threading.local()

    def __call__(self, *values: Any) -> list[M]:
        known = getattr(self._known, "answer", None)
        if known is None or known.vendor != connection.vendor:
            known = self._known.answer = _Answer(self._ask, values)
        return list(known.rows(values))


class _Answer:
    """The SQL of a question on this thread's connection, and what makes objects of its rows."""

    def __init__(self, ask: Callable[..., models.QuerySet[Any]], values: Sequence[Any]) -> None:
        marks = [_mark(value, n) for n, value in enumerate(values)]
        self.vendor = connection.vendor
        queryset = ask(*marks)
        self.locks = queryset.query.select_for_update
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        # Whatever asks the queryset below is answered with our rows.
        self.makes = _Rows(queryset, self.compiler)
        adapted = [_adapted(mark) for mark in marks]
        self.fixed = list(parameters)
        self.places = [
            (n, adapted.index(parameter), type(parameter))
            for n, parameter in enumerate(parameters)
            if type(parameter) is not bool and parameter in adapted
        ]
        missing = set(range(len(values))) - {which for _n, which, _type in self.places}
        if missing:
            raise TypeError(f"the question does not ask for its values {sorted(missing)}")

    def rows(self, values: Sequence[Any]) -> Iterator[Any]:
        if self.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("rows are locked in a transaction only")
        parameters = list(self.fixed)
        for n, which, kind in self.places:
            value = _adapted(values[which])
            # psycopg is told the width of a number by its type.
            parameters[n] = kind(value) if kind is not type(value) else value
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            self.makes.found = cursor.fetchall()
        return iter(self.makes)


class _Rows(ModelIterable):  # type: ignore[type-arg]
    """Objects as a queryset makes them, of rows that were asked for before."""

    def __init__(self, queryset: models.QuerySet[Any], compiler: Any) -> None:
        super().__init__(queryset)
        self.queryset, self.compiler = self, compiler  # type: ignore[assignment]
        self.model, self.db, self.query = queryset.model, queryset.db, self
        self._known_related_objects: dict[Any, Any] = {}
        self.select, self.klass_info, self.annotation_col_map = (
            compiler.select, compiler.klass_info, compiler.annotation_col_map,
        )  # fmt: skip
        self.found: list[Any] = []

    def get_compiler(self, **_where: Any) -> Any:
        return self

    def execute_sql(self, **_how: Any) -> list[list[Any]]:
        return [self.found]

    def results_iter(self, results: Any) -> Any:
        return self.compiler.results_iter(results)


def _mark(value: Any, n: int) -> Any:
    """A value nobody means, of the same type, to find again among the parameters."""
    if isinstance(value, date):
        return date(1801, 1, 1 + n)
    return 2_000_000_011 + n if isinstance(value, int) else f"⟨{n}⟩"


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


@lru_cache(maxsize=200)
def _insertion(model: type[models.Model]) -> tuple[str, list[models.Field[Any, Any]]]:
    quote: Callable[[Any], str] = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    key = model._meta.pk
    assert key is not None
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}) RETURNING {quote(key.column)}",  # noqa: S608
        fields,
    )


def insert(row: M, *before: Statement) -> M:
    """Insert a row as `save(force_insert=True)` does, without signals; its key is in it afterwards.

    Statements that answer nothing may go before it, in the same way there and back.
    """
    insert_all([row], *before)
    return row


def insert_all(rows: Sequence[M], *before: Statement) -> None:
    """Insert rows of one model, in their order."""
    if not rows:
        write(*before)
        return
    sql, fields = _insertion(type(rows[0]))
    values = [value for row in rows for value in _values(row, fields)]
    if len(rows) > 1:
        head, _, tail = sql.rpartition(" VALUES ")
        marks, _, returning = tail.partition(" RETURNING ")
        sql = f"{head} VALUES {', '.join([marks] * len(rows))} RETURNING {returning}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and before:
            texts = [*(text for text, _ in before), sql]
            cursor.execute("; ".join(texts), [value for _, given in before for value in given] + values)
            for _text in before:
                cursor.nextset()
        else:
            for text, given in before:
                cursor.execute(text, given)
            cursor.execute(sql, values)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias


def insertion(row: models.Model) -> Statement:
    """The statement that inserts a row whose key nobody asks for."""
    sql, fields = _insertion(type(row))
    return sql[: sql.rindex(" RETURNING ")], _values(row, fields)


def _values(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


def change(model: type[models.Model], pk: Any, **values: Any) -> Statement:
    """The statement that sets columns of one row."""
    sql, fields = _setting(model, tuple(values))
    kept = [value.pk if isinstance(value, models.Model) else value for value in values.values()]
    return sql, [
        *(field.get_db_prep_save(value, connection) for field, value in zip(fields, kept, strict=True)), pk,
    ]  # fmt: skip


@lru_cache(maxsize=500)
def _setting(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field[Any, Any]]]:
    quote: Callable[[Any], str] = connection.ops.quote_name
    fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = model._meta.pk
    assert key is not None
    return f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE {quote(key.column)} = %s", fields  # noqa: S608


def write(*statements: Statement) -> None:
    """Send statements that answer nothing: in one way there and back on PostgreSQL, one after another on SQLite."""
    if not statements:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(statements) > 1:
            cursor.execute(
                "; ".join(sql for sql, _ in statements), [value for _, values in statements for value in values]
            )
            return
        for sql, values in statements:
            cursor.execute(sql, values)
