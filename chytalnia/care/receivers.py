"""What care hears: events that are counted, repeated; parents who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core.stages import stage_moved
from chytalnia.people import signals as people
from chytalnia.programmes import signals as programmes
from chytalnia.programmes.models import Occasion

from . import services
from .errors import CareError
from .models import NANNY, Application, Session


def connect() -> None:
    programmes.occasion_standing.connect(_standing, dispatch_uid="care")
    programmes.occasion_counted.connect(_counted, dispatch_uid="care")
    programmes.occasion_repeated.connect(_repeated, dispatch_uid="care")
    stage_moved.connect(_moved, sender=Occasion, dispatch_uid="care")
    people.readers_merged.connect(_merged, dispatch_uid="care")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="care")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="care")
    people.reader_exported.connect(_exported, dispatch_uid="care")


def _session(occasion: Occasion) -> Session | None:
    return Session.objects.filter(pk=occasion.pk).first()


def _standing(occasion: Occasion, **_news: Any) -> list[str]:
    """Nanny hours that are moved stay as short as they have to be."""
    if occasion.programme is None or occasion.programme.kind != NANNY:
        return []
    try:
        services.refuse_long(unit=occasion.unit, minutes=(occasion.ends_at - occasion.starts_at).total_seconds() // 60)
    except CareError as refusal:
        return [str(refusal)]
    return []


def _counted(occasion: Occasion, result: Any, by: Any = None, **_news: Any) -> None:
    if session := _session(occasion):
        services.counted(session=session, times=result.round, by=by)


def _moved(instance: Occasion, move: Any, **_news: Any) -> None:
    if move.move == "uncount" and (session := _session(instance)):
        services.reopen(session=session)


def _repeated(occasion: Occasion, copies: list[Occasion], by: Any = None, **_news: Any) -> None:
    if session := _session(occasion):
        services.repeat(session=session, occasions=copies, by=by)


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    rows = Application.objects.filter(reader=merged)
    merge.moved["care"] = list(rows.values_list("pk", flat=True))
    rows.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    Application.objects.filter(pk__in=merge.moved.get("care", []), reader=kept).update(reader=merged)


def _anonymised(reader: Any, **_news: Any) -> None:
    # A child who is inside, or still to come, keeps its card: by it the child is given over. The night deletes it.
    Application.objects.filter(reader=reader).update(reader=None)


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = Application.objects.filter(reader=reader).prefetch_related("adults", "consents", "places__session__occasion")
    return [
        (
            "care",
            _("Children in care"),
            [
                {
                    "child": each.child_name, "born": each.birth_date.isoformat(), "guardian": each.guardian_name,
                    "phone": each.session_phone, "allergies": each.allergies, "needs": each.needs,
                    "may_fetch": [adult.name for adult in each.adults.all()],
                    "consents": [
                        {"to": consent.kind, "text": consent.text, "given": consent.given,
                         "at": timezone.localtime(consent.at).isoformat(timespec="seconds")}
                        for consent in each.consents.all()
                    ],
                    "days": [place.session.occasion.begins.isoformat(timespec="minutes") for place in each.places.all()],
                }
                for each in rows
            ],
        )
    ]  # fmt: skip
