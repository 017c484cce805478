"""Libraries as the search knows them, so that the one box finds a branch by its name, number or street."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chytalnia.core.translated import Translated
from chytalnia.network.models import PLACES, Unit, UnitState
from chytalnia.search.entries import SearchEntry

KIND = "library"


def build(pks: list[Any]) -> Iterator[SearchEntry]:
    units = Unit.objects.filter(pk__in=[int(pk) for pk in pks], kind__in=PLACES).exclude(state=UnitState.CLOSED)
    for unit in units.prefetch_related("specialisations"):
        titles = [*_all(unit.short_name), *_all(unit.name), *_all(unit.honour_name)]
        good_at = [text for one in unit.specialisations.all() for text in _all(one.name)]
        yield SearchEntry(
            kind=KIND,
            pk=unit.pk,
            title=str(unit),
            titles=titles,
            subjects=good_at,
            other=[*_all(unit.settlement), *_all(unit.address), *_all(unit.summary)],
            identifiers=[unit.code],
            units=[unit.code],
            url=f"/libraries/{unit.code}/",
        )


def every() -> Iterator[int]:
    places = Unit.objects.filter(kind__in=PLACES).exclude(state=UnitState.CLOSED)
    return places.values_list("pk", flat=True).iterator()


def _all(text: Translated) -> list[str]:
    return [value for value in text.values() if value]
