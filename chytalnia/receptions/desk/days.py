"""Receptions at the desk: what comes, new series, a day with its times and its queue."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.forms import number_of
from chytalnia.core.keys import key_of
from chytalnia.network.models import PLACES
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.access import needs, visible_to
from chytalnia.people.shell import page
from chytalnia.receptions import papers, queries, services
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.forms import SeriesForm
from chytalnia.receptions.models import HOLDING, Booking, Day, Kind, Slot, Theme

VIEW, PLAN, DESK = "receptions.view", "receptions.plan", "receptions.desk"


def day_for(request: HttpRequest, pk: int, action: str = DESK) -> Day:
    found = get_object_or_404(queries.with_all(), pk=pk)
    if not rules.may(request.user, action, found.occasion.unit):
        raise PermissionDenied(action)
    return found


def crumbs() -> list[Any]:
    return [(_("Receptions"), reverse("desk_receptions:index"))]


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = visible_to(queries.with_all(), request.user, VIEW, "occasion__unit")
    since = timezone.localdate() - timedelta(days=30 if request.GET.get("past") else 0)
    rows = rows.filter(occasion__day__gte=since).exclude(occasion__stage="cancelled")
    buttons = []
    if rules.may(request.user, PLAN):
        buttons = [HeaderButton(_("New receptions"), url=reverse("desk_receptions:new"), icon_name="plus")]
    return page(
        request, "receptions/desk/index.html", _("Receptions"), icon="calendar-alt", buttons=buttons,
        past=request.GET.get("past"),
        rows=[(day, day.occasion.seats.all()[0]) for day in rows.order_by("occasion__starts_at", "pk")[:100]],
    )  # fmt: skip


@needs(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    first = rules.units_where(request.user, PLAN).filter(kind__in=PLACES).first()
    kind = {"deputy_meeting": Kind.DEPUTY, "eservice_day": Kind.ESERVICE}.get(
        request.GET.get("format", ""), Kind.LAWYER
    )
    form = SeriesForm(request.POST or None, user=request.user, initial={"unit": first, "kind": kind})
    if form.is_valid():
        try:
            made = services.open_series(asked=form.asked(), by=request.user)
        except ReceptionError as refusal:
            form.add_error("agreement" if refusal.code == "agreement" else None, str(refusal))
        else:
            text = ngettext("%(n)d day is planned.", "%(n)d days are planned.", len(made))
            messages.success(request, text % {"n": len(made)} + " " + _("Booking is open."))
            return redirect("desk_receptions:index")
    return page(
        request, "receptions/desk/form.html", _("New receptions"), icon="plus", crumbs=crumbs(), form=form,
        status=400 if form.is_bound else 200,
    )  # fmt: skip


@never_cache
@needs(DESK)
def day(request: HttpRequest, pk: int) -> HttpResponse:
    found = day_for(request, pk)
    rows = queries.bookings(found)
    held = {row.slot_id: row for row in rows if row.slot_id and row.state in HOLDING}
    slots = queries.slots(found)
    return page(
        request, "receptions/desk/day.html", f"{found.occasion}, {found.occasion.begins:%d.%m}", icon="calendar-alt",
        crumbs=crumbs(), day=found, occasion=found.occasion, series=found.series,
        slots=[(slot, held.get(slot.pk)) for slot in slots],
        free=[slot for slot in slots if slot.pk not in held and slot.ends > timezone.now()],
        tickets=[row for row in rows if row.ticket and row.state in ("waiting", "called")],
        done=[row for row in rows if row.ticket and row.state in ("served", "missed")],
        open_times=sum(row.state == "booked" for row in held.values()),
        open_numbers=sum(bool(row.ticket) and row.state in ("waiting", "called") for row in rows),
        served=sum(row.state == "served" for row in rows), missed=sum(row.state == "missed" for row in rows),
        themes=Theme.choices if setting(found.occasion.unit, "receptions.themes") else [],
        is_eservice=found.series.kind == Kind.ESERVICE, key=uuid.uuid4(), has_begun=found.occasion.starts_at <= timezone.now(),
        calendar=request.build_absolute_uri(reverse("receptions:calendar", args=[found.series.token])),
    )  # fmt: skip


@require_POST
@needs(DESK)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    found = day_for(request, pk)
    try:
        if text := _act(request, found):
            messages.success(request, text)
    except ReceptionError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_receptions:day", pk)


def _of_day(model: type[Any], day: Day, told: Any) -> Any:
    text = str(told or "")
    return get_object_or_404(model, pk=number_of(text), day=day)


def _act(request: HttpRequest, day: Day) -> str:
    told, by = request.POST, request.user
    deed = told.get("act", "")
    if deed == "book":
        made = services.book(
            slot=_of_day(Slot, day, told.get("slot")), name=told.get("name", "")[:60], phone=told.get("phone", "")[:40],
            key=key_of(request), by=by, at_desk=True,
        )  # fmt: skip
        return _("Booked. The code is %(code)s.") % {"code": made.code}
    if deed == "ticket":
        return _("Ticket number %(n)d.") % {"n": services.take_ticket(day=day, key=key_of(request), by=by).ticket}
    if deed == "next":
        called = services.call_next(day=day, by=by)
        return _("Number %(n)d, please.") % {"n": called.ticket} if called else _("Nobody waits.")
    if deed == "off":
        slot = _of_day(Slot, day, told.get("slot"))
        had = Booking.objects.filter(slot=slot, state__in=HOLDING).select_related("enrolment").first()
        services.call_off(slot=slot, reason=told.get("reason", "")[:300], by=by)
        return _("The time is called off.") + " " + _told_to(had)
    if deed == "close":
        services.close(day=day, by=by)
        return _("The day is closed and counted, without names.")
    booking = _of_day(Booking, day, told.get("booking"))
    if deed in ("came", "missed"):
        services.receive(
            booking=booking, came=deed == "came", theme=told.get("theme", ""), logged_out=bool(told.get("logged_out")),
            cleared=bool(told.get("cleared")), service_done=told.get("done") == "1", by=by,
        )  # fmt: skip
    elif deed == "undo":
        services.undo(booking=booking, theme=told.get("theme", ""), service_done=told.get("done") == "1", by=by)
    elif deed == "give_up":
        services.give_up(booking=booking, by=by)
        return _("The time is free again.")
    elif deed == "move":
        moved = services.move_booking(booking=booking, to=_of_day(Slot, day, told.get("to")), by=by)
        return _("Moved to %(time)s.") % {"time": moved.slot} + " " + _told_to(moved)
    return ""


def _told_to(booking: Booking | None) -> str:
    """Who tells the person: a letter, the librarian by phone, or nobody can."""
    if booking is None or booking.enrolment is None:
        return ""
    if booking.enrolment.email:
        return _("A letter tells the person.")
    if phone := booking.enrolment.phone:
        return _("Call the person: %(phone)s.") % {"phone": phone}
    return _("The person left neither phone nor e-mail: nobody can tell them.")


@needs(DESK)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(papers.sheet(day_for(request, pk)), content_type="application/pdf")


@needs(VIEW)
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(papers.poster(day_for(request, pk, VIEW)), content_type="application/pdf")
