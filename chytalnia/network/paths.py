"""Arithmetic of tree paths: a unit is under another when its path begins with the other's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Q

_STEP = 4
_LAST = "Z" * _STEP


def under(paths: Iterable[str], field: str = "path") -> Q:
    """A condition: the path in `field` is one of `paths` or below one of them; no paths match nothing.

    Written as ranges because a range uses the index of every database, and LIKE does not on SQLite.
    """
    ranges = [Q(**{f"{field}__gte": path, f"{field}__lte": path + _LAST}) for path in topmost(paths)]
    return reduce(or_, ranges) if ranges else Q(pk__in=[])


def topmost(paths: Iterable[str]) -> list[str]:
    """The paths that are not below another of them, in order."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


@lru_cache(maxsize=10_000)
def lineage(path: str) -> tuple[str, ...]:
    """Paths from the root down to this one."""
    return tuple(path[: end + _STEP] for end in range(0, len(path), _STEP))
