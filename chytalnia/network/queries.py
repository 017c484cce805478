"""What is asked of the network, with everything that a page shows and in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

from django.db.models import Prefetch, QuerySet

from . import settings
from .hours import Hours, Interval, SanitaryDay, Unusual, read_intervals
from .models import (
    Contact,
    ContactKind,
    HoursException,
    OpeningInterval,
    SanitaryRule,
    Specialisation,
    StaffMember,
    Unit,
    UnitPhoto,
    UnitState,
    Zone,
)
from .paths import under


def places() -> QuerySet[Unit]:
    """Libraries that a reader can come to, with what a list of them shows."""
    return (
        Unit.objects.places()
        .select_related("photo")
        .prefetch_related("specialisations", Prefetch("contacts", Contact.objects.filter(kind=ContactKind.PHONE)))
    )


def unit_page(code: str) -> Unit | None:
    """A unit with everything on its public page."""
    return (
        Unit.objects.filter(code=code)
        .select_related("photo")
        .prefetch_related(
            "specialisations",
            "services",
            "contacts",
            Prefetch("staff", StaffMember.objects.select_related("photo")),
            Prefetch("zones", Zone.objects.order_by("floor", "sort_order", "code")),
            Prefetch("photos", UnitPhoto.objects.select_related("image")),
        )
        .first()
    )


def below(unit: Unit) -> list[Unit]:
    """Units right under this one that still exist, as its page names them."""
    children = Unit.objects.filter(under([unit.path]), depth=unit.depth + 1)
    return list(children.exclude(state=UnitState.CLOSED))


def specialisations_in_use() -> QuerySet[Specialisation]:
    return Specialisation.objects.filter(units__isnull=False).distinct()


def hours_of(units: Sequence[Unit]) -> dict[int, Hours]:
    """Opening hours of units, with what they inherit. Three queries for any number of units, and one for settings.

    The week and the sanitary days are the nearest that anybody above has; exceptions of all above hold together, and the
    nearest wins: a holiday set for the region closes a branch unless the branch says otherwise.
    """
    settings.remember_all(units)
    paths = {path for unit in units for path in unit.lineage}
    weekly: dict[str, dict[int, tuple[Interval, ...]]] = {}
    unusual: dict[str, list[HoursException]] = {}
    sanitary: dict[str, list[SanitaryDay]] = {}
    for row in _rows(OpeningInterval.objects.all(), paths):
        days = weekly.setdefault(row.unit.path, {})
        days[row.weekday] = (*days.get(row.weekday, ()), (row.opens, row.closes))
    for row in _rows(HoursException.objects.all(), paths):
        unusual.setdefault(row.unit.path, []).append(row)
    for row in _rows(SanitaryRule.objects.all(), paths):
        sanitary.setdefault(row.unit.path, []).append(SanitaryDay(row.week, row.weekday))
    return {
        unit.pk: Hours(
            weekly=_nearest(unit, weekly) or {},
            exceptions=tuple(
                _unusual(row, rank) for rank, path in enumerate(unit.lineage) for row in unusual.get(path, ())
            ),
            sanitary=tuple(_nearest(unit, sanitary) or ()),
            zone=settings.time_zone(unit),
        )
        for unit in units
    }


def _rows(queryset: QuerySet, paths: set[str]) -> Iterable:
    return (
        queryset.filter(unit__path__in=paths)
        .select_related("unit")
        .only(*[field.name for field in queryset.model._meta.concrete_fields], "unit__path")
    )


def _nearest(unit: Unit, by_path: dict):
    return next((by_path[path] for path in reversed(unit.lineage) if path in by_path), None)


def _unusual(row: HoursException, rank: int) -> Unusual:
    return Unusual(row.first, row.last, read_intervals(row.intervals), frozenset(row.weekdays), str(row.reason), rank)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points given as latitude and longitude in degrees, in kilometres."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, h)))
