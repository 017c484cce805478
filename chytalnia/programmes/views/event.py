"""The page of an event: when, where, for whom, how to come; afterwards, what was."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.catalogue.queries import works as work_queries
from chytalnia.core import limits, panels
from chytalnia.core.views import too_many_requests
from chytalnia.people import rules
from chytalnia.people.readers.queries import of_account
from chytalnia.programmes import feeds, formats, lives, queries, schema, services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.forms.enrolling import EnrolForm
from chytalnia.programmes.lines import line
from chytalnia.programmes.models import Occasion, Result
from chytalnia.programmes.services.letters import when_and_where


def shown_or_404(pk: int) -> Occasion:
    found = queries.for_page(pk)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """An event; enrolling is a form on it, so that nobody is sent from page to page."""
    occasion = shown_or_404(pk)
    reader = of_account(request.user)
    form = None
    if occasion.stage == "registration" and occasion.taking in ("open", "readers") and not occasion.is_over:
        form = EnrolForm(request.POST or None, occasion=occasion, reader=reader)
        if request.method == "POST":
            seconds = limits.wait(request, "enrol", limits.rate(settings.ENROL_RATE))
            if seconds:
                return too_many_requests(request, wait_seconds=seconds)
            if form.is_valid():
                try:
                    enrolment = services.enrol(occasion=occasion, by=request.user, **form.asked())
                except ProgrammesError as refusal:
                    form.add_error(None, str(refusal))
                else:
                    text = (
                        _("You are in the queue. When a place becomes free, it is yours, and you are told.")
                        if enrolment.is_waiting
                        else _("A place is kept for you. This is your ticket: keep the page or print it.")
                    )
                    messages.success(request, text)
                    return redirect(enrolment)
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "programmes/event.html", _context(request, occasion, form, reader), status=status)


def _context(request: HttpRequest, occasion: Occasion, form: Any, reader: Any) -> dict[str, Any]:
    card = formats.card(occasion.format_code, occasion.format_version)
    shown = line(occasion, card.name if card else "", timezone.now())
    told = [link for link in occasion.links.all() if link.work_id]
    filled = [(panel, panel.fill(occasion, request)) for panel in panels.at("programmes.occasion")]
    result = Result.objects.filter(occasion=occasion).first() if occasion.stage in ("reported", "archived") else None
    mine = [each for each in queries.of_readers([reader]) if each.occasion_id == occasion.pk] if reader else []
    life = lives.of_occasion(occasion)
    return {
        "occasion": occasion,
        "own_enrol": life.enrol(occasion) if life and life.enrol and occasion.stage == "registration" else "",
        "shown": shown,
        "when": when_and_where(occasion),
        "card": card,
        "form": form,
        "reader": reader,
        "books": work_queries.books([link.work for link in told if link.work]),
        "links": [link for link in occasion.links.all() if not link.work_id],
        "speakers": [
            duty for duty in occasion.duties.all() if duty.role in ("speaker", "presenter", "leader") and duty.who
        ],
        "result": result,
        "photos": list(occasion.photos.all()) if result else [],
        "panels": [render_to_string(panel.template, told, request) for panel, told in filled if told is not None],
        "json_ld": schema.event(occasion),
        "places": queries.seats_in_words(occasion),
        "mine": mine[0] if mine else None,
        "canonical": settings.PUBLIC_URL + occasion.get_absolute_url(),
        "is_staff": rules.may(request.user, "programmes.view", occasion.unit),
        "languages_of": occasion.languages,
        "series": _series(occasion),
    }


def _series(occasion: Occasion) -> list[Occasion]:
    """The other days of a cycle that are still to come."""
    if occasion.series is None and occasion.programme_id is None:
        return []
    others = Occasion.objects.shown().ahead().exclude(pk=occasion.pk)
    same = others.filter(series=occasion.series) if occasion.series else others.filter(programme=occasion.programme_id)
    return list(same.select_related("unit").order_by("starts_at")[:6])


@require_safe
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for one's own calendar."""
    occasion = shown_or_404(pk)
    body = feeds.calendar(Occasion.objects.filter(pk=occasion.pk), name=str(occasion.title))
    return feeds.response(body, f"event-{pk}.ics")
