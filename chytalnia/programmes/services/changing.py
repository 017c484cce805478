"""Changes of an event: fields, time and place, places, repetition. What those who come must know is told to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.programmes import lives
from chytalnia.programmes.errors import CannotChange, TooFewPlaces
from chytalnia.programmes.models import LetterKind, Occasion, Part, Programme, Question, Seats, Task
from chytalnia.programmes.signals import occasion_repeated
from chytalnia.search import services as search

from .enrolling import advance, lock
from .letters import tell
from .starting import is_fixed, refuse_standing, set_days

#: Where and when: a change of these is told to everybody enrolled, and makes calendars follow.
MOVES = ("starts_at", "ends_at", "mode", "zone", "place", "online_url", "unit")
OVER = ("counted", "reported", "archived", "cancelled")


@transaction.atomic
def change(*, occasion: Occasion, by: Any = None, reason: str = "", **fields: Any) -> Occasion:
    """Change an event. When its time or place changes, those enrolled are told, and its checklist goes with its day.

    Raises CannotChange when it has been counted or called off, for its numbers would no longer say what was; and when it cannot
    be then and there.
    """
    locked = Occasion.objects.select_for_update().get(pk=occasion.pk)
    changed = {name: value for name, value in fields.items() if getattr(locked, name) != value}
    if not changed:
        return locked
    moved = [name for name in MOVES if name in changed]
    if locked.stage in OVER and (moved or "audience" in changed):
        raise CannotChange(_("It has been counted or called off; time, place and audience stay as they were."))
    life = lives.of_occasion(locked)
    if life and life.enrol and changed.get("taking", locked.taking) != locked.taking:
        raise CannotChange(_("How people take part in it is said by its own rules."))
    before = {name: str(getattr(locked, name)) for name in changed}
    day = locked.day
    for name, value in changed.items():
        setattr(locked, name, value)
    set_days(locked)
    if locked.day.replace(day=1) != day.replace(day=1):
        locked.out_of_plan = is_fixed(locked.unit, locked.day)
    locked.sequence += 1
    locked.full_clean(exclude=["unit", "programme", "door_token", "uid"])
    if moved:
        refuse_standing(locked)
    locked.save()
    if "mode" in changed:
        _fit_seats(locked)
    if locked.day != day:
        _move_tasks(locked)
    if moved and locked.stage in ("announced", "registration"):
        tell(occasion=locked, kind=LetterKind.CHANGED, reason=reason, key=f"changed:{locked.sequence}")
    after = {name: str(getattr(locked, name)) for name in changed}
    audit.log(
        "programmes.move" if moved else "programmes.change", by=by, about=locked, unit=locked.unit, before=before,
        after=after, note=reason,
    )  # fmt: skip
    search.enqueue("event", [locked.pk])
    return locked


def _move_tasks(occasion: Occasion) -> None:
    tasks = list(Task.objects.filter(occasion=occasion, done_at=None, offset__isnull=False))
    for task in tasks:
        task.due = occasion.day + timedelta(days=task.offset or 0)
    Task.objects.bulk_update(tasks, ["due"])


@transaction.atomic
def move(
    *, occasion: Occasion, starts_at: datetime, ends_at: datetime, by: Any = None, reason: str = "", following: bool = False,
    **where: Any,
) -> list[Occasion]:  # fmt: skip
    """Move an event to another time or place, with `following` all later ones of its series by as much; returns them."""
    shift, length = starts_at - occasion.starts_at, ends_at - starts_at
    moved = [change(occasion=occasion, by=by, reason=reason, starts_at=starts_at, ends_at=ends_at, **where)]
    if following and occasion.series:
        later = Occasion.objects.filter(series=occasion.series, starts_at__gt=occasion.starts_at).exclude(
            stage__in=(*OVER, "held")
        )
        for other in later.exclude(pk=occasion.pk).order_by("starts_at"):
            # By the clock on the wall: a club at five stays at five when summer time ends.
            begins = (other.begins.replace(tzinfo=None) + shift).replace(tzinfo=other.clock)
            moved.append(
                change(occasion=other, by=by, reason=reason, starts_at=begins, ends_at=begins + length, **where)
            )
    return moved


@transaction.atomic
def repeat(*, occasion: Occasion, days: Iterable[date], by: Any = None, with_plan: bool = False) -> list[Occasion]:
    """Hold an event again on other days, at the same hour by the clock of the place. Days it already stands on are left out.

    The copies are planned, of one series with the first, and have its places and questions; tasks only with `with_plan`.
    Raises CannotChange when one of them cannot be then and there.
    """
    first = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if first.series is None:
        first.series = uuid.uuid4()
        first.save(update_fields=["series"])
    length = first.ends - first.begins
    there = set(Occasion.objects.filter(series=first.series).values_list("day", flat=True))
    made = []
    for day in sorted(set(days) - there):
        begins = datetime.combine(day, first.begins.time(), first.clock)
        copy = Occasion.objects.get(pk=first.pk)
        copy.pk, copy._state.adding = None, True
        copy.uid, copy.door_token = uuid.uuid4(), Occasion._meta.get_field("door_token").get_default()
        copy.stage, copy.due, copy.sequence = "planned", None, 0
        copy.starts_at, copy.ends_at = begins, begins + length
        if first.enrol_from:
            copy.enrol_from = first.enrol_from + (begins - first.begins)
        if first.enrol_until:
            copy.enrol_until = first.enrol_until + (begins - first.begins)
        copy.recording_url = ""
        set_days(copy)
        copy.out_of_plan = is_fixed(copy.unit, copy.day)
        refuse_standing(copy)
        copy.save(force_insert=True)
        Seats.objects.bulk_create(
            Seats(occasion=copy, part=each.part, capacity=each.capacity) for each in first.seats.all()
        )
        Question.objects.bulk_create(
            Question(
                occasion=copy, text=q.text, kind=q.kind, choices=q.choices, required=q.required, order=q.order
            )
            for q in first.questions.all()
        )  # fmt: skip
        if with_plan:
            Task.objects.bulk_create(
                Task(
                    occasion=copy, text=task.text, role=task.role, phase=task.phase, offset=task.offset,
                    due=copy.day + timedelta(days=task.offset or 0),
                )
                for task in first.tasks.all()
            )  # fmt: skip
        made.append(copy)
    occasion_repeated.send(Occasion, occasion=first, copies=made, by=by)
    search.enqueue("event", [each.pk for each in made])
    return made


@transaction.atomic
def set_places(*, occasion: Occasion, part: str = Part.ONSITE, capacity: int | None, by: Any = None) -> Seats:
    """Say how many places there are, nothing being no limit; those who wait move up. Raises TooFewPlaces."""
    seats = lock(occasion, part)
    if capacity is not None and capacity < seats.taken:
        raise TooFewPlaces(_("%(n)d are already given; there cannot be fewer places.") % {"n": seats.taken})
    before = seats.capacity
    seats.capacity = capacity
    seats.save(update_fields=["capacity"])
    audit.log(
        "programmes.places", by=by, about=occasion, unit=occasion.unit, before={part: before}, after={part: capacity}
    )
    advance(occasion, seats)
    return seats


def _fit_seats(occasion: Occasion) -> None:
    """A row of places for each part there is now. One that is no more stays while anybody has a place in it."""
    wanted = {Part.ONSITE: occasion.is_onsite, Part.ONLINE: occasion.is_online}
    for part, is_there in wanted.items():
        if is_there:
            Seats.objects.get_or_create(occasion=occasion, part=part)
        else:
            Seats.objects.filter(occasion=occasion, part=part, taken=0, waiting=0).delete()


@transaction.atomic
def save_programme(
    *, programme: Programme | None = None, unit: Unit, title: Translated, by: Any = None, **fields: Any
) -> Programme:
    """Make a programme, or change one, and return it."""
    made = programme or Programme(unit=unit)
    made.unit, made.title = unit, title
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean(exclude=["unit"])
    made.save()
    audit.log("programmes.programme", by=by, about=made, unit=unit, after={"title": str(title)})
    search.enqueue("programme", [made.pk])
    return made
