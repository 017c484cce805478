"""The list of deeds that somebody has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from chytalnia.lending.models import Conflict, OfflineDesk, Outcome, Received

if TYPE_CHECKING:
    from .replay import Line


def note(kept: Received, desk: OfflineDesk, line: Line) -> None:
    """Put a line on the list, with what was decided; say so there when another line put it right meanwhile."""
    listed = Conflict.objects.filter(key=kept.key).first()
    if listed is None and not kept.problems and kept.outcome != Outcome.NOT_RECORDED:
        return
    if listed is not None and listed.settled_at is not None:
        return
    listed = listed or Conflict(key=kept.key, recorded_at=kept.recorded_at)
    listed.device, listed.device_name, listed.unit = desk.device, desk.name, desk.unit
    listed.deed, listed.happened_at = kept.deed, kept.happened_at
    listed.card, listed.barcode = line.card[:40], line.barcode[:40]
    listed.problems, listed.outcome, listed.act = kept.problems, kept.outcome, kept.act
    listed.told = line.person if kept.outcome == Outcome.NOT_RECORDED else {}
    if not kept.problems and kept.outcome != Outcome.NOT_RECORDED:
        # It came right by itself: nothing is left to look at.
        listed.settled_at, listed.card, listed.told = timezone.now(), "", {}
    listed.save()
