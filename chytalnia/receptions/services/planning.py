"""A series is laid: hours become slots, slots become places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting, time_zone
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Occasion
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.models import HOLDING, Booking, Day, Kind, Series, Slot
from chytalnia.receptions.settings import silences

LIFE = "appointment"
FORMATS = {Kind.DEPUTY: "deputy_meeting", Kind.ESERVICE: "eservice_day"}


@dataclass(frozen=True, slots=True)
class Asked:
    unit: Unit
    kind: str
    title: Translated
    specialist: str
    days: tuple[date, ...]
    begins: time
    ends: time
    slot_minutes: int = 30
    pause_begins: time | None = None
    pause_ends: time | None = None
    has_queue: bool = True
    agreement: str = ""
    zone: Any = None


def refuse_silence(unit: Unit, kind: str, days: Iterable[date]) -> None:
    """Raises ReceptionError when a deputy would receive in the silence of an election campaign."""
    if kind != Kind.DEPUTY:
        return
    for first, last in silences(setting(unit, "receptions.silence")):
        for day in days:
            if first <= day <= last:
                raise ReceptionError(
                    _("%(day)s lies in the silence of an election campaign: deputies do not receive in the library.")
                    % {"day": f"{day:%d.%m.%Y}"},
                    "silence",
                )


@transaction.atomic
def open_series(*, asked: Asked, by: Any = None) -> list[Day]:
    """Plan receptions on these days and return them, open for booking. Raises ReceptionError."""
    days = sorted(set(asked.days))
    offsets = _offsets(asked)
    if not days or not offsets:
        raise ReceptionError(_("These hours have no room for a single slot."), "hours")
    if asked.kind == Kind.DEPUTY and not asked.agreement.strip():
        raise ReceptionError(
            _("Write down what was agreed with the deputy's office; deputies of all parties have equal access."),
            "agreement",
        )
    refuse_silence(asked.unit, asked.kind, days)
    card = formats.card(FORMATS.get(Kind(asked.kind), "consultation"))
    assert card is not None
    programme = programmes.save_programme(
        unit=asked.unit, title=asked.title, by=by, kind=LIFE, format_code=card.code, first_day=days[0], last_day=days[-1],
        about=Translated(card.about), audience="adults", leader_name=asked.specialist, stage="running",
    )  # fmt: skip
    series = Series.objects.create(
        programme=programme, kind=asked.kind, specialist=asked.specialist, slot_minutes=asked.slot_minutes,
        has_queue=asked.has_queue, agreement=asked.agreement,
    )  # fmt: skip
    zone = time_zone(asked.unit)
    made = []
    for day in days:
        try:
            occasion = programmes.start(
                card=card, unit=asked.unit, title=asked.title, programme=programme, by=by, places=len(offsets),
                plan=day == days[0], starts_at=datetime.combine(day, asked.begins, zone),
                ends_at=datetime.combine(day, asked.ends, zone), stage="registration", taking="desk", most_seats=1,
                audience="adults", mode="inside", zone=asked.zone, groups_welcome=False,
            )  # fmt: skip
        except ProgrammesError as refusal:
            raise ReceptionError(str(refusal), "place") from refusal
        one = Day.objects.create(occasion=occasion, series=series)
        Slot.objects.bulk_create(Slot(day=one, offset=offset, minutes=asked.slot_minutes) for offset in offsets)
        made.append(one)
    audit.log("receptions.plan", by=by, about=programme, unit=asked.unit, after={"days": len(made), "kind": asked.kind})
    return made


def refuse_shorter(*, day: Day, starts_at: datetime, ends_at: datetime) -> None:
    """Raises ReceptionError when a time that somebody has would lie after the end."""
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    held = Booking.objects.filter(day=day, slot__isnull=False, state__in=HOLDING).select_related("slot")
    if any(one.slot is not None and one.slot.offset + one.slot.minutes > minutes for one in held):
        raise ReceptionError(_("Somebody has a time after the new end. Give them another time first."), "hours")


@transaction.atomic
def repeat(*, day: Day, occasions: Iterable[Occasion], by: Any = None) -> list[Day]:
    """A day of receptions is held again on other days, with the same times, all of them free."""
    slots, made = list(Slot.objects.filter(day=day)), []
    for occasion in occasions:
        one = Day.objects.create(occasion=occasion, series=day.series)
        Slot.objects.bulk_create(Slot(day=one, offset=slot.offset, minutes=slot.minutes) for slot in slots)
        programmes.set_places(occasion=occasion, capacity=len(slots), by=by)
        made.append(one)
    return made


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _offsets(asked: Asked) -> list[int]:
    begins, ends = _minutes(asked.begins), _minutes(asked.ends)
    pause = (
        (_minutes(asked.pause_begins), _minutes(asked.pause_ends)) if asked.pause_begins and asked.pause_ends else None
    )
    found, at = [], begins
    while at + asked.slot_minutes <= ends:
        if pause and at < pause[1] and at + asked.slot_minutes > pause[0]:
            at = max(pause[1], at + 1)
            continue
        found.append(at - begins)
        at += asked.slot_minutes
    return found
