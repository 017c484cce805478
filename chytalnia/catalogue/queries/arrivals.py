"""What is new: in the network by when its first edition came into the catalogue, in a branch by when copies came in."""

from __future__ import annotations

from datetime import date

from chytalnia.catalogue.models import Item, Work
from chytalnia.network.models import Unit
from chytalnia.network.paths import under

MOST = 36


def new_here(unit: Unit | None = None, *, most: int = MOST) -> list[tuple[date, Work]]:
    """Works with the day they came, the newest first."""
    if unit is None:
        return [(work.created_at.date(), work) for work in Work.objects.shown().order_by("-created_at", "-pk")[:most]]
    came: dict[int, date] = {}
    rows = (
        Item.objects.in_stock()
        .filter(under([unit.path], "unit__path"), acquired_on__isnull=False)
        .order_by("-acquired_on", "-pk")
        .values_list("record__work", "acquired_on")
    )
    # Many copies of one book come on one day: rows enough for the works wanted, and a bound on what is read.
    for work, day in rows[: most * 20]:
        if work not in came and len(came) >= most:
            break
        if day:
            came.setdefault(work, day)
    found = Work.objects.shown().in_bulk(list(came))
    return [(day, found[pk]) for pk, day in came.items() if pk in found]
