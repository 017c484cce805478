"""What can be asked of the journal. Numbers come from tallies; each number opens into the facts behind it.

`units` is everywhere a unit (meant with all under it), a queryset or list of units (meant as they are), or nothing:
everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncYear

from chytalnia.network.models import Unit
from chytalnia.network.paths import under

from . import kinds
from .models import Fact, Tally

Units = Unit | Iterable[Unit] | None
_KEY = ("kind", "unit_id", "day", *kinds.DIMENSIONS)


def tallies(
    kind: str | Iterable[str] | None,
    units: Units = None,
    first: date | None = None,
    last: date | None = None,
    *,
    by: Sequence[str] = (),
    **where: Any,
) -> list[dict[str, Any]]:
    """Sums as rows `{…by…, "quantity": n}`, ordered by `by`: any of kind, unit, day, month, year and the dimensions.

    `where` narrows by dimensions: one value or several (`document_kind=("book", "brochure")`).
    """
    rows: QuerySet[Any] = _narrowed(Tally.objects.all(), kind, units, (first, last), where)
    if "month" in by:
        rows = rows.annotate(month=TruncMonth("day"))
    if "year" in by:
        rows = rows.annotate(year=TruncYear("day"))
    return list(rows.order_by(*by).values(*by).annotate(quantity=Sum("quantity")).filter(quantity__isnull=False))


def total(
    kind: str | Iterable[str] | None,
    units: Units = None,
    first: date | None = None,
    last: date | None = None,
    **where: Any,
) -> int:
    rows = _narrowed(Tally.objects.all(), kind, units, (first, last), where)
    return rows.aggregate(n=Sum("quantity"))["n"] or 0


def indicator(code: str, units: Units = None, first: date | None = None, last: date | None = None) -> int:
    """An indicator of the annual form, as far as facts make it up: the sum over the kinds that feed it."""
    return sum(feed.sign * total(kind.code, units, first, last, **feed.where) for kind, feed in kinds.feeding(code))


@dataclass(frozen=True, slots=True)
class Drift:
    """A tally that is not the sum of its facts."""

    kind: str
    unit_id: int
    day: date
    dimensions: tuple[str, ...]
    tally: int
    facts: int

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.kind, self.unit_id, self.day, *self.dimensions)


def check(units: Units = None, first: date | None = None, last: date | None = None) -> list[Drift]:
    """Every tally that differs from the sum of its facts. An empty list is what it should be."""
    kept = dict(_sums(_narrowed(Tally.objects.all(), None, units, (first, last), {})))
    counted = dict(_sums(_narrowed(Fact.objects.all(), None, units, (first, last), {})))
    return [
        Drift(key[0], key[1], key[2], tuple(key[3:]), kept.get(key, 0), counted.get(key, 0))
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key, 0) != counted.get(key, 0)
    ]


def diary(unit: Units, day: date) -> list[dict[str, Any]]:
    """A day of a unit for its start page: per kind its number, the same weekday a week before, and the seven days up
    to it."""
    days = [day - timedelta(days=n) for n in range(6, -1, -1)]
    counted: dict[tuple[str, date], int] = {
        (row["kind"], row["day"]): row["quantity"]
        for row in tallies(None, unit, day - timedelta(days=7), day, by=("kind", "day"))
    }
    lines = []
    for kind in kinds.every():
        week = [counted.get((kind.code, each), 0) for each in days]
        before = counted.get((kind.code, day - timedelta(days=7)), 0)
        lines.append({"kind": kind, "today": week[-1], "week_before": before, "week": week, "days": days})
    return lines


def _sums(rows: QuerySet[Any]) -> Iterable[tuple[tuple[Any, ...], int]]:
    for row in rows.order_by().values_list(*_KEY).annotate(sum=Sum("quantity")).iterator(chunk_size=5000):
        yield row[:-1], row[-1]


def _narrowed(
    rows: QuerySet[Any],
    kind: str | Iterable[str] | None,
    units: Units,
    days: tuple[date | None, date | None],
    where: dict[str, Any],
) -> QuerySet[Any]:
    if isinstance(kind, str):
        rows = rows.filter(kind=kind)
    elif kind is not None:
        rows = rows.filter(kind__in=list(kind))
    if isinstance(units, Unit):
        rows = rows.filter(unit__in=Unit.objects.filter(under([units.path])))
    elif units is not None:
        rows = rows.filter(unit__in=units)
    first, last = days
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    for name, value in where.items():
        if name not in kinds.DIMENSIONS:
            raise TypeError(f"{name} is not a dimension of facts")
        if value is None:
            continue
        rows = rows.filter(**{name: value}) if isinstance(value, str) else rows.filter(**{f"{name}__in": list(value)})
    return rows
