"""Who comes: the list, the queue, enrolling at the desk, letters, the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from chytalnia.core.models import LetterState
from chytalnia.core.tables import csv_response
from chytalnia.people.access import needs
from chytalnia.programmes import services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.forms.enrolling import EnrolForm
from chytalnia.programmes.models import (
    HOLDING,
    Enrolment,
    EnrolmentState,
    Letter,
    LetterKind,
    Occasion,
)
from chytalnia.programmes.views import door as door_views

from .common import ENROL, VIEW, occasion_for, own_list, part_of, screen

MOST = 500


def urls() -> list[Any]:
    return [
        path("<int:pk>/people/", people, name="people"),
        path("<int:pk>/people/act/", act, name="people_act"),
        path("<int:pk>/people.csv", exported, name="people_csv"),
        path("<int:pk>/letters/", letters, name="letters"),
        path("<int:pk>/door/", door, name="door"),
        path("<int:pk>/door/act/", door_act, name="door_act"),
    ]


@needs(VIEW)
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The list in the order of arrival, with the queue behind it; a form to enrol whoever calls or comes by."""
    occasion = occasion_for(request, pk)
    if own := own_list(occasion):
        return redirect(own)
    may = occasion.is_enrolled and occasion.stage in ("planned", "announced", "registration") and not occasion.is_over
    form, status = None, 200
    if may:
        form = EnrolForm(request.POST or None, occasion=occasion, at_desk=True)
        if request.method == "POST" and _enrol(request, occasion, form):
            return redirect("desk_programmes:people", pk)
        status = 400 if form.is_bound else 200
    rows = list(
        Enrolment.objects.filter(occasion=occasion).select_related("reader", "by").order_by("part", "number")[:MOST]
    )
    questions = list(occasion.questions.all())
    waiting = Letter.objects.filter(occasion=occasion, state__in=(LetterState.FAILED, LetterState.QUEUED)).count()
    return screen(
        request,
        "programmes/desk/people.html",
        occasion,
        "people",
        form=form,
        seats=list(occasion.seats.all()),
        rows=[
            (row, [(q, row.answers.get(str(q.pk))) for q in questions if str(q.pk) in row.answers])
            for row in rows
            if row.state in HOLDING
        ],
        queue=[row for row in rows if row.state == EnrolmentState.WAITING],
        gone=[row for row in rows if row.state == EnrolmentState.CANCELLED],
        letters_waiting=waiting,
        status=status,
    )


def _enrol(request: HttpRequest, occasion: Occasion, form: EnrolForm) -> bool:
    if not form.is_valid():
        return False
    try:
        made = services.enrol(occasion=occasion, by=request.user, at_desk=True, **form.asked())
    except ProgrammesError as refusal:
        form.add_error(None, str(refusal))
        return False
    text = _("%(who)s is in the queue.") if made.is_waiting else _("%(who)s is enrolled, ticket %(number)s.")
    messages.success(request, text % {"who": made.who, "number": made.code})
    return True


@require_POST
@needs(ENROL)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, ENROL)
    found = part_of(occasion, Enrolment, request.POST.get("enrolment"))
    try:
        if request.POST.get("act") == "leave":
            services.leave(enrolment=found, by=request.user)
            messages.success(request, _("The place is free again; whoever waits first gets it."))
        elif request.POST.get("act") == "up":
            services.move_up(enrolment=found, by=request.user)
            messages.success(request, _("%(who)s has a place now.") % {"who": found.who})
    except ProgrammesError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_programmes:people", pk)


@needs(ENROL)
def exported(request: HttpRequest, pk: int) -> Any:
    """The list of participants for a spreadsheet."""
    occasion = occasion_for(request, pk, ENROL)
    questions = list(occasion.questions.all())
    head = [
        _("Number"), pgettext("a person", "Name"), _("School, class or group"),
        _("People"), _("Children"), _("State"), _("E-mail"), _("Phone"),
        _("What would help"), *(str(q.text) for q in questions),
    ]  # fmt: skip
    rows = Enrolment.objects.filter(occasion=occasion).select_related("reader").order_by("part", "number")
    return csv_response(
        f"people-{pk}.csv", head,
        (
            [row.code, row.name, row.group_name, row.seats, row.children, row.get_state_display(), row.email, row.phone, row.needs,
             *(row.answers.get(str(q.pk), "") for q in questions)]
            for row in rows.iterator(chunk_size=1000)
        ),
    )  # fmt: skip


@needs(ENROL)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """What people are to be told and have been told. Whoever has no e-mail is called; that is noted here."""
    occasion = occasion_for(request, pk, ENROL)
    rows = Letter.objects.filter(occasion=occasion).select_related("enrolment")
    if request.method == "POST":
        if text := request.POST.get("reason", "").strip()[:1000]:
            told = services.tell(occasion=occasion, kind=LetterKind.OTHER, reason=text, key=f"other:{rows.count()}")
            messages.success(request, ngettext("%(n)d letter is made.", "%(n)d letters are made.", told) % {"n": told})
        else:
            chosen = [number for number in request.POST.getlist("letter") if number.isdecimal()]
            n = services.letters_told(letters=rows.filter(pk__in=chosen), by=request.user)
            messages.success(request, ngettext("%(n)d person is told.", "%(n)d people are told.", n) % {"n": n})
        return redirect("desk_programmes:letters", pk)
    untold = Q(state__in=(LetterState.QUEUED, LetterState.FAILED))
    waiting, past = rows.filter(untold)[:MOST], rows.exclude(untold)[:100]
    return screen(request, "programmes/desk/letters.html", occasion, "people", waiting=waiting, past=past)


@needs(ENROL)
def door(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, ENROL)
    told = door_views.context(occasion, reverse("desk_programmes:door_act", args=[pk]))
    told.pop("occasion")
    address = request.build_absolute_uri(reverse("programmes:door", args=[occasion.door_token]))
    return screen(
        request, "programmes/desk/door.html", occasion, "door", address=address, door_token=occasion.door_token, **told
    )


@require_POST
@needs(ENROL)
def door_act(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, ENROL)
    return door_views.take(request, occasion, reverse("desk_programmes:door", args=[pk]), by=request.user)
