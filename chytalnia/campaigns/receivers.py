"""What campaigns hear: acts at the lending desks, readers who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.lending import signals as lending
from chytalnia.people import signals as people
from chytalnia.search import services as search

from .models import Campaign, Kind, Line, Participant
from .services import loans
from .services import people as joining


def connect() -> None:
    lending.acts_written.connect(loans.heard, dispatch_uid="campaigns")
    lending.act_undone.connect(loans.taken_back, dispatch_uid="campaigns")
    stage_moved.connect(_moved, sender=Campaign, dispatch_uid="campaigns")
    people.readers_merged.connect(_merged, dispatch_uid="campaigns")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="campaigns")
    people.reader_closed.connect(_left, dispatch_uid="campaigns")
    people.reader_anonymised.connect(_left, dispatch_uid="campaigns")
    people.reader_exported.connect(_exported, dispatch_uid="campaigns")


def _moved(instance: Campaign, **_news: Any) -> None:
    search.enqueue("programme", [instance.programme_id])


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    """Who takes part goes along; of two in one campaign the later keeps its log, without the reader."""
    own = Participant.objects.filter(reader=kept, kind=Kind.PERSON, left_at=None).values_list("campaign", flat=True)
    rows = Participant.objects.filter(reader=merged).exclude(kind=Kind.PERSON, left_at=None, campaign__in=list(own))
    merge.moved["campaigns"] = list(rows.values_list("pk", flat=True))
    rows.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    Participant.objects.filter(pk__in=merge.moved.get("campaigns", []), reader=kept).update(reader=merged)


def _left(reader: Any, **_news: Any) -> None:
    """A person's part ends; a family's goes on while somebody of it is there."""
    for one in Participant.objects.filter(reader=reader, left_at=None):
        if one.kind == Kind.FAMILY and one.household_id and one.household and one.household.members.active().exclude(
            pk=reader.pk
        ).exists():  # fmt: skip
            Participant.objects.filter(pk=one.pk).update(reader=None, counts_loans=False, loans_since=None)
        else:
            joining.forget([one])


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    lines = Line.objects.live().filter(participant__reader=reader).select_related("participant__campaign__programme")
    return [
        (
            "campaigns",
            _("Reading log of campaigns"),
            [
                {
                    "campaign": str(line.participant.campaign), "nick": line.participant.nick, "day": line.day.isoformat(),
                    "amount": line.amount, "book": line.title, "review": line.review,
                    "written": timezone.localtime(line.at).isoformat(timespec="seconds"),
                }
                for line in lines
            ],
        )
    ]  # fmt: skip
