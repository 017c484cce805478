"""A slot is booked, moved, given up; whoever comes without one takes a ticket. No reason is asked: there is no field for it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.network.settings import setting
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Enrolment, LetterKind, Seats
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.models import HOLDING, Booking, BookingState, Day, Slot


def lock(day: Day) -> Day:
    """The day with its event and series, held until the transaction ends."""
    return (
        Day.objects.select_for_update(no_key=True, of=("self",))
        .select_related("occasion__unit", "series")
        .get(pk=day.pk)
    )


def refuse_closed(locked: Day) -> None:
    """Raises ReceptionError when the day is closed or called off."""
    if locked.closed_at or locked.occasion.stage in ("cancelled", "postponed"):
        raise ReceptionError(_("This reception is over or called off."), "closed")


def _tell(booking: Booking, kind: str, key: str, reason: str = "") -> None:
    """A letter with the time of the slot, in the language of whoever booked."""
    enrolment, slot = booking.enrolment, booking.slot
    if enrolment is None or slot is None:
        return
    usual = setting(slot.day.occasion.unit, "network.language") or settings.LANGUAGE_CODE
    with translation.override(enrolment.language or usual):
        text = _("Your time: %(time)s.") % {"time": f"{slot.begins:%H:%M}"}
    told = text if kind != LetterKind.CANCELLED else ""
    programmes.write_letters(
        occasion=slot.day.occasion, kind=kind, enrolments=[enrolment], key=key,
        reason="\n".join(part for part in (told, reason) if part),
    )  # fmt: skip


@transaction.atomic
def book(
    *, slot: Slot, name: str = "", phone: str = "", email: str = "", language: str = "", key: uuid.UUID | None = None,
    by: Any = None, at_desk: bool = False,
) -> Booking:  # fmt: skip
    """Book a slot under a name, a nick, or nothing but the code that comes back. The same `key` is the same booking.
    Raises ReceptionError when somebody was quicker."""
    if key is not None and (known := Booking.objects.filter(key=key).first()):
        return known
    locked = lock(slot.day)
    refuse_closed(locked)
    found = Slot.objects.select_related("day__occasion").get(pk=slot.pk)
    if key is not None and (known := Booking.objects.filter(key=key).first()):
        return known
    if found.is_off or Booking.objects.filter(slot=found, state__in=HOLDING).exists():
        raise ReceptionError(_("Somebody was quicker: this time is taken. Please choose another."), "taken")
    if not at_desk and (locked.occasion.stage != "registration" or found.begins <= timezone.now()):
        raise ReceptionError(_("This time is past, or booking is closed."), "late")
    if phone and not at_desk and Booking.objects.filter(
        day=locked, state=BookingState.BOOKED, enrolment__phone=phone, enrolment__name__iexact=name
    ).exists():  # fmt: skip
        raise ReceptionError(_("You have a time on this day already."), "twice")
    try:
        enrolment = programmes.enrol(occasion=locked.occasion, seats=1, by=by, at_desk=True)
    except ProgrammesError as refusal:
        raise ReceptionError(str(refusal), refusal.code) from refusal
    enrolment.name, enrolment.phone, enrolment.email, enrolment.language = name, phone, email, language
    enrolment.save(update_fields=["name", "phone", "email", "language"])
    made = Booking.objects.create(day=locked, slot=found, enrolment=enrolment, state=BookingState.BOOKED, key=key)
    _tell(made, LetterKind.BOOKED, "booked")
    return made


@transaction.atomic
def take_ticket(*, day: Day, key: uuid.UUID | None = None, by: Any = None) -> Booking:
    """A number of the live queue, without a name. The same `key` is the same ticket. Raises ReceptionError."""
    if key is not None and (known := Booking.objects.filter(key=key).first()):
        return known
    locked = lock(day)
    refuse_closed(locked)
    if key is not None and (known := Booking.objects.filter(key=key).first()):
        return known
    if not locked.series.has_queue:
        raise ReceptionError(_("Here people are received by booking only."), "no_queue")
    now = timezone.now()
    if now.astimezone(locked.occasion.clock).date() != locked.occasion.day or now >= locked.occasion.ends_at:
        raise ReceptionError(_("Tickets are given on the day itself, until the end of the hours."), "day")
    if locked.next_ticket > setting(locked.occasion.unit, "receptions.queue_most"):
        raise ReceptionError(_("No more tickets are given today. Please book a time."), "full")
    made = Booking.objects.create(day=locked, ticket=locked.next_ticket, state=BookingState.WAITING, key=key)
    locked.next_ticket += 1
    locked.save(update_fields=["next_ticket"])
    return made


@transaction.atomic
def give_up(*, booking: Booking, by: Any = None) -> Booking:
    """Give a time or a ticket back. Done twice, nothing is done twice."""
    lock(booking.day)
    found = Booking.objects.select_related("enrolment__occasion__unit").get(pk=booking.pk)
    if not found.is_live:
        return found
    found.state = BookingState.CANCELLED
    found.save(update_fields=["state"])
    if found.enrolment is not None:
        programmes.leave(enrolment=found.enrolment, by=by)
    return found


@transaction.atomic
def move_booking(*, booking: Booking, to: Slot, by: Any = None) -> Booking:
    """Give a person another time of the day; they are told. Raises ReceptionError when it is taken."""
    locked = lock(booking.day)
    refuse_closed(locked)
    found = Booking.objects.select_related("enrolment", "slot").get(pk=booking.pk)
    slot = Slot.objects.select_related("day__occasion").get(pk=to.pk)
    if found.state != BookingState.BOOKED or found.slot is None or slot.day_id != locked.pk:
        raise ReceptionError(_("This booking cannot be moved any more."), "closed")
    if slot.pk == found.slot_id:
        return found
    if slot.is_off or Booking.objects.filter(slot=slot, state__in=HOLDING).exists():
        raise ReceptionError(_("Somebody was quicker: this time is taken. Please choose another."), "taken")
    before = found.slot.offset
    found.slot = slot
    found.save(update_fields=["slot"])
    _tell(found, LetterKind.CHANGED, f"slot:{slot.pk}:{timezone.now():%Y%m%d%H%M%S}")
    audit.log(
        "receptions.move", by=by, about=locked.occasion, unit=locked.occasion.unit, before={"minute": before},
        after={"minute": slot.offset},
    )  # fmt: skip
    return found


@transaction.atomic
def call_off(*, slot: Slot, reason: str = "", by: Any = None) -> Slot:
    """Take a slot out of the day; whoever had it is told, with the reason of the library. Raises ReceptionError."""
    locked = lock(slot.day)
    refuse_closed(locked)
    found = Slot.objects.select_related("day__occasion").get(pk=slot.pk)
    if found.is_off:
        return found
    booking = Booking.objects.filter(slot=found, state__in=HOLDING).select_related("enrolment", "slot").first()
    if booking is not None and booking.state != BookingState.BOOKED:
        raise ReceptionError(_("The person of this time is being received, or was."), "closed")
    if booking is not None:
        _tell(booking, LetterKind.CANCELLED, "slot_off", reason)
        booking.state = BookingState.CANCELLED
        booking.save(update_fields=["state"])
        enrolment = Enrolment.objects.select_related("occasion__unit").get(pk=booking.enrolment_id or 0)
        programmes.leave(enrolment=enrolment, by=by)
    found.is_off = True
    found.save(update_fields=["is_off"])
    seats = Seats.objects.get(occasion=locked.occasion)
    programmes.set_places(occasion=locked.occasion, capacity=max(0, (seats.capacity or 0) - 1), by=by)
    audit.log("receptions.off", by=by, about=locked.occasion, unit=locked.occasion.unit, after={"minute": found.offset})
    return found
