"""What elections show on the pages of other rooms."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chytalnia.network.models import Unit

from . import queries
from .models import Election
from .portraits import portrait_svg


def on_start(_nothing: Any, request: Any) -> dict[str, Any] | None:
    found = queries.on_start()
    if not found:
        return None
    told, stand = [], queries.candidates_of(found, "registered")
    for election in found:
        faces = [{"candidate": one.candidate, "drawn": portrait_svg(one.candidate)} for one in stand[election.pk][:5]]
        told.append({"election": election, "faces": faces, "moment": queries.next_moment(election)})
    return {"elections": told, "now": timezone.now()}


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    standing = queries.of_work(work)
    nominating = Election.objects.filter(stage="nomination", nomination_until__gt=timezone.now()).order_by("pk").first()
    if not standing and nominating is None:
        return None
    rows = [
        {"candidate": candidate, "drawn": portrait_svg(candidate),
         "won": candidate.election.is_told and candidate.number in candidate.election.publication.winners}
        for candidate in standing
    ]  # fmt: skip
    return {"standing": rows, "nominating": nominating, "work": work}


def of_unit(unit: Unit, request: Any) -> dict[str, Any] | None:
    found = list(
        queries.shown().filter(unit__path__in=[unit.path, *unit.lineage]).exclude(stage="inaugurated")
        .order_by("opens_at")[:3]
    )  # fmt: skip
    if not found:
        return None
    return {"elections": found}


def of_reader(reader: Any, request: Any) -> dict[str, Any] | None:
    found = queries.open_for(reader)
    return {"elections": found} if found else None
