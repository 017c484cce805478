"""The programme: talks are put into halls and hours, and carry what is left of them afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.media import services as media
from chytalnia.programmes.models import Occasion
from chytalnia.programmes.nonstop import grid
from chytalnia.seminars.errors import DoesNotFit
from chytalnia.seminars.models import Seminar, Talk


@transaction.atomic
def place(*, talk: Talk, hall: str, starts_at: datetime, minutes: int, by: Any = None) -> Talk:
    """Give an accepted talk a hall and an hour. Raises DoesNotFit when the hall is taken or the hour lies outside the seminar."""
    # Two who draw one grid wait for each other here.
    occasion = Occasion.objects.select_for_update(no_key=True).get(pk=talk.seminar.occasion_id)
    talk = Talk.objects.select_related("seminar__occasion").get(pk=talk.pk)
    if talk.stage != "accepted":
        raise DoesNotFit(_("Only an accepted talk has a place in the programme."))
    ends_at = starts_at + timedelta(minutes=minutes)
    talk.seminar.occasion = occasion
    if not any(day.holds(starts_at, ends_at) for day in talk.seminar.days):
        raise DoesNotFit(_("This hour lies outside the seminar."))
    talk.hall, talk.starts_at, talk.ends_at = hall.strip(), starts_at, ends_at
    others = Talk.objects.filter(seminar=talk.seminar_id, hall=talk.hall, starts_at__isnull=False).exclude(pk=talk.pk)
    if not talk.hall or grid.overlaps([*others, talk]):  # type: ignore[list-item]
        raise DoesNotFit(_("Something else is in this hall at that hour."))
    talk.save(update_fields=["hall", "starts_at", "ends_at"])
    audit.log("seminars.placed", by=by, about=talk, unit=occasion.unit, after={"hall": talk.hall, "at": str(starts_at)})
    return talk


@transaction.atomic
def put(
    *, seminar: Seminar, talk: Talk | None = None, where: dict[str, Any] | None = None, by: Any = None,
    files: dict[str, Any] | None = None, **words: Any,
) -> Talk:  # fmt: skip
    """Change a talk, or put a new one into the programme, with its files and its place in the grid: all of it or nothing.
    Raises DoesNotFit, RefusedFile."""
    for name, upload in (files or {}).items():
        words[name] = upload and media.store(upload, name=upload.name or "", unit=seminar.occasion.unit, by=by)
    made = save_talk(talk=talk, by=by, **words) if talk else add(seminar=seminar, by=by, **words)
    if where:
        return place(talk=made, by=by, **where)
    return unplace(talk=made) if made.starts_at else made


@transaction.atomic
def unplace(*, talk: Talk) -> Talk:
    """Take a talk out of the grid; it stays in the programme without an hour."""
    talk.hall, talk.starts_at, talk.ends_at = "", None, None
    talk.save(update_fields=["hall", "starts_at", "ends_at"])
    return talk


@transaction.atomic
def add(*, seminar: Seminar, title: str, by: Any = None, **fields: Any) -> Talk:
    """Put something into the programme without a call: an invited talk, a round table, the opening."""
    made = Talk.objects.create(seminar=seminar, stage="accepted", title=title, **fields)
    audit.log("seminars.accepted", by=by, about=made, unit=seminar.occasion.unit)
    return made


@transaction.atomic
def save_talk(*, talk: Talk, by: Any = None, **fields: Any) -> Talk:
    """Change what stands of a talk: its words, the recording, the minutes of a round table."""
    for name, value in fields.items():
        setattr(talk, name, value)
    talk.save(update_fields=list(fields))
    audit.log("seminars.talk", by=by, about=talk, unit=talk.seminar.occasion.unit, after={"fields": sorted(fields)})
    return talk
