"""An event begins from a format: a filled plan, not an empty form."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import time_zone
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.formats import Card
from chytalnia.programmes.models import Duty, MonthPlan, Occasion, Part, Programme, Seats, Task
from chytalnia.programmes.signals import occasion_standing
from chytalnia.search import services as search


@transaction.atomic
def start(
    *, card: Card, unit: Unit, title: Translated, starts_at: datetime, by: Any = None, ends_at: datetime | None = None,
    programme: Programme | None = None, places: int | None = None, online_places: int | None = None, plan: bool = True,
    stage: str = "planned", **fields: Any,
) -> Occasion:  # fmt: skip
    """Begin an event from a format and return it, with its checklist dated, its roles to fill and its places.

    What `fields` leave open the format fills: where, for whom, how people take part, age mark. Without `plan` the
    checklist is left out, for the second and later meetings of a cycle. Raises CannotChange when it cannot be then and there.
    """
    ends_at = ends_at or starts_at + timedelta(minutes=card.usual_minutes)
    filled = {
        "about": Translated(card.about), "mode": card.mode, "audience": card.audiences[0], "age_from": card.ages[0] or None,
        "age_to": card.ages[1] if card.ages[1] < 100 else None, "age_mark": card.age_mark, "taking": card.taking,
        "direction": card.direction, "groups_welcome": "groups" in card.counts or "teams" in card.counts,
        "access_mobility": unit.access_mobility, "access_sight": unit.access_sight, "access_hearing": unit.access_hearing,
        "responsible": by if getattr(by, "pk", None) else None,
    } | fields  # fmt: skip
    occasion = Occasion(
        unit=unit, programme=programme, format_code=card.code, format_version=card.version, title=title, starts_at=starts_at,
        ends_at=ends_at, stage=stage, made_by=by, **filled,
    )  # fmt: skip
    set_days(occasion)
    occasion.out_of_plan = is_fixed(unit, occasion.day)
    occasion.full_clean(exclude=["unit", "programme", "door_token", "uid"])
    refuse_standing(occasion)
    occasion.save()
    make_seats(occasion, places, online_places)
    if plan:
        Task.objects.bulk_create(tasks_of(occasion, card))
        Duty.objects.bulk_create(
            Duty(occasion=occasion, role=role, person=occasion.responsible if role == "organiser" else None)
            for role in card.roles
        )
    audit.log(
        "programmes.start", by=by, about=occasion, unit=unit, after={"format": card.code, "day": f"{occasion.day}"}
    )
    search.enqueue("event", [occasion.pk])
    return occasion


def refuse_standing(occasion: Occasion) -> None:
    """Raises CannotChange when a room above says why the event cannot be then and there."""
    for _receiver, reasons in occasion_standing.send(Occasion, occasion=occasion):
        if reasons:
            raise CannotChange(reasons[0])


def set_days(occasion: Occasion) -> None:
    """The days of an event by the clock of its library; one that ends at midnight does not touch the next day."""
    zone = time_zone(occasion.unit)
    occasion.time_zone = str(zone)
    occasion.day = occasion.starts_at.astimezone(zone).date()
    occasion.last_day = max(occasion.day, (occasion.ends_at - timedelta(seconds=1)).astimezone(zone).date())


def tasks_of(occasion: Occasion, card: Card) -> list[Task]:
    found = []
    for step in card.steps:
        phase = card.phase_of(step.day)
        found.append(
            Task(
                occasion=occasion, text=step.text, role=step.role, phase=phase.code if phase else "", offset=step.day,
                due=step.due(occasion.day),
            )
        )  # fmt: skip
    return found


def make_seats(occasion: Occasion, places: int | None, online_places: int | None) -> None:
    """The rows where enrolments wait for each other: one for each part that people may enrol for."""
    parts = []
    if occasion.is_onsite:
        parts.append(Seats(occasion=occasion, part=Part.ONSITE, capacity=places))
    if occasion.is_online:
        parts.append(Seats(occasion=occasion, part=Part.ONLINE, capacity=online_places))
    Seats.objects.bulk_create(parts)


def is_fixed(unit: Unit, day: date) -> bool:
    """Whether the plan of the month is fixed, by the library or by one above it."""
    return MonthPlan.objects.filter(unit__path__in=unit.lineage, month=day.replace(day=1)).exists()
