"""A day of receptions ends: counted without names, and forgotten at the end of the next day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Enrolment, Letter, Occasion
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.models import Booking, BookingState, Day

from .booking import lock


@transaction.atomic
def close(*, day: Day, by: Any = None) -> Day:
    """Close a day and count it: slots and persons, never who. Whoever was not ticked off did not come. Done twice, it is once.
    Raises ReceptionError before it has begun."""
    locked = lock(day)
    if locked.closed_at:
        return locked
    occasion = Occasion.objects.select_related("unit").get(pk=locked.pk)
    persons = Booking.objects.filter(day=locked, state=BookingState.SERVED).count()
    try:
        programmes.count(occasion=occasion, heads={("onsite", "adults"): persons}, by=by)
    except ProgrammesError as refusal:
        raise ReceptionError(str(refusal), "count") from refusal
    return lock(day)


def counted(*, day: Day, times: int, by: Any = None) -> None:
    """The event was counted, here or where any event is: the day closes, and what only receptions count goes into the ledger.
    `times` is how often it was counted."""
    locked = lock(day)
    occasion = locked.occasion
    Booking.objects.filter(day=locked, state__in=("booked", "waiting", "called")).update(state=BookingState.MISSED)
    served = Booking.objects.filter(day=locked, state=BookingState.SERVED)
    persons, slots = served.count(), served.filter(slot__isnull=False).count()
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    told: dict[str, Any] = {"unit": occasion.unit, "at": occasion.starts_at, "source": occasion, "late": True}
    numbers = {
        "receptions.held": 1, "receptions.slots": slots, f"receptions.{locked.series.kind}": persons,
        "receptions.services_done": locked.services_done,
    }  # fmt: skip
    for kind, number in numbers.items():
        if number:
            journal.record(kind, quantity=number, key=f"reception:{occasion.pk}:{times}:{kind}", **told)
    audit.log("receptions.close", by=by, about=occasion, unit=occasion.unit, after={"persons": persons, "slots": slots})


def reopen(*, day: Day) -> None:
    """The count was taken back, and what receptions counted went with it: these are facts of the event. The day may be mended."""
    Day.objects.filter(pk=day.pk).update(closed_at=None)


def forget(day: date) -> int:
    """Delete names, phones and letters of whoever booked, at the end of the day after. Done twice, it is once."""
    over = Enrolment.objects.filter(reception_booking__isnull=False, occasion__last_day__lt=day - timedelta(days=1))
    with transaction.atomic():
        Letter.objects.filter(enrolment__in=over.values("pk")).delete()
        named = over.exclude(Q(name="") & Q(phone="") & Q(email=""))
        gone = named.update(name="", phone="", email="", language="", reader=None)
        Booking.objects.filter(day__occasion__last_day__lt=day - timedelta(days=1)).exclude(code="").update(code="")
    return gone
