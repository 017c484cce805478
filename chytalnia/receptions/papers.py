"""What receptions put on paper and into a calendar: the poster, the sheet of the day, the specialist's own calendar."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chytalnia.wire import ical
from chytalnia.wire.print import Column, Paper, Table, paper_pdf

from . import queries
from .models import HOLDING, Booking, Day, Kind, Series


def _language() -> str:
    return (get_language() or "uk")[:2]


def _when(day: Day) -> str:
    occasion = day.occasion
    return f"{date_format(occasion.begins, 'l, j E')}, {occasion.begins:%H:%M}–{occasion.ends:%H:%M}"


def sheet(day: Day) -> bytes:
    """The day of the specialist: times, and by what each is called in. Destroyed after the day."""
    told = {row.slot_id: row for row in queries.bookings(day) if row.slot_id and row.state in HOLDING}
    rows = [
        [f"{slot.begins:%H:%M}–{slot.ends:%H:%M}", told[slot.pk].called_by if slot.pk in told else "", ""]
        for slot in queries.slots(day)
    ]
    return paper_pdf(
        Paper(
            title=_("Sheet of the day"), subtitle=f"{day.occasion}, {_when(day)}", organisation=str(day.occasion.unit),
            facts=[(_("Who receives"), day.series.specialist)],
            lead=[_("Nobody is asked for a reason. Destroy this sheet after the day.")],
            tables=[
                Table(
                    [Column(_("Time of the reception"), 22), Column(_("Called in by"), 60), Column(_("Was here"), 16, "center")],
                    rows,
                )
            ],
            language=_language(), size=12,
        )
    )  # fmt: skip


def poster(day: Day) -> bytes:
    """A neutral poster: who, when, where, how to book. No party, no slogan, no portrait."""
    occasion, series = day.occasion, day.series
    place = ", ".join(
        part for part in (str(occasion.unit), str(occasion.zone or ""), str(occasion.unit.address)) if part
    )
    lead = [_("Free of charge. Nobody asks for your reason, and you need not give your name.")]
    if series.kind == Kind.DEPUTY:
        lead.append(_("The library is open to deputies of all parties on equal terms."))
    days = [[_when(one)] for one in queries.with_all().filter(series=series, closed_at=None).exclude(
        occasion__stage="cancelled"
    ).order_by("occasion__starts_at")[:12]]  # fmt: skip
    return paper_pdf(
        Paper(
            title=str(occasion), subtitle=series.specialist, organisation=str(occasion.unit),
            facts=[
                (_("Where"), place),
                (_("Book a time"), settings.PUBLIC_URL + reverse("receptions:day", args=[day.pk])),
                *([(_("Without a booking"), _("take a number of the live queue on the day"))] if series.has_queue else []),
            ],
            lead=lead, tables=[Table([Column(_("When"), 100)], days)], language=_language(), size=16,
        )
    )  # fmt: skip


def calendar(series: Series) -> bytes:
    host = settings.PUBLIC_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    rows = Booking.objects.filter(
        day__series=series, slot__isnull=False, state__in=HOLDING,
        day__occasion__ends_at__gte=timezone.now() - timedelta(days=7),
    ).select_related("slot", "day__occasion__unit")  # fmt: skip
    events = []
    # The number, not the token: by that one would be on the page of the person who booked.
    for row in rows.order_by("day__occasion__starts_at", "slot__offset"):
        slot, occasion = row.slot, row.day.occasion
        assert slot is not None
        slot.day = row.day
        events.append(
            ical.Event(
                uid=f"reception-{row.pk}@{host}", sequence=occasion.sequence, changed=occasion.changed_at,
                starts=slot.begins, ends=slot.ends, zone=occasion.time_zone, summary=_("Reception: time taken"),
                location=str(occasion.unit),
            )
        )  # fmt: skip
    return ical.calendar(
        events, name=str(series), product="Chytalnia//Receptions", language=_language(), fresh=timedelta(minutes=15)
    )
