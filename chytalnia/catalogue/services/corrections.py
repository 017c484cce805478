"""Readers' corrections of script: taken in, carried out when a cataloguer accepts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chytalnia.catalogue.models import Correction, Record
from chytalnia.catalogue.services import records

#: Open words about one record: a program that floods fills no more than this.
MOST_OPEN = 5


@transaction.atomic
def suggest(*, record: Record, proposed: str = "", comment: str = "") -> Correction | None:
    """Keep what a reader says about the title. The same thing said again, or one too many, is not kept."""
    proper = record.bib.title.proper
    waiting = Correction.objects.filter(record=record, stage="open")
    if waiting.filter(proposed=proposed, comment=comment).exists() or waiting.count() >= MOST_OPEN:
        return None
    return Correction.objects.create(
        record=record,
        romanised=proper.romanised[:500],
        shown=(proper.value or proper.romanised)[:500],
        proposed=proposed[:500],
        comment=comment,
    )


def carry_out(correction: Correction, *, by: Any) -> None:
    """Put the proposed form into the record, where the letters were made by tables; a comment alone changes nothing."""
    if correction.proposed and correction.romanised:
        records.fix_script(record=correction.record, fixes={correction.romanised: correction.proposed}, by=by)
