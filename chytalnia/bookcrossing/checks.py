"""Whether the squares of the map count the books that lie in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from .models import MapCell
from .services.map import Square, recounted


@dataclass(slots=True)
class Drift:
    #: squares (level, x, y) that count other books than lie there
    squares: list[Square] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.squares)


def check(*, mend: bool = False) -> Drift:
    """Look for drift; with `mend` wrong squares are counted anew while no book moves into them or out of them."""
    drift = Drift(_wrong())
    if mend and drift:
        _mend(drift.squares)
    return drift


def _wrong() -> list[Square]:
    kept = {(cell.level, cell.x, cell.y): cell.count for cell in MapCell.objects.iterator(chunk_size=2000)}
    lie = recounted()
    return sorted(square for square in kept.keys() | lie.keys() if kept.get(square, 0) != lie.get(square, 0))


@transaction.atomic
def _mend(squares: list[Square]) -> None:
    locked = []
    # In the order in which moves take them; a move that has changed its square already is waited for.
    for level, x, y in squares:
        MapCell.objects.get_or_create(level=level, x=x, y=y)
        locked.append(MapCell.objects.select_for_update().get(level=level, x=x, y=y))
    lie = recounted()
    for cell in locked:
        cell.count = lie.get((cell.level, cell.x, cell.y), 0)
    MapCell.objects.bulk_update(locked, ["count"], batch_size=500)
