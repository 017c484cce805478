"""On the day: the next one is called, received, or did not come."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.network.settings import setting
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import DoorKind
from chytalnia.programmes.services.door import CLOCKS_DIFFER
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.models import Booking, BookingState, Day, Kind, Theme, ThemeCount

from .booking import lock, refuse_closed


@transaction.atomic
def call_next(*, day: Day, by: Any = None) -> Booking | None:
    """Call the next ticket of the live queue; nobody, when nobody waits."""
    locked = lock(day)
    refuse_closed(locked)
    found = Booking.objects.filter(day=locked, state=BookingState.WAITING).order_by("ticket").first()
    if found is not None:
        found.state = BookingState.CALLED
        found.save(update_fields=["state"])
    return found


@transaction.atomic
def receive(
    *, booking: Booking, came: bool = True, theme: str = "", logged_out: bool = False, cleared: bool = False,
    service_done: bool | None = None, by: Any = None,
) -> Booking:  # fmt: skip
    """Note that somebody was received, or did not come. Done twice, it is once. After help with e-services the checklist – logged
    out, browser cleared – has to be done. Raises ReceptionError."""
    locked = lock(booking.day)
    refuse_closed(locked)
    found = Booking.objects.select_related("enrolment__occasion", "slot").get(pk=booking.pk)
    if not found.is_live:
        return found
    if locked.occasion.starts_at > timezone.now() + CLOCKS_DIFFER:
        raise ReceptionError(_("The reception has not begun yet."), "early")
    if came and locked.series.kind == Kind.ESERVICE:
        if not (logged_out and cleared):
            raise ReceptionError(_("First log out everywhere and clear the browser."), "checklist")
        done = Day.objects.filter(pk=locked.pk)
        if service_done:
            done.update(services_done=F("services_done") + 1)
        else:
            done.update(services_not=F("services_not") + 1)
    found.state = BookingState.SERVED if came else BookingState.MISSED
    found.served_at = timezone.now() if came else None
    found.save(update_fields=["state", "served_at"])
    if came and found.enrolment is not None:
        try:
            programmes.note_at_door(
                occasion=found.enrolment.occasion,
                key=uuid.uuid4(),
                kind=DoorKind.CAME,
                enrolment=found.enrolment,
                by=by,
            )
        except ProgrammesError as refusal:
            raise ReceptionError(str(refusal), "door") from refusal
    if came and theme in Theme.values and setting(locked.occasion.unit, "receptions.themes"):
        ThemeCount.objects.get_or_create(day=locked, theme=theme)
        ThemeCount.objects.filter(day=locked, theme=theme).update(number=F("number") + 1)
    return found


@transaction.atomic
def undo(*, booking: Booking, theme: str = "", service_done: bool | None = None, by: Any = None) -> Booking:
    """Take «did not come» or «was received» back. Theme and outcome are not kept beside a person, so whoever undoes says which
    was counted."""
    locked = lock(booking.day)
    refuse_closed(locked)
    found = Booking.objects.select_related("enrolment__occasion").get(pk=booking.pk)
    if found.state not in (BookingState.MISSED, BookingState.SERVED):
        return found
    if found.state == BookingState.SERVED:
        _uncount(locked, found, theme, service_done, by)
    found.state = BookingState.CALLED if found.ticket else BookingState.BOOKED
    found.served_at = None
    found.save(update_fields=["state", "served_at"])
    return found


def _uncount(locked: Day, found: Booking, theme: str, service_done: bool | None, by: Any) -> None:
    if locked.series.kind == Kind.ESERVICE:
        field = "services_done" if service_done else "services_not"
        Day.objects.filter(pk=locked.pk, **{f"{field}__gt": 0}).update(**{field: F(field) - 1})
    if theme in Theme.values:
        ThemeCount.objects.filter(day=locked, theme=theme, number__gt=0).update(number=F("number") - 1)
    if found.enrolment is not None:
        programmes.note_at_door(
            occasion=found.enrolment.occasion, key=uuid.uuid4(), kind=DoorKind.BACK, enrolment=found.enrolment, by=by
        )
    audit.log("receptions.undo", by=by, about=locked.occasion, unit=locked.occasion.unit)
