"""The programme committee: what is proposed, decided, asked; and questions to speakers before anybody sees them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.core.stages import StageError
from chytalnia.people.access import needs
from chytalnia.seminars import services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.models import Asked, Talk

from .common import DECIDE, RUN, VIEW, number, screen, seminar_for

MOST = 300


def urls() -> list[Any]:
    return [
        path("<int:pk>/talks/", talks, name="talks"),
        path("<int:pk>/talks/decide/", decide, name="decide"),
        path("<int:pk>/questions/", questions, name="questions"),
        path("<int:pk>/questions/look/", look, name="look"),
    ]


@needs(VIEW)
def talks(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk)
    rows = list(Talk.objects.filter(seminar=seminar).order_by("made_at", "pk")[:MOST])
    groups = [
        (_("To decide"), [row for row in rows if row.stage == "sent"]),
        (_("The author is asked"), [row for row in rows if row.stage == "asked"]),
        (_("Accepted"), [row for row in rows if row.stage == "accepted" and row.kind == "talk"]),
        (_("Declined and withdrawn"), [row for row in rows if row.stage in ("declined", "withdrawn")]),
    ]
    return screen(
        request, "seminars/desk/talks.html", seminar, "talks", groups=[(name, found) for name, found in groups if found],
        takes_talks=seminar.takes_talks(),
    )  # fmt: skip


@require_POST
@needs(DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk, DECIDE)
    talk = get_object_or_404(Talk, pk=number(request.POST.get("talk")), seminar=seminar)
    act, text = request.POST.get("act"), request.POST.get("text", "").strip()[:1000]
    try:
        if act == "ask" and text:
            services.ask(talk=talk, question=text, by=request.user)
            messages.success(request, _("The author is asked by a letter."))
        elif act == "ask":
            messages.error(request, _("Write what you want to know."))
        elif act in ("accept", "decline"):
            services.decide(talk=talk, accept=act == "accept", why=text, by=request.user)
            messages.success(
                request, _("Accepted; the author is told.") if act == "accept" else _("Declined; the author is told.")
            )
    except (SeminarsError, StageError) as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_seminars:talks", pk)


@needs(VIEW)
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk)
    rows = Asked.objects.filter(talk__seminar=seminar).select_related("talk")
    return screen(
        request, "seminars/desk/questions.html", seminar, "questions", waiting=list(rows.filter(state="waiting")[:MOST]),
        past=list(rows.exclude(state="waiting").order_by("-pk")[:MOST]),
    )  # fmt: skip


@require_POST
@needs(RUN)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk, RUN)
    found = get_object_or_404(
        Asked.objects.select_related("talk"), pk=number(request.POST.get("question")), talk__seminar=seminar
    )
    services.look_at(
        question=found,
        show=request.POST.get("act") == "show",
        answer=request.POST.get("answer", "")[:2000],
        by=request.user,
    )
    return redirect("desk_seminars:questions", pk)
