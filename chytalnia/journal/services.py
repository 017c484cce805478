"""What can be done with the journal: record a fact, record many, reverse one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit, statements
from chytalnia.network.models import Unit

from . import kinds, periods, queries
from .errors import AlreadyReversedError, PeriodClosedError, WrongDimensionError, WrongQuantityError
from .models import Fact, Tally

#: Rows sent to the database in one statement: 500 × 15 columns stays far under the parameter limits of both databases.
CHUNK = 500

#: Kind, unit, day and dimensions: what a tally is unique by.
Key = tuple[Any, ...]


@dataclass(slots=True, kw_only=True)
class NewFact:
    """A fact to be recorded; the same words as `record`."""

    kind: str
    unit: Unit | int
    quantity: int = 1
    at: datetime | None = None
    audience: str = ""
    place: str = ""
    document_kind: str = ""
    language: str = ""
    knowledge: str = ""
    source: Model | tuple[str, str] | None = None
    note: str = ""
    key: str | None = None
    late: bool = field(default=False)


def record(
    kind: str,
    *,
    unit: Unit | int,
    quantity: int = 1,
    at: datetime | None = None,
    audience: str = "",
    place: str = "",
    document_kind: str = "",
    language: str = "",
    knowledge: str = "",
    source: Model | tuple[str, str] | None = None,
    note: str = "",
    key: str | None = None,
    late: bool = False,
) -> Fact:
    """Write a fact and add it to its tally, in the caller's transaction.

    `source` is the object the fact is about, or its (label, id). With a `key` the act is recorded once however often
    it is
    replayed: the fact already there is returned. A day in a closed period raises PeriodClosedError; with `late=True`
    the fact is
    counted today instead, with a note of when it happened.
    """
    new = NewFact(
        kind=kind,
        unit=unit,
        quantity=quantity,
        at=at,
        audience=audience,
        place=place,
        document_kind=document_kind,
        language=language,
        knowledge=knowledge,
        source=source,
        note=note,
        key=key,
        late=late,
    )
    with transaction.atomic():
        if key and (known := Fact.objects.filter(key=key).first()):
            return known
        guard = periods.Guard()
        fact = _fact(new, guard)
        if key is None:
            fact.save(force_insert=True)
        elif not _insert_once(fact):
            return Fact.objects.get(key=key)
        _add({_key(fact): fact.quantity})
    return fact


def record_many(facts: Iterable[NewFact]) -> int:
    """Record any number of facts in the caller's transaction, with one addition per tally; returns how many were new.

    A thousandfold quicker than `record` in a loop, and safe to run twice for facts with keys.
    """
    sums: Counter[Key] = Counter()
    new = 0
    with transaction.atomic():
        guard = periods.Guard()
        for chunk in _chunks(facts, CHUNK):
            rows = [_fact(fact, guard) for fact in chunk]
            if keys := [row.key for row in rows if row.key]:
                known = set(Fact.objects.filter(key__in=keys).values_list("key", flat=True))
                rows = [row for row in _once_each(rows) if row.key not in known]
            Fact.objects.bulk_create(rows)
            new += len(rows)
            for row in rows:
                sums[_key(row)] += row.quantity
        _add(sums)
    return new


def record_each(facts: Iterable[NewFact]) -> tuple[list[Fact], list[statements.Statement]]:
    """Record a few facts of one act in the caller's transaction, and return them in their order.

    Must be called inside a transaction: it makes none of its own, so that an act at a desk costs no savepoint. A key that is
    taken raises IntegrityError; whoever gives keys looks first. Their tallies are the statements given back: to be sent with the
    next one of the same transaction.
    """
    new = list(facts)
    # Nearly every fact is of today, which cannot be closed: then the lock need not come before the look, and goes the same way.
    today = timezone.localdate()
    of_today = all(fact.at is None or timezone.localdate(fact.at) >= today for fact in new)
    guard = periods.Guard(locks=not of_today)
    rows = [_fact(fact, guard) for fact in new]
    statements.insert_all(rows, *(periods.lock() if of_today else ()))
    if of_today and timezone.localdate() != today:
        # Midnight passed in this moment: with the lock in hand, the day may be looked at.
        for row in rows:
            if row.day < timezone.localdate() and periods.is_closed(Unit.objects.get(pk=row.unit_id), row.day):
                raise PeriodClosedError(row.day)
    sums: Counter[Key] = Counter()
    for row in rows:
        sums[_key(row)] += row.quantity
    return rows, list(_additions(sums))


def count(sums: Mapping[Key, int]) -> None:
    """Add to tallies what facts written in bulk, past `record`, come to; in the transaction that writes them."""
    _add(dict(sums))


@transaction.atomic
def reverse(fact: Fact, *, by: Any = None, note: str = "", at: datetime | None = None) -> Fact:
    """Take a fact back by a fact with the opposite quantity, and return that.

    Counted in the day of the fact itself, so that the day's number is put right; when that day is closed, today. Raises
    AlreadyReversedError for a fact that is reversed, or is a reversal.
    """
    # One who waits for the other's reversal must then see it: the row of the fact is the place to wait at.
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if fact.reverses_id or Fact.objects.filter(reverses=fact).exists():
        raise AlreadyReversedError
    guard = periods.Guard()
    day = fact.day
    if guard.is_closed(fact.unit_id, day):
        note = note or _("reverses a fact of a closed period, %(day)s") % {"day": day.isoformat()}
        day = timezone.localdate()
    reversal = Fact.objects.create(
        kind=fact.kind,
        unit_id=fact.unit_id,
        day=day,
        quantity=-fact.quantity,
        at=at or timezone.now(),
        reverses=fact,
        note=note,
        source_kind=fact.source_kind,
        source_id=fact.source_id,
        **{name: getattr(fact, name) for name in kinds.DIMENSIONS},
    )
    _add({_key(reversal): reversal.quantity})
    audit.log("journal.reverse", by=by, about=fact, unit=fact.unit, after={"quantity": reversal.quantity}, note=note)
    return reversal


def mend(drift: Iterable[queries.Drift]) -> int:
    """Make the given tallies what their facts say; returns how many."""
    mended = 0
    with transaction.atomic():
        for wrong in drift:
            where = dict(zip(("kind", "unit_id", "day", *kinds.DIMENSIONS), wrong.key, strict=True))
            # Locked before counting: a fact recorded meanwhile adds to the mended number, not to the wrong one.
            list(Tally.objects.select_for_update().filter(**where))
            right = Fact.objects.filter(**where).aggregate(n=Sum("quantity"))["n"]
            kept = Tally.objects.filter(**where).aggregate(n=Sum("quantity"))["n"]
            _add({wrong.key: (right or 0) - (kept or 0)})
            mended += 1
    return mended


def _fact(new: NewFact, guard: periods.Guard) -> Fact:
    """The row for a new fact, checked against its kind and the closed periods."""
    kind = kinds.kind(new.kind)
    values = {name: getattr(new, name) or "" for name in kinds.DIMENSIONS}
    for name, value in values.items():
        if not value:
            continue
        if name not in kind.dimensions:
            raise WrongDimensionError(
                _("“%(kind)s” is not counted by %(name)s.") % {"kind": kind, "name": kinds.DIMENSION_LABELS[name]}
            )
        if name in kinds.VALUES and value not in kinds.VALUES[name].values:
            raise WrongDimensionError(
                _("“%(value)s” is not a value of %(name)s.") % {"value": value, "name": kinds.DIMENSION_LABELS[name]}
            )
    if isinstance(new.quantity, bool) or not isinstance(new.quantity, int) or new.quantity < 1:
        raise WrongQuantityError
    unit_id = new.unit if isinstance(new.unit, int) else new.unit.pk
    at = new.at or timezone.now()
    day, note = timezone.localdate(at), new.note
    if guard.is_closed(unit_id, day):
        if not new.late:
            raise PeriodClosedError(day)
        note = note or _("late: happened on %(day)s") % {"day": day.isoformat()}
        day = timezone.localdate()
    source_kind, source_id = _source(new.source)
    return Fact(
        kind=kind.code,
        unit_id=unit_id,
        day=day,
        quantity=new.quantity,
        at=at,
        note=note[:300],
        key=new.key,
        source_kind=source_kind,
        source_id=source_id,
        **{name: str(value) for name, value in values.items()},
    )


def _source(source: Model | tuple[str, str] | None) -> tuple[str, str]:
    if source is None:
        return "", ""
    if isinstance(source, Model):
        return source._meta.label_lower, str(source.pk)
    return source[0], str(source[1])


def _insert_once(fact: Fact) -> bool:
    """Insert a fact with a key; false when another transaction was first."""
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError:
        if not Fact.objects.filter(key=fact.key).exists():
            raise
        return False
    return True


def _once_each(rows: Iterable[Fact]) -> Iterator[Fact]:
    seen: set[str] = set()
    for row in rows:
        if row.key is None or row.key not in seen:
            yield row
        if row.key is not None:
            seen.add(row.key)


def _key(fact: Fact) -> Key:
    return (fact.kind, fact.unit_id, fact.day, *(getattr(fact, name) for name in kinds.DIMENSIONS))


def _add(sums: dict[Key, int]) -> None:
    """Add to tallies, making those that are not there.

    Always in the same order: two transactions that add to the same tallies then wait for each other instead of dying.
    """
    for addition in _additions(sums):
        statements.write(addition)


def _additions(sums: dict[Key, int]) -> Iterator[statements.Statement]:
    quote = connection.ops.quote_name
    columns = ["kind", "unit_id", "day", *kinds.DIMENSIONS, "quantity"]
    table, quantity = quote(Tally._meta.db_table), quote("quantity")
    row = f"({', '.join(['%s'] * len(columns))})"
    unique = ", ".join(map(quote, columns[:-1]))
    tail = f"ON CONFLICT ({unique}) DO UPDATE SET {quantity} = {table}.{quantity} + excluded.{quantity}"
    for chunk in _chunks(sorted(sums.items()), CHUNK):
        parameters: list[Any] = []
        for key, amount in chunk:
            parameters += [connection.ops.adapt_datefield_value(v) if isinstance(v, date) else v for v in key]
            parameters.append(amount)
        values = ", ".join([row] * len(chunk))
        yield f"INSERT INTO {table} ({', '.join(map(quote, columns))}) VALUES {values} {tail}", parameters  # noqa: S608


def _chunks(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for thing in things:
        chunk.append(thing)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
