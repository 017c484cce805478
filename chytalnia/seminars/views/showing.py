"""Seminars and their talks: what comes, what was, recordings, slides, resolution, who came from where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chytalnia.core import limits
from chytalnia.core.views import pdf_response, too_many_requests
from chytalnia.people import rules
from chytalnia.programmes.queries import seats_in_words
from chytalnia.seminars import papers, queries, services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.forms import AskForm
from chytalnia.seminars.models import Asked, Seminar, Talk

PER_PAGE = 20


def shown_or_404(pk: int) -> Seminar:
    found = queries.shown().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = queries.with_numbers(queries.shown())
    ahead = list(rows.filter(occasion__ends_at__gte=now).order_by("occasion__starts_at", "pk")[:PER_PAGE])
    listed = Paginator(rows.filter(occasion__ends_at__lt=now).order_by("-occasion__starts_at", "-pk"), PER_PAGE)
    past = listed.get_page(request.GET.get("page"))
    return render(
        request, "seminars/index.html",
        {"ahead": [(row, row.takes_talks()) for row in ahead], "listed": past, "past": past.object_list},
    )  # fmt: skip


@require_safe
def seminar(request: HttpRequest, pk: int) -> HttpResponse:
    found = shown_or_404(pk)
    talks = queries.programme_of(found)
    occasion = found.occasion
    geography = queries.geography(found) if occasion.is_over else []
    return render(
        request, "seminars/seminar.html",
        {
            "seminar": found, "occasion": occasion, "talks": [t for t in talks if t.kind == "talk"],
            "grids": queries.grids(found, talks), "days": found.days,
            "tables": [t for t in talks if t.kind == "round_table"], "takes_talks": found.takes_talks(),
            "places": seats_in_words(occasion) if occasion.stage == "registration" and not occasion.is_over else "",
            "points": papers.by_kind(found) if found.is_resolved else [],
            "regions": [row for row in geography if row.region], "people": sum(row.people for row in geography),
            "canonical": settings.PUBLIC_URL + found.get_absolute_url(),
            "is_staff": rules.may(request.user, "seminars.view", occasion.unit),
        },
    )  # fmt: skip


@require_safe
def programme_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = shown_or_404(pk)
    return pdf_response(papers.programme(found, get_language() or "uk"), f"seminar-{pk}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """A talk with its speaker, recording and slides; a question is a form on the page."""
    found = Talk.objects.filter(pk=pk, stage="accepted", seminar__in=queries.shown()).select_related(
        "seminar__programme", "seminar__occasion__unit", "recording_file", "slides_file"
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST":
        seconds = limits.wait(request, "seminar", limits.rate(settings.ENROL_RATE))
        if seconds:
            return too_many_requests(request, wait_seconds=seconds)
        if form.is_valid():
            try:
                services.put_question(talk=found, **form.cleaned_data)
            except SeminarsError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Your question is with the moderator."))
                return redirect(found)
    asked: list[Any] = list(Asked.objects.filter(talk=found, state="shown"))
    return render(
        request, "seminars/talk.html",
        {"talk": found, "seminar": found.seminar, "form": form, "asked": asked,
         "canonical": settings.PUBLIC_URL + found.get_absolute_url()},
        status=400 if form.is_bound else 200,
    )  # fmt: skip
