"""Enrolling: places by order of arrival, never one over, and a queue that moves by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.core import audit
from chytalnia.network.settings import setting
from chytalnia.programmes.errors import CannotEnrol
from chytalnia.programmes.models import (
    LIVE,
    Enrolment,
    EnrolmentKind,
    EnrolmentState,
    LetterKind,
    Occasion,
    Part,
    Seats,
    Taking,
)

from .letters import write_letters

GROUPS = (EnrolmentKind.GROUP, EnrolmentKind.CLASS, EnrolmentKind.FAMILY)


def lock(occasion: Occasion, part: str) -> Seats:
    """The row of places, held until the transaction ends: whoever enrols waits here for whoever was first.
    Raises CannotEnrol when there is no such part."""
    seats = Seats.objects.select_for_update().filter(occasion=occasion.pk, part=part).first()
    if seats is None:
        raise CannotEnrol(_("There is no such way to take part."), "no_such_part")
    return seats


@transaction.atomic
def enrol(
    *,
    occasion: Occasion,
    part: str = Part.ONSITE,
    kind: str = EnrolmentKind.PERSON,
    seats: int = 1,
    children: int = 0,
    reader: Any = None,
    name: str = "",
    group_name: str = "",
    email: str = "",
    phone: str = "",
    language: str = "",
    needs: str = "",
    answers: dict[str, Any] | None = None,
    key: uuid.UUID | None = None,
    by: Any = None,
    at_desk: bool = False,
) -> Enrolment:
    """Take places, or a place in the queue when there are not enough or somebody already waits.

    The order of arrival is the order in which this is stored. The same `key` gives the same enrolment. Raises CannotEnrol.
    """
    if key is not None and (known := Enrolment.objects.filter(key=key).select_related("occasion").first()):
        return known
    places = lock(occasion, part)
    # Read under the lock: whoever closed the enrolment meanwhile was first.
    occasion = Occasion.objects.select_related("unit").get(pk=occasion.pk)
    if key is not None and (known := Enrolment.objects.filter(key=key).first()):
        return known
    _refuse(occasion, kind=kind, seats=seats, reader=reader, at_desk=at_desk)
    if not at_desk:
        _refuse_never_fits(places, seats)
    twice = CannotEnrol(_("This person is enrolled already.") if at_desk else _("You are enrolled already."), "twice")
    if _is_there(occasion, reader=reader, name=name, email=email, phone=phone):
        raise twice
    booked = places.waiting == 0 and places.fits(seats)
    now = timezone.now()
    number = places.next_number
    household = reader.household if reader is not None and kind == EnrolmentKind.FAMILY else None
    made = Enrolment(
        occasion=occasion, part=part, number=number, code=f"{'o' if part == Part.ONLINE else ''}{number}", kind=kind,
        state=EnrolmentState.BOOKED if booked else EnrolmentState.WAITING, seats=seats, children=min(children, seats),
        reader=reader, household=household, name=name or (reader.full_name if reader else ""), group_name=group_name,
        email=email or (reader.email if reader else ""), phone=phone or (reader.phone if reader else ""),
        language=language or (reader.language if reader else ""), needs=needs, answers=answers or {}, key=key, placed_at=now,
        by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # Somebody enrolled the same reader for the other part of a hybrid event at this very moment.
        raise twice from None
    places.next_number = number + 1
    if booked:
        places.taken += seats
    else:
        places.waiting += 1
    places.save(update_fields=["next_number", "taken", "waiting"])
    write_letters(occasion=occasion, kind=LetterKind.BOOKED if booked else LetterKind.WAITING, enrolments=[made])
    return made


def _refuse(occasion: Occasion, *, kind: str, seats: int, reader: Any, at_desk: bool) -> None:
    now = timezone.now()
    if not occasion.is_enrolled:
        raise CannotEnrol(_("Come freely: nobody is enrolled for it."), "free")
    if occasion.stage == "cancelled":
        raise CannotEnrol(_("It has been called off."), "cancelled")
    if occasion.stage != "registration" and not (at_desk and occasion.stage in ("planned", "announced")):
        raise CannotEnrol(_("Enrolment is not open."), "closed")
    if occasion.ends_at <= now:
        raise CannotEnrol(_("It is over."), "over")
    if at_desk:
        return
    if occasion.enrol_from and now < occasion.enrol_from:
        raise CannotEnrol(_("Enrolment has not begun yet."), "early")
    if (occasion.enrol_until or occasion.starts_at) <= now:
        raise CannotEnrol(_("Enrolment is closed."), "late")
    if occasion.taking == Taking.DESK:
        raise CannotEnrol(_("The library enrols for it: call or come by."), "desk")
    if occasion.taking == Taking.READERS and reader is None:
        raise CannotEnrol(_("Sign in with your reader's card to enrol."), "account")
    if kind in GROUPS and kind != EnrolmentKind.FAMILY and not occasion.groups_welcome:
        raise CannotEnrol(_("Groups are not enrolled for it."), "groups")
    _refuse_too_many(occasion, kind, seats)
    if reader is not None and (missed := _missed(occasion, reader)):
        text = ngettext(
            "You had a place at %(n)d event lately and did not come; please enrol at the library this time.",
            "You had a place at %(n)d events lately and did not come; please enrol at the library this time.",
            missed,
        )
        raise CannotEnrol(text % {"n": missed}, "missed")


def _refuse_too_many(occasion: Occasion, kind: str, seats: int) -> None:
    if kind not in (EnrolmentKind.GROUP, EnrolmentKind.CLASS) and seats > occasion.most_seats:
        text = ngettext(
            "One enrolment takes %(n)d place at most.", "One enrolment takes %(n)d places at most.", occasion.most_seats
        )
        raise CannotEnrol(text % {"n": occasion.most_seats}, "seats")


def _refuse_never_fits(places: Seats, seats: int) -> None:
    """More than there are at all would stand in front of the queue for ever, and nobody overtakes."""
    if places.capacity is not None and seats > places.capacity:
        raise CannotEnrol(_("There are not so many places left."), "full")


def _missed(occasion: Occasion, reader: Any) -> int:
    """How often a reader lately kept a place for nothing, if that is too often."""
    times = setting(occasion.unit, "programmes.missed_times")
    if not times:
        return 0
    since = timezone.now() - timedelta(days=setting(occasion.unit, "programmes.missed_days"))
    missed = Enrolment.objects.filter(
        reader=reader, state=EnrolmentState.MISSED, occasion__starts_at__gte=since
    ).count()
    return missed if missed >= times else 0


def _is_there(occasion: Occasion, *, reader: Any, name: str, email: str, phone: str) -> bool:
    live = Enrolment.objects.filter(occasion=occasion, state__in=LIVE)
    if reader is not None:
        live = live.filter(reader=reader)
    elif email or phone:
        # A mother enrols two children by one phone: only the same name with it is the same person.
        live = live.filter(name__iexact=name, email__iexact=email, phone=phone)
    else:
        return False
    return live.exists()


@transaction.atomic
def leave(*, enrolment: Enrolment, by: Any = None) -> Enrolment:
    """Give places, or a place in the queue, back; whoever waits first moves up. Done twice, nothing is done twice."""
    places = lock(enrolment.occasion, enrolment.part)
    found = Enrolment.objects.select_related("occasion__unit").get(pk=enrolment.pk)
    if found.state not in LIVE:
        return found
    if found.is_waiting:
        places.waiting -= 1
    else:
        places.taken -= found.seats
    found.state, found.ended_at = EnrolmentState.CANCELLED, timezone.now()
    found.save(update_fields=["state", "ended_at"])
    places.save(update_fields=["taken", "waiting"])
    advance(found.occasion, places)
    return found


@transaction.atomic
def change_seats(*, enrolment: Enrolment, seats: int, by: Any = None) -> Enrolment:
    """Come with fewer or more. Fewer frees places for the queue; more are taken only when they are free and nobody waits,
    and never more than one enrolment takes."""
    places = lock(enrolment.occasion, enrolment.part)
    found = Enrolment.objects.select_related("occasion__unit").get(pk=enrolment.pk)
    if found.state not in LIVE or seats < 1:
        raise CannotEnrol(_("This enrolment cannot be changed any more."), "closed")
    more = seats - found.seats
    if more > 0:
        _refuse_too_many(found.occasion, found.kind, seats)
        _refuse_never_fits(places, seats)
    if found.state == EnrolmentState.BOOKED:
        if more > 0 and (places.waiting or not places.fits(more)):
            raise CannotEnrol(_("There are not so many places left."), "full")
        places.taken += more
    found.seats, found.children = seats, min(found.children, seats)
    found.save(update_fields=["seats", "children"])
    places.save(update_fields=["taken"])
    advance(found.occasion, places)
    return found


@transaction.atomic
def move_up(*, enrolment: Enrolment, by: Any = None) -> Enrolment:
    """Give somebody who waits a place out of turn, when there is one. Stands in the audit log with who did it."""
    places = lock(enrolment.occasion, enrolment.part)
    found = Enrolment.objects.select_related("occasion__unit").get(pk=enrolment.pk)
    if not found.is_waiting:
        return found
    if not places.fits(found.seats):
        raise CannotEnrol(_("There are not so many places left."), "full")
    _give(found.occasion, places, [found])
    audit.log(
        "programmes.move_up", by=by, about=found.occasion, unit=found.occasion.unit, after={"number": found.number}
    )
    return found


def advance(occasion: Occasion, places: Seats) -> list[Enrolment]:
    """Let those who wait move up in their order, as long as the first of them fits. The row of places is locked.

    Nobody overtakes: three free places go to the family of four in front only when a fourth is free, or the family
    comes with fewer, or a librarian decides otherwise.
    """
    if not places.waiting or occasion.ends_at <= timezone.now() or occasion.stage == "cancelled":
        return []
    moved: list[Enrolment] = []
    taken = places.taken
    waiting = Enrolment.objects.filter(occasion=occasion, part=places.part, state=EnrolmentState.WAITING)
    for each in waiting.order_by("number"):
        if places.capacity is not None and taken + each.seats > places.capacity:
            break
        taken += each.seats
        moved.append(each)
    if moved:
        _give(occasion, places, moved)
    return moved


def _give(occasion: Occasion, places: Seats, enrolments: list[Enrolment]) -> None:
    now = timezone.now()
    for each in enrolments:
        each.state, each.moved_up_at = EnrolmentState.BOOKED, now
        places.taken += each.seats
        places.waiting -= 1
    Enrolment.objects.bulk_update(enrolments, ["state", "moved_up_at"])
    places.save(update_fields=["taken", "waiting"])
    write_letters(occasion=occasion, kind=LetterKind.MOVED_UP, enrolments=enrolments)
