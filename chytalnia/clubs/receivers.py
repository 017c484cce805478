"""What clubs hear: readers who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.people import signals as people

from .models import Membership, Wanted
from .services import leave


def connect() -> None:
    people.readers_merged.connect(_merged, dispatch_uid="clubs")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="clubs")
    people.reader_closed.connect(_closed, dispatch_uid="clubs")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="clubs")
    people.reader_exported.connect(_exported, dispatch_uid="clubs")


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    """Memberships go along, but for clubs where both were: there the two stretches might overlap."""
    own = Membership.objects.filter(reader=kept).values("club")
    rows = Membership.objects.filter(reader=merged).exclude(club__in=own)
    merge.moved["clubs"] = list(rows.values_list("pk", flat=True))
    Membership.objects.filter(pk__in=merge.moved["clubs"]).update(reader=kept)
    for twice in Membership.objects.filter(reader=merged, left_on=None):
        leave(membership=twice, on=timezone.localdate())


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    Membership.objects.filter(pk__in=merge.moved.get("clubs", []), reader=kept).update(reader=merged)


def _closed(reader: Any, by: Any = None, **_news: Any) -> None:
    for each in Membership.objects.filter(reader=reader, left_on=None):
        leave(membership=each, on=timezone.localdate(), by=by)


def _anonymised(reader: Any, **_news: Any) -> None:
    """That somebody was there stays; who it was does not."""
    rows = Membership.objects.filter(reader=reader)
    Wanted.objects.filter(membership__in=rows).delete()
    rows.filter(left_on=None).update(left_on=timezone.localdate())
    rows.update(reader=None, guardian="", guardian_phone="")


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = Membership.objects.filter(reader=reader).select_related("club__programme")
    return [
        (
            "clubs", _("Clubs"),
            [
                {
                    "club": str(each.club), "role": each.role, "joined": each.joined_on.isoformat(),
                    "left": each.left_on.isoformat() if each.left_on else "", "guardian": each.guardian,
                    "meetings": [f"{day:%Y-%m-%d}" for day in each.presences.values_list("occasion__day", flat=True)],
                }
                for each in rows
            ],
        )
    ]  # fmt: skip
