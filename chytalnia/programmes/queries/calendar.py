"""The calendar: what an address asks for, and which events answer it. The number of queries never grows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.programmes.models import Mode, Occasion, OccasionQuerySet

VIEWS = ("week", "day", "month", "agenda")
#: Ages as readers think of them; the address takes any number or stretch too.
AGES = ("0-6", "7-9", "10-14", "15-17", "18-120")
_STRETCH = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
#: Events that a cell of a month names; the rest are a number.
IN_A_CELL = 3


@dataclass(frozen=True, slots=True)
class Asked:
    view: str = "week"
    day: date | None = None
    unit: Unit | None = None
    age: str = ""
    format: str = ""
    mode: str = ""
    language: str = ""
    free: bool = False
    #: a branch that was asked for and is not there
    lost: bool = False

    @property
    def ages(self) -> tuple[int, int] | None:
        found = _STRETCH.fullmatch(self.age)
        if not found:
            return None
        first = int(found[1])
        return first, max(first, int(found[2] or first))

    def address(self, path: str, **changed: Any) -> str:
        """The address of the same question with something changed."""
        told = {
            "view": self.view if self.view != "week" else "", "day": self.day.isoformat() if self.day else "",
            "branch": self.unit.code if self.unit else "", "age": self.age, "format": self.format, "mode": self.mode,
            "language": self.language, "free": "1" if self.free else "",
        }  # fmt: skip
        told |= {name: "" if value is None else str(value) for name, value in changed.items()}
        if told.get("view") == "week":
            told["view"] = ""
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{query}" if query else path

    @property
    def is_narrowed(self) -> bool:
        return bool(self.unit or self.age or self.format or self.mode or self.language or self.free)


def asked_in(told: Mapping[str, str]) -> Asked:
    """The address as a question; what cannot be read is left out."""
    code = str(told.get("branch", ""))[:40]
    unit = Unit.objects.filter(code=code).first() if code else None
    day: date | None
    try:
        day = date.fromisoformat(str(told.get("day", "")))
        day = day if 2000 <= day.year <= 2199 else None
    except ValueError:
        day = None
    age, mode, view = str(told.get("age", "")), str(told.get("mode", "")), str(told.get("view", ""))
    return Asked(
        view=view if view in VIEWS else "week", day=day, unit=unit,
        age=age if _STRETCH.fullmatch(age) else "", format=str(told.get("format", ""))[:60],
        mode=mode if mode in Mode.values else "", language=str(told.get("language", ""))[:3],
        free=told.get("free") == "1", lost=bool(code) and unit is None,
    )  # fmt: skip


def chosen(asked: Asked) -> OccasionQuerySet:
    """Events that readers may see and that fit the question, at any time."""
    found = Occasion.objects.shown()
    if asked.unit is not None:
        found = found.filter(under([asked.unit.path], "unit__path"))
    if ages := asked.ages:
        first, last = ages
        found = found.filter(Q(age_from=None) | Q(age_from__lte=last), Q(age_to=None) | Q(age_to__gte=first))
        if first >= 18:
            found = found.exclude(audience__in=("children", "youth"))
    if asked.format:
        # A library's own copy of a format is found with it.
        found = found.filter(Q(format_code=asked.format) | Q(format_code__startswith=f"{asked.format}--"))
    if asked.mode == Mode.ONLINE:
        found = found.filter(mode__in=(Mode.ONLINE, Mode.HYBRID))
    elif asked.mode:
        found = found.filter(mode=asked.mode)
    if asked.language:
        found = found.filter(languages__icontains=f'"{asked.language}"')
    if asked.free:
        found = found.filter(price="")
    return found


def shown(found: OccasionQuerySet) -> OccasionQuerySet:
    """With what a line of the calendar shows."""
    return found.select_related("unit", "zone").prefetch_related("seats").defer(
        "about", "access_note", "unit__history", "unit__directions", "unit__access_note"
    )  # fmt: skip


def of_day(asked: Asked, day: date) -> OccasionQuerySet:
    return shown(chosen(asked).between(day, day))


def upcoming(asked: Asked, at: datetime | None = None) -> OccasionQuerySet:
    """What is still to come, the nearest first; long ones that go on are there by their end."""
    return shown(chosen(asked).ahead(at).order_by("starts_at", "pk"))


def cells(
    asked: Asked, first: date, last: date, *, most: int = IN_A_CELL, whole: bool = False
) -> tuple[dict[date, list[Occasion]], dict[date, int]]:
    """The first few events that begin on each day, and how many there are; `whole` ones with all that a line shows. The same
    few queries, whatever the number."""
    rows = (
        chosen(asked)
        .filter(day__gte=first, day__lte=last)
        .order_by()
        .annotate(
            place_in_day=Window(RowNumber(), partition_by=F("day"), order_by=[F("starts_at").asc(), F("pk").asc()]),
            in_day=Window(Count("pk"), partition_by=F("day")),
        )
        .filter(place_in_day__lte=most)
        .order_by("day", "starts_at", "pk")
    )
    rows = (
        shown(rows)
        if whole
        else rows.only("pk", "title", "day", "last_day", "starts_at", "ends_at", "time_zone", "stage", "mode")
    )
    found: dict[date, list[Occasion]] = {}
    counts: dict[date, int] = {}
    for row in rows:
        found.setdefault(row.day, []).append(row)
        counts[row.day] = row.in_day
    return found, counts


def goes_on(asked: Asked, first: date, last: date) -> OccasionQuerySet:
    """Long ones – exhibitions, challenges – that began before these days and last into them."""
    found = chosen(asked).filter(day__lt=first, last_day__gte=first, stage__in=("announced", "registration", "held"))
    return shown(found).order_by("last_day", "pk")
