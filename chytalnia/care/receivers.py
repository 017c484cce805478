"""What care hears: parents who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.people import signals as people

from .models import Application


def connect() -> None:
    people.readers_merged.connect(_merged, dispatch_uid="care")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="care")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="care")
    people.reader_exported.connect(_exported, dispatch_uid="care")


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
