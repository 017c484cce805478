"""What the room hears: what the library decided about bookings, of which readers are told; events that are planned, moved, called off;
readers who are merged, leave, ask for their data."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from chytalnia.people import signals as people
from chytalnia.programmes import signals as programmes
from chytalnia.programmes.models import Occasion

from .models import HOLDING, Booking, Letter
from .services import cancel, hold, refusals, write_letter
from .signals import booking_changed


def connect() -> None:
    post_save.connect(_occasion_saved, sender=Occasion, dispatch_uid="spaces.occasion")
    booking_changed.connect(_changed, dispatch_uid="spaces.letters")
    programmes.occasion_standing.connect(_standing, dispatch_uid="spaces")
    people.readers_merged.connect(_merged, dispatch_uid="spaces")
    people.readers_unmerged.connect(_unmerged, dispatch_uid="spaces")
    people.reader_closed.connect(_closed, dispatch_uid="spaces")
    people.reader_anonymised.connect(_anonymised, dispatch_uid="spaces")
    people.reader_exported.connect(_exported, dispatch_uid="spaces")


def _occasion_saved(instance: Occasion, created: bool, raw: bool = False, **_news: Any) -> None:
    if raw or (created and instance.zone_id is None):
        return
    hold(occasion=instance)


def _changed(booking: Booking, by: Any = None, **_news: Any) -> None:
    if by is not None:
        write_letter(booking=booking, by=by)


def _standing(occasion: Occasion, **_news: Any) -> list[str]:
    return refusals(occasion)


def _merged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    rows = Booking.objects.filter(reader=merged)
    merge.moved["spaces"] = {"bookings": list(rows.values_list("pk", flat=True))}
    rows.update(reader=kept)


def _unmerged(merge: Any, kept: Any, merged: Any, **_news: Any) -> None:
    moved = merge.moved.get("spaces", {})
    Booking.objects.filter(pk__in=moved.get("bookings", []), reader=kept).update(reader=merged)


def _closed(reader: Any, by: Any = None, **_news: Any) -> None:
    for booking in Booking.objects.filter(reader=reader, stage__in=HOLDING):
        cancel(booking=booking, by=by)


def _anonymised(reader: Any, **_news: Any) -> None:
    Letter.objects.filter(booking__reader=reader).delete()
    Booking.objects.filter(reader=reader).update(reader=None, name="", purpose="")


def _exported(reader: Any, **_news: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = Booking.objects.filter(reader=reader).select_related("space__unit")
    return [
        (
            "rooms",
            _("Booked rooms"),
            [
                {
                    "room": str(row.space), "library": str(row.space.unit), "from": row.begins.isoformat(timespec="minutes"),
                    "until": row.ends.isoformat(timespec="minutes"), "people": row.persons, "what_for": row.purpose,
                    "state": row.stage,
                }
                for row in rows
            ],
        )
    ]  # fmt: skip
