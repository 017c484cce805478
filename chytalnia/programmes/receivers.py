"""What programmes hear: stages of their own, readers who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.people import signals as people
from chytalnia.search import services as search

from .models import LIVE, Enrolment, Letter, LetterKind, Occasion, Programme
from .services import leave, tell

#: Moves that those enrolled are told of.
_TOLD = {"cancel": LetterKind.CANCELLED, "postpone": LetterKind.POSTPONED}


def connect() -> None:
    stage_moved.connect(_occasion_moved, sender=Occasion, dispatch_uid="programmes.occasion")
    stage_moved.connect(_programme_moved, sender=Programme, dispatch_uid="programmes.programme")
    people.readers_merged.connect(_merged, dispatch_uid="programmes")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="programmes")
    people.reader_closed.connect(_closed, dispatch_uid="programmes")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="programmes")
    people.reader_exported.connect(_exported, dispatch_uid="programmes")


def _occasion_moved(instance: Occasion, move: Any, **_news: Any) -> None:
    """Calendars follow, the search follows, and people are told."""
    if move.move in ("announce", "cancel", "postpone", "again"):
        instance.sequence += 1
        Occasion.objects.filter(pk=instance.pk).update(sequence=instance.sequence, changed_at=timezone.now())
    if kind := _TOLD.get(move.move):
        tell(occasion=instance, kind=kind, reason=move.note, key=f"{kind}:{instance.sequence}")
    search.enqueue("event", [instance.pk])


def _programme_moved(instance: Programme, **_news: Any) -> None:
    search.enqueue("programme", [instance.pk])


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    """Enrolments go along; of two at one event the later is given up."""
    own = Enrolment.objects.filter(reader=kept, state__in=LIVE).values("occasion")
    for twice in Enrolment.objects.filter(reader=merged, state__in=LIVE, occasion__in=own).select_related("occasion"):
        leave(enrolment=twice)
    rows = Enrolment.objects.filter(reader=merged)
    letters = Letter.objects.filter(reader=merged)
    merge.moved["programmes"] = {
        "enrolments": list(rows.values_list("pk", flat=True)), "letters": list(letters.values_list("pk", flat=True)),
    }  # fmt: skip
    rows.update(reader=kept)
    letters.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    moved = merge.moved.get("programmes", {})
    Enrolment.objects.filter(pk__in=moved.get("enrolments", []), reader=kept).update(reader=merged)
    Letter.objects.filter(pk__in=moved.get("letters", []), reader=kept).update(reader=merged)


def _closed(reader: Any, by: Any = None, **_news: Any) -> None:
    for each in Enrolment.objects.filter(reader=reader, state__in=LIVE).select_related("occasion"):
        leave(enrolment=each, by=by)


def _anonymised(reader: Any, **_news: Any) -> None:
    Letter.objects.filter(reader=reader).delete()
    Enrolment.objects.filter(reader=reader).update(
        name="", email="", phone="", needs="", answers={}, reader=None, household=None
    )


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = Enrolment.objects.filter(reader=reader).select_related("occasion__unit")
    return [
        (
            "events",
            _("Events"),
            [
                {
                    "title": str(each.occasion.title), "library": str(each.occasion.unit),
                    "begins": each.occasion.begins.isoformat(timespec="minutes"), "people": each.seats, "state": each.state,
                    "enrolled": timezone.localtime(each.placed_at).isoformat(timespec="seconds"),
                    "answers": each.answers, "needs": each.needs,
                }
                for each in rows
            ],
        )
    ]  # fmt: skip
