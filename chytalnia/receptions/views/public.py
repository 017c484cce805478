"""For everybody, without an account: receptions, a free time, a ticket of the live queue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chytalnia.core import limits
from chytalnia.core.keys import key_of
from chytalnia.core.views import too_many_requests
from chytalnia.programmes.feeds import response
from chytalnia.programmes.queries.occasions import seats_in_words
from chytalnia.receptions import papers, queries, services
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.forms import BookForm
from chytalnia.receptions.models import Booking, Day, Series


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    rows = [(day, seats_in_words(day.occasion)) for day in queries.coming()[:60]]
    return render(request, "receptions/home.html", {"rows": rows})


def _shown(pk: int) -> Day:
    found = get_object_or_404(queries.with_all(), pk=pk)
    if not found.occasion.is_shown:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    found = _shown(pk)
    is_open = found.occasion.stage == "registration" and found.closed_at is None and not found.occasion.is_over
    form = BookForm(request.POST or None, day=found) if is_open else None
    if form is not None and request.method == "POST":
        if seconds := limits.wait(request, "enrol", limits.rate(settings.ENROL_RATE)):
            return too_many_requests(request, wait_seconds=seconds)
        if form.is_valid():
            try:
                made = services.book(**form.asked())
            except ReceptionError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The time is yours. Keep this page: by it you can give the time up."))
                return redirect("receptions:booking", made.token)
    called, waiting = queries.queue(found)
    here = timezone.now().astimezone(found.occasion.clock).date()
    return render(
        request, "receptions/day.html",
        {
            "day": found, "occasion": found.occasion, "series": found.series, "form": form, "called": called,
            "waiting": waiting, "is_today": is_open and found.series.has_queue and here == found.occasion.day,
        },
        status=400 if form is not None and form.is_bound else 200,
    )  # fmt: skip


@require_POST
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """A number of the live queue."""
    found = _shown(pk)
    if seconds := limits.wait(request, "enrol", limits.rate(settings.ENROL_RATE)):
        return too_many_requests(request, wait_seconds=seconds)
    try:
        made = services.take_ticket(day=found, key=key_of(request))
    except ReceptionError as refusal:
        messages.error(request, str(refusal))
        return redirect("receptions:day", pk)
    return redirect("receptions:booking", made.token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """A booking or a ticket, for whoever has its address."""
    found = get_object_or_404(
        Booking.objects.select_related(
            "day__occasion__unit", "day__occasion__zone", "day__series", "slot", "enrolment"
        ),
        token=token,
    )
    if request.method == "POST":
        services.give_up(booking=found)
        messages.success(request, _("The time is free for somebody else now. Thank you for telling us."))
        return redirect("receptions:booking", token)
    called, _waiting = queries.queue(found.day)
    before = (
        Booking.objects.filter(day=found.day, state="waiting", ticket__lt=found.ticket).count() if found.ticket else 0
    )
    if found.slot:
        found.slot.day = found.day
    context: dict[str, Any] = {
        "booking": found, "day": found.day, "occasion": found.day.occasion, "called": called, "before": before,
    }  # fmt: skip
    return render(request, "receptions/booking.html", context)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of the specialist: which times are taken, and by nobody's name."""
    series = get_object_or_404(Series.objects.select_related("programme__unit"), token=token)
    answer = response(papers.calendar(series), "receptions.ics")
    answer["Cache-Control"] = "private, max-age=60"
    return answer
