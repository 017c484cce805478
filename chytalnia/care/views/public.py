"""For parents: what there is, the application, the child's card with status and PIN."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.care import queries, services, texts
from chytalnia.care.errors import CareError
from chytalnia.care.forms import ApplyForm
from chytalnia.care.models import Application, Place, Session, cancel_until
from chytalnia.core import limits
from chytalnia.core.forms import number_of
from chytalnia.core.views import too_many_requests
from chytalnia.network.settings import setting
from chytalnia.people.readers.queries import of_account
from chytalnia.programmes.lines import ages_of
from chytalnia.programmes.queries.occasions import seats_in_words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    sessions = list(queries.coming()[:60])
    rows = [
        (session, ages_of(session.occasion.age_from, session.occasion.age_to), seats_in_words(session.occasion))
        for session in sessions
    ]
    return render(request, "care/home.html", {"rows": rows, "rules": texts.rules()})


def _session(pk: int) -> Session:
    found = get_object_or_404(queries.with_all(), pk=pk)
    if not found.occasion.is_shown:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    session = _session(pk)
    reader = of_account(request.user)
    days = queries.days_of(session)
    form = ApplyForm(request.POST or None, reader=reader) if reader else None
    if form is not None and request.method == "POST":
        if seconds := limits.wait(request, "enrol", limits.rate(settings.ENROL_RATE)):
            return too_many_requests(request, wait_seconds=seconds)
        if form.is_valid():
            try:
                made, pin = services.apply(
                    sessions=days, told=form.told(), reader=reader, by=request.user, key=form.cleaned_data["key"]
                )
            except CareError as refusal:
                form.add_error("birth_date" if refusal.code == "ages" else None, str(refusal))
            else:
                return redirect("care:child", made.pk) if not pin else _card(request, made, pin=pin, fresh=True)
    return render(
        request, "care/apply.html",
        {
            "session": session, "occasion": session.occasion, "days": days, "form": form, "reader": reader,
            "rules": texts.rules(), "places": seats_in_words(session.occasion),
            "ages": ages_of(session.occasion.age_from, session.occasion.age_to),
        },
        status=400 if form is not None and form.is_bound else 200,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a child, for the parent who applied and nobody else."""
    reader = of_account(request.user)
    if reader is None:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    found = get_object_or_404(Application.objects.filter(reader=reader).select_related("unit"), pk=pk)
    if request.method == "POST":
        if request.POST.get("act") == "pin":
            return _card(request, found, pin=services.new_pin(application=found, by=request.user))
        told = request.POST.get("place", "")
        place = found.places.filter(pk=number_of(told)).first()
        if request.POST.get("act") == "leave" and place is not None:
            try:
                services.leave(place=place, by=request.user)
                messages.success(request, _("The place is free for another child now. Thank you for telling us."))
            except CareError as refusal:
                messages.error(request, str(refusal))
        return redirect("care:child", pk)
    return _card(request, found)


def _card(request: HttpRequest, found: Application, *, pin: str = "", fresh: bool = False) -> HttpResponse:
    rows = Place.objects.filter(application=found).select_related(
        "session__occasion__unit", "session__occasion__programme", "enrolment"
    )
    places: list[Any] = list(rows.order_by("session__occasion__starts_at"))
    for place in places:
        occasion = place.session.occasion
        place.until = cancel_until(occasion, setting(occasion.unit, "care.cancel_hour"))
    return render(
        request, "care/child.html",
        {
            "application": found, "places": places, "pin": f"{pin[:3]} {pin[3:]}" if pin else "", "fresh": fresh,
            "adults": list(found.adults.all()), "consents": list(found.consents.all()),
            "waits": [place for place in places if place.enrolment.is_waiting],
        },
    )  # fmt: skip
