"""Whether the squares of the map and the sums of libraries count the books there are, and the ledger the steps of the journeys."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact

from .models import MapCell, Sighting, SightingKind, UnitSum
from .services import sums
from .services.map import Square, recounted

COUNTED = {"crossing.released": SightingKind.RELEASE.value, "crossing.found": SightingKind.FIND.value}


@dataclass(slots=True)
class Drift:
    #: squares (level, x, y) that count other books than lie there
    squares: list[Square] = field(default_factory=list)
    #: libraries whose sums are not those of their books
    sums: list[int] = field(default_factory=list)
    #: facts of steps that are struck out or gone
    facts: list[str] = field(default_factory=list)
    #: steps that the ledger does not count
    steps: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.squares or self.sums or self.facts or self.steps)


def check(*, mend: bool = False) -> Drift:
    """Look for drift; with `mend` wrong squares and sums are counted anew while no book changes them."""
    drift = Drift(_wrong(), _wrong_sums())
    if mend and drift.squares:
        _mend(drift.squares)
    if mend and drift.sums:
        _mend_sums(drift.sums)
    for fact, kind in COUNTED.items():
        surplus, missing = _compared(fact, kind)
        drift.facts += [f"{fact} {pk}" for pk in surplus]
        drift.steps += [f"{kind} {pk}" for pk in missing]
        if mend:
            for standing in Fact.objects.filter(pk__in=surplus):
                journal.reverse(standing, note=_("the step is not in the journey any more"))
    return drift


def _compared(fact: str, kind: str) -> tuple[list[int], list[int]]:
    """Facts that count no standing step, and standing steps that no fact counts."""
    facts = Fact.objects.filter(kind=fact, source_kind=Sighting._meta.label_lower)
    steps = Sighting.objects.filter(kind=kind)
    # Mostly they agree: two sums tell so, before millions of rows are laid side by side.
    if (facts.aggregate(n=Sum("quantity"))["n"] or 0) == steps.count():
        return [], []
    taken_back = set(facts.filter(reverses__isnull=False).values_list("reverses_id", flat=True).iterator())
    counted: dict[int, int] = {
        int(source): pk
        for pk, source in facts.filter(reverses=None).values_list("pk", "source_id").iterator()
        if pk not in taken_back
    }
    standing = set(steps.values_list("pk", flat=True).iterator())
    return sorted(counted[pk] for pk in counted.keys() - standing), sorted(standing - counted.keys())


def _wrong() -> list[Square]:
    kept = {(cell.level, cell.x, cell.y): cell.count for cell in MapCell.objects.iterator(chunk_size=2000)}
    lie = recounted()
    return sorted(square for square in kept.keys() | lie.keys() if kept.get(square, 0) != lie.get(square, 0))


def _wrong_sums() -> list[int]:
    kept = {unit: (*values,) for unit, *values in UnitSum.objects.values_list("pk", *sums.NAMES)}
    true = sums.recounted()
    return sorted(
        unit for unit in kept.keys() | true.keys() if kept.get(unit, sums.NOTHING) != true.get(unit, sums.NOTHING)
    )


@transaction.atomic
def _mend_sums(units: list[int]) -> None:
    for unit in units:
        UnitSum.objects.get_or_create(pk=unit)
    locked = list(UnitSum.objects.select_for_update().filter(pk__in=units).order_by("pk"))
    true = sums.recounted()
    for row in locked:
        for name, value in zip(sums.NAMES, true.get(row.pk, sums.NOTHING), strict=True):
            setattr(row, name, value)
    UnitSum.objects.bulk_update(locked, sums.NAMES, batch_size=500)


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
