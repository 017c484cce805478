"""What campaigns show on pages of other rooms: the start page, a library, a reader's account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.people.readers import parents

from . import queries
from .thermometer import thermometer


def on_start(_nothing: Any, request: Any) -> dict[str, Any] | None:
    found = list(queries.shown().filter(stage__in=("announced", "running")).order_by("-stage", "last_day")[:2])
    if not found:
        return None
    sums = queries.totals_of(found)
    told = [(one, sums.get(one.pk, queries.Totals())) for one in found]
    return {
        "campaigns": [
            {"campaign": one, "totals": total, "drawn": thermometer(one, total.score(one)) if one.goal else None}
            for one, total in told
        ],
        "today": timezone.localdate(),
    }


def of_unit(unit: Unit, request: Any) -> dict[str, Any] | None:
    found = list(queries.running_with(unit)[:4])
    return {"members": found} if found else None


def of_reader(reader: Any, request: Any) -> dict[str, Any] | None:
    own = {reader.pk, *(child.pk for child in parents.looked_after(reader))}
    people = [reader, *parents.shown_to(reader)]
    found = list(
        queries.of_reader(people).filter(campaign__stage__in=("announced", "running", "finished")).order_by("pk")[:8]
    )
    return {"participants": [(one, one.reader_id is None or one.reader_id in own) for one in found]} if found else None
