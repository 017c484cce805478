"""What receptions hear: their events are planned anew, counted, repeated."""

from __future__ import annotations

from typing import Any

from chytalnia.core.stages import stage_moved
from chytalnia.programmes import signals as programmes
from chytalnia.programmes.models import Occasion

from . import services
from .errors import ReceptionError
from .models import Day


def connect() -> None:
    programmes.occasion_standing.connect(_standing, dispatch_uid="receptions")
    programmes.occasion_counted.connect(_counted, dispatch_uid="receptions")
    programmes.occasion_repeated.connect(_repeated, dispatch_uid="receptions")
    stage_moved.connect(_moved, sender=Occasion, dispatch_uid="receptions")


def _day(pk: int | None) -> Day | None:
    return Day.objects.filter(pk=pk).select_related("series").first() if pk else None


def _standing(occasion: Occasion, **_news: Any) -> list[str]:
    """A copy of a day has no row here yet, and is of the series of its programme."""
    series = getattr(occasion.programme, "reception", None) if occasion.programme_id else None
    try:
        if series is not None:
            services.refuse_silence(occasion.unit, series.kind, [occasion.day])
        if day := _day(occasion.pk):
            services.refuse_shorter(day=day, starts_at=occasion.starts_at, ends_at=occasion.ends_at)
    except ReceptionError as refusal:
        return [str(refusal)]
    return []


def _counted(occasion: Occasion, result: Any, by: Any = None, **_news: Any) -> None:
    if day := _day(occasion.pk):
        services.counted(day=day, times=result.round, by=by)


def _moved(instance: Occasion, move: Any, **_news: Any) -> None:
    if move.move == "uncount" and (day := _day(instance.pk)):
        services.reopen(day=day)


def _repeated(occasion: Occasion, copies: list[Occasion], by: Any = None, **_news: Any) -> None:
    if day := _day(occasion.pk):
        services.repeat(day=day, occasions=copies, by=by)
