"""What can be asked of the catalogue."""

from __future__ import annotations

from chytalnia.network.models import Unit, UnitKind


def holder_of(unit: Unit) -> Unit:
    """The balance holder of a unit: the nearest library system above it (or it), else its own topmost library."""
    line = list(
        Unit.objects.filter(
            path__in=[unit.path[:n] for n in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
        ).order_by("-depth")
    )
    for ancestor in line:
        if ancestor.kind == UnitKind.SYSTEM:
            return ancestor
    libraries = [ancestor for ancestor in line if ancestor.kind != UnitKind.REGION]
    return libraries[-1] if libraries else unit
