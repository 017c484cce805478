"""The list of seminars, a new one, and the programme of halls and hours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.views import pdf_response
from chytalnia.media.errors import RefusedFile
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.shell import page
from chytalnia.programmes.desk.common import working_unit
from chytalnia.programmes.forms.desk import moments
from chytalnia.programmes.nonstop import grid
from chytalnia.seminars import papers, queries, services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.forms import CallForm, SeminarForm, TalkForm, initial_of
from chytalnia.seminars.models import Seminar, Talk

from .common import RUN, VIEW, crumbs, number, screen, seminar_for

PER_PAGE = 40


def urls() -> list[Any]:
    return [
        path("", index, name="index"),
        path("new/", new, name="new"),
        path("<int:pk>/", programme, name="grid"),
        path("<int:pk>/call/", call, name="call"),
        path("<int:pk>/put/", put, name="put"),
        path("<int:pk>/programme.pdf", printed, name="programme_pdf"),
    ]


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = Seminar.objects.filter(occasion__unit__in=rules.units_where(request.user, VIEW)).select_related(
        "programme", "occasion__unit"
    )
    listed = Paginator(queries.with_numbers(rows).order_by("-occasion__starts_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    buttons = []
    if rules.may(request.user, RUN):
        buttons = [HeaderButton(_("New seminar"), url=reverse("desk_seminars:new"), icon_name="plus")]
    return page(
        request, "seminars/desk/index.html", _("Seminars"), icon="group", crumbs=crumbs()[:1], buttons=buttons, listed=listed
    )  # fmt: skip


@needs(RUN)
def new(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("format", "")
    initial = {"unit": working_unit(request, RUN), "kind": kind if kind in ("webinar", "round_table") else "seminar"}
    form = SeminarForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        require(request.user, RUN, told["unit"])
        starts, ends = moments(
            told["unit"], told.pop("day"), told.pop("begins"), told.pop("ends"), told.pop("last_day")
        )
        try:
            made = services.make(by=request.user, starts_at=starts, ends_at=ends, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The seminar is there. Announce its event when the call may go out."))
            return redirect("desk_seminars:grid", made.pk)
    return page(
        request, "seminars/desk/new.html", _("New seminar"), icon="group", crumbs=crumbs(), form=form,
        status=400 if form.is_bound else 200,
    )  # fmt: skip


def _grid(
    request: HttpRequest, seminar: Seminar, *, form: Any = None, calling: Any = None, status: int = 200
) -> HttpResponse:
    talks = queries.programme_of(seminar)
    grids = queries.grids(seminar, talks)
    chosen = next((t for t in talks if t.pk == number(request.GET.get("talk") or request.POST.get("talk"))), None)
    if form is None:
        asked = {
            name: request.GET.get(key, "")[:80] for name, key in (("hall", "hall"), ("begins", "at"), ("day", "day"))
        }
        initial = initial_of(chosen) if chosen else asked | {"kind": "talk", "minutes": 20}
        form = TalkForm(initial=initial, seminar=seminar, talk=chosen)
    placed: Any = [talk for talk in talks if talk.starts_at]
    for talk in placed:
        talk.guest = talk.speaker
    warnings = grid.in_two_places(placed)
    halls = [hall for one in grids for hall in one.halls]
    halls += [str(zone) for zone in seminar.occasion.unit.zones.all()]
    calling = calling or CallForm(
        initial={name: getattr(seminar, name) for name in ("call", "call_until", "percent_present", "resolved_on")}
    )
    return screen(
        request, "seminars/desk/grid.html", seminar, "grid", grids=grids, form=form, chosen=chosen, warnings=warnings,
        later=[talk for talk in talks if not talk.starts_at], known_halls=list(dict.fromkeys(halls)), calling=calling,
        status=status,
    )  # fmt: skip


@needs(VIEW)
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    return _grid(request, seminar_for(request, pk))


@require_POST
@needs(RUN)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk, RUN)
    form = CallForm(request.POST)
    if form.is_valid():
        services.save(seminar=seminar, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_seminars:grid", pk)
    return _grid(request, seminar, calling=form, status=400)


@require_POST
@needs(RUN)
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a talk and its place, or put something new into the programme."""
    seminar = seminar_for(request, pk, RUN)
    told = request.POST.get("talk")
    chosen = get_object_or_404(Talk, pk=number(told), seminar=seminar, stage="accepted") if told else None
    if chosen is not None and request.POST.get("act") == "withdraw":
        return _withdrawn(request, chosen)
    form = TalkForm(request.POST, request.FILES, seminar=seminar, talk=chosen)
    if form.is_valid():
        try:
            talk = services.put(seminar=seminar, talk=chosen, by=request.user, **form.told())
        except (SeminarsError, RefusedFile) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The programme is saved."))
            return redirect(f"{reverse('desk_seminars:grid', args=[pk])}#talk-{talk.pk}")
    return _grid(request, seminar, form=form, status=400)


def _withdrawn(request: HttpRequest, talk: Talk) -> HttpResponse:
    try:
        services.withdraw(talk=talk, by=request.user)
    except SeminarsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The talk is out of the programme."))
    return redirect("desk_seminars:grid", talk.seminar_id)


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk)
    language = setting(seminar.occasion.unit, "network.language") or get_language() or "uk"
    with override(language):
        body = papers.programme(seminar, language)
    return pdf_response(body, f"seminar-{pk}")
