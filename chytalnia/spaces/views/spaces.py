"""Rooms that people with an account may book: the list of a library, a room with its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.spaces import services
from chytalnia.spaces.errors import SpacesError
from chytalnia.spaces.forms.own import DayForm, OwnBookingForm
from chytalnia.spaces.models import Approval, Space
from chytalnia.spaces.queries import booking as bookings
from chytalnia.spaces.queries import plans


@require_safe
def spaces(request: HttpRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit, code=code)
    found = list(Space.objects.for_readers().filter(unit=unit).select_related("unit", "zone"))
    if not found:
        raise Http404
    today = bookings.today_in(unit)
    day = _asked_day(request, today, max(space.ahead_days for space in found))
    grid = bookings.day_grid(found, day)
    return render(
        request, "spaces/spaces.html",
        {"unit": unit, "rows": grid.rows, "has_plan": plans.plans_of(unit).exists(), **_days(day, today)},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def space(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Space.objects.for_readers().select_related("unit", "zone"), pk=pk)
    today = bookings.today_in(found.unit)
    day = _asked_day(request, today, found.ahead_days)
    row = bookings.day_grid([found], day).rows[0]
    reader = reader_of(request)
    form = OwnBookingForm(request.POST or None, space=found, day=day, free=row.free)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if reader is None:
            form.add_error(None, _("To book a room, a reader's card is needed. The desk makes one in five minutes."))
        elif form.is_valid():
            try:
                made = services.book(space=found, reader=reader, by=request.user, **form.asked())
            except SpacesError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _said(found.approval, made.stage))
                return redirect("spaces:mine")
    return render(
        request, "spaces/space.html",
        {
            "space": found, "unit": found.unit, "row": row, "form": form, "reader": reader,
            "next_free": None if row.free else bookings.next_free(found, day),
            "asks": found.approval == Approval.LIBRARIAN, "grace": services.grace(found).seconds // 60, **_days(day, today),
        },
        status=200,
    )  # fmt: skip


def _said(approval: str, stage: str) -> str:
    if stage == "asked":
        return _("Asked for. A librarian says yes or no, and you see it here.")
    return _("Booked. Say that you are here by the code at the door when you come.")


def reader_of(request: HttpRequest) -> Reader | None:
    reader = readers.of_account(request.user)
    return reader if reader is not None and reader.is_active else None


def _asked_day(request: HttpRequest, today: date, ahead: int) -> date:
    form = DayForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    day = form.cleaned_data.get("day") or today
    return day if today <= day <= today + timedelta(days=ahead) else today


def _days(day: date, today: date) -> dict[str, Any]:
    return {
        "day": day, "today": today, "before": day - timedelta(days=1) if day > today else None,
        "after": day + timedelta(days=1),
    }  # fmt: skip
