"""Counts of the map: added to and taken from in the transaction of the move."""

from __future__ import annotations

from collections import Counter

from django.db import connection
from django.db.models import Count

from chytalnia.bookcrossing.models import MapCell, Traveller
from chytalnia.bookcrossing.models.traveller import ROAMING
from chytalnia.bookcrossing.places import LEVELS, Point, cell

from .sums import settle, share_of

Square = tuple[int, int, int]


def move_on_map(before: Point | None, after: Point | None) -> None:
    """Take a book out of the squares it was in and put it into those it is in now."""
    sums: Counter[Square] = Counter()
    for level in LEVELS:
        if before:
            sums[(level, *cell(level, before))] -= 1
        if after:
            sums[(level, *cell(level, after))] += 1
    _add(sums)


def leave_map(traveller: Traveller) -> None:
    """For moves of the stage machine, which have changed the stage already and not yet stored it."""
    stored = Traveller.objects.only("stage", "lat", "lon", "finds", "metres").get(pk=traveller.pk)
    move_on_map(stored.point if stored.stage in ROAMING else None, None)
    settle(traveller.unit_id, share_of(stored), share_of(traveller))


def recounted() -> dict[Square, int]:
    """The counts as the books themselves say; a check compares and mends by them."""
    sums: Counter[Square] = Counter()
    rows = Traveller.objects.roaming().filter(lat__isnull=False).order_by().values_list("lat", "lon")
    for lat, lon, n in rows.annotate(n=Count("pk")).iterator():
        for level in LEVELS:
            sums[(level, *cell(level, (lat, lon)))] += n
    return dict(sums)


def _add(sums: Counter[Square]) -> None:
    # In one order, so that two moves wait for each other instead of dying.
    rows = [(*square, n) for square, n in sorted(sums.items()) if n]
    if not rows:
        return
    quote = connection.ops.quote_name
    table, count = quote(MapCell._meta.db_table), quote("count")
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (level, x, y, {count}) VALUES {values} "  # noqa: S608
            f"ON CONFLICT (level, x, y) DO UPDATE SET {count} = {table}.{count} + excluded.{count}",
            [value for row in rows for value in row],
        )
