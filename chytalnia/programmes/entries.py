"""Events and programmes as the search knows them, so that the one box finds them among the books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.paths import lineage
from chytalnia.search.entries import SearchEntry

from . import formats
from .models import Occasion, Programme

KIND, PROGRAMME = "event", "programme"
#: What is still to come stands before what has been.
AHEAD = 40.0


def build(pks: list[Any]) -> Iterator[SearchEntry]:
    occasions = list(Occasion.objects.shown().filter(pk__in=[int(pk) for pk in pks]).select_related("unit"))
    codes, names = _codes(occasions), formats.library.names({each.format_code for each in occasions})
    for each in occasions:
        kind = names.get(each.format_code, Translated())
        yield SearchEntry(
            kind=KIND,
            pk=each.pk,
            title=str(each.title),
            titles=_all(each.title),
            subjects=[*_all(kind), *_all(_direction(each.direction))],
            other=[*_all(each.about), *_all(each.place), *_all(each.unit.short_name), *_all(each.unit.settlement), each.partners],
            year=each.day.year,
            languages=list(each.languages),
            units=codes[each.unit.path],
            age=each.age_mark,
            popularity=AHEAD if each.stage in ("announced", "registration") else 0.0,
            added=each.day.toordinal(),
            url=f"/events/{each.pk}/",
        )  # fmt: skip


def every() -> Iterator[int]:
    return Occasion.objects.shown().order_by().values_list("pk", flat=True).iterator()


def build_programmes(pks: list[Any]) -> Iterator[SearchEntry]:
    programmes = list(_shown().filter(pk__in=[int(pk) for pk in pks]).select_related("unit"))
    codes, names = _codes(programmes), formats.library.names({each.format_code for each in programmes})
    for each in programmes:
        yield SearchEntry(
            kind=PROGRAMME,
            pk=each.pk,
            title=str(each.title),
            titles=_all(each.title),
            subjects=_all(names.get(each.format_code, Translated())),
            other=[*_all(each.about), *_all(each.unit.short_name), each.partners, each.leader_name],
            units=codes[each.unit.path],
            age=each.age_mark,
            popularity=AHEAD if each.stage == "running" else 0.0,
            url=f"/programmes/{each.pk}/",
        )


def every_programme() -> Iterator[int]:
    return _shown().order_by().values_list("pk", flat=True).iterator()


def _shown() -> Any:
    return Programme.objects.filter(is_public=True, stage__in=("running", "finished", "archived"))


def _direction(code: str) -> Any:
    return formats.label("directions", code) if code else Translated()


def _codes(things: list[Any]) -> dict[str, list[str]]:
    """Codes of each one's library and of all above it, by path."""
    paths = {each.unit.path for each in things}
    above = {path for own in paths for path in lineage(own)}
    by_path = dict(Unit.objects.filter(path__in=above).values_list("path", "code"))
    return {own: [by_path[path] for path in lineage(own) if path in by_path] for own in paths}


def _all(text: Any) -> list[str]:
    return [value for value in text.values() if value] if isinstance(text, dict) else [str(text)]
