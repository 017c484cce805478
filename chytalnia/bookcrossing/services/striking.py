"""A step that never happened: taken out of the journey, and its fact out of the ledger by a reversal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.bookcrossing.models import News, Sighting, SightingKind, Traveller
from chytalnia.bookcrossing.models.traveller import ROAMING
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact

from .journey import retrace
from .map import move_on_map
from .sums import settle, share_of

#: The stage a book is in after a step of each kind.
_AFTER = {
    SightingKind.RELEASE: "released", SightingKind.CAME: "released", SightingKind.FIND: "found", SightingKind.GONE: "found",
    SightingKind.READ: "reading",
}  # fmt: skip


@transaction.atomic
def strike(*, sighting: Sighting, by: Any, note: str = "") -> Traveller:
    """Take a false step out: the book is where the steps that remain leave it. Done twice, it is done once."""
    book = Traveller.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sighting.traveller_id)
    before, step = share_of(book), Sighting.everything.select_for_update().get(pk=sighting.pk)
    if step.struck_at is not None:
        return book
    Sighting.everything.filter(pk=step.pk).update(struck_at=timezone.now())
    words = getattr(step, "words", None)
    if words is not None and words.stage != "hidden":
        words.move("hide", by=by)
    # What has not left yet need not be told.
    News.objects.filter(key__startswith=f"{step.pk}:", state="queued").delete()
    _settle_again(book)
    # Squares of the map before sums of the ledger, as in a step, so that the two wait for each other instead of dying.
    for fact in standing_facts(step):
        journal.reverse(fact, by=by, note=note)
    audit.log("bookcrossing.strike", by=by, about=book, unit=book.unit, before={"step": str(step)}, note=note)
    book.refresh_from_db()
    settle(book.unit_id, before, share_of(book))
    return book


def standing_facts(step: Sighting) -> list[Fact]:
    facts = Fact.objects.filter(source_kind=Sighting._meta.label_lower, source_id=str(step.pk), reverses=None)
    return [fact for fact in facts if not Fact.objects.filter(reverses=fact).exists()]


def _settle_again(book: Traveller) -> None:
    """Stage, place and counts as the steps that hold tell them. A book that was lost or came to rest stays so."""
    retrace(book)
    moves = book.sightings.filter(kind__in=_AFTER).order_by("-at", "-pk")
    last, placed = moves.first(), moves.filter(lat__isnull=False).first()
    latest = book.sightings.order_by("-at", "-pk").first()
    changes: dict[str, Any] = {
        "finds": book.sightings.filter(kind=SightingKind.FIND).count(),
        "last_at": latest.at if latest else book.registered_at,
        "lat": placed and placed.lat, "lon": placed and placed.lon,
    }  # fmt: skip
    if book.stage in (*ROAMING, "registered"):
        stage = _AFTER[SightingKind(last.kind)] if last else "registered"
        changes |= {"stage": stage, "shelf_id": last.shelf_id if last and stage == "released" else None}
        before = book.point if book.stage in ROAMING else None
        after = placed.point if placed and stage in ROAMING else None
        if before != after:
            move_on_map(before, after)
    Traveller.objects.filter(pk=book.pk).update(**changes)
