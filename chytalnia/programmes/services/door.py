"""The door: who came, who walked in. Told twice, it is counted once; told late, it is counted when it was."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import DoorAct, DoorKind, Enrolment, EnrolmentState, LetterKind, Occasion, Slot

from .enrolling import lock
from .letters import write_letters

#: A clock of a phone may be wrong; an act from the future is put at now.
CLOCKS_DIFFER = timedelta(minutes=5)
CLOSED = ("cancelled", "counted", "reported", "archived", "idea")


@transaction.atomic
def note_at_door(
    *, occasion: Occasion, key: uuid.UUID, kind: str, enrolment: Enrolment | None = None, audience: str = "", number: int = 1,
    at: datetime | None = None, by: Any = None, slot: Slot | None = None,
) -> DoorAct:  # fmt: skip
    """Note that an enrolment came (with so many people), that this was a mistake, or that people walked in – with `slot`,
    into that hall.

    The same `key` is the same act. A walk-in may be negative, to take a tap back. Somebody from the queue who stands at the
    door while there is a place gets it. Of two words about one ticket the later one holds, in whatever order they are told.
    Raises CannotChange once the event is counted.
    """
    if known := DoorAct.objects.filter(key=key).first():
        return known
    # Held until this act is written: a count that goes on meanwhile has either seen it or closed the door before it. Enrolling
    # refers to this row too, and must not wait for it.
    occasion = Occasion.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=occasion.pk)
    if occasion.stage in CLOSED:
        raise CannotChange(_("The door is closed: the event is counted or called off."))
    now = timezone.now()
    at = now if at is None or at > now + CLOCKS_DIFFER else at
    if kind == DoorKind.WALK_IN:
        act = DoorAct(
            occasion=occasion, key=key, kind=kind, audience=audience or "adults", number=number, at=at, slot=slot
        )
    else:
        if enrolment is None:
            raise CannotChange(_("Nobody here has this ticket."))
        act = DoorAct(occasion=occasion, key=key, kind=kind, enrolment=enrolment, number=number, at=at)
    act.by = by if getattr(by, "pk", None) else None
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError:
        return DoorAct.objects.get(key=key)
    if enrolment is not None and not _is_outdated(act):
        _mark(occasion, enrolment, kind, number, at)
    return act


def _is_outdated(act: DoorAct) -> bool:
    """Another phone has said something later about this ticket, and was sooner back in the line."""
    return DoorAct.objects.filter(enrolment=act.enrolment_id, at__gt=act.at).exclude(pk=act.pk).exists()


def _mark(occasion: Occasion, enrolment: Enrolment, kind: str, number: int, at: datetime) -> None:
    places = lock(occasion, enrolment.part)
    found = Enrolment.objects.get(pk=enrolment.pk)
    if kind == DoorKind.BACK:
        if found.state == EnrolmentState.CAME:
            found.state, found.came_at, found.came_seats = EnrolmentState.BOOKED, None, 0
    else:
        if found.state == EnrolmentState.WAITING:
            if not places.fits(found.seats):
                raise CannotChange(_("There is no place left for those who wait."))
            places.taken += found.seats
            places.waiting -= 1
            places.save(update_fields=["taken", "waiting"])
            write_letters(occasion=occasion, kind=LetterKind.MOVED_UP, enrolments=[found], silent=True)
        elif found.state == EnrolmentState.CANCELLED:
            raise CannotChange(_("This enrolment was given up."))
        found.state, found.came_at, found.came_seats = EnrolmentState.CAME, at, max(1, min(number, 500))
    found.save(update_fields=["state", "came_at", "came_seats"])
