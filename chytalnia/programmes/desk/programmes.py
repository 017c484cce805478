"""Programmes at the desk: what runs over time, with its meetings; special lives add their own to the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import make_move
from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import page
from chytalnia.programmes import formats, lives, services
from chytalnia.programmes.forms.desk import ProgrammeForm
from chytalnia.programmes.lines import hour_of, where_of
from chytalnia.programmes.models import Programme

from .common import PLAN, VIEW, crumbs, working_unit

PER_PAGE = 40
_FIELDS = (
    "unit", "title", "about", "format_code", "first_day", "last_day", "audience", "age_from", "age_to", "age_mark",
    "leader_name", "partners", "is_public",
)  # fmt: skip


def urls() -> list[Any]:
    return [
        path("programmes/", index, name="programmes"),
        path("programmes/new/", new, name="new_programme"),
        path("programmes/<int:pk>/", programme, name="programme"),
        path("programmes/<int:pk>/edit/", edit, name="edit_programme"),
        path("programmes/<int:pk>/stage/", stage, name="programme_stage"),
    ]


def programme_for(request: HttpRequest, pk: int, action: str = VIEW) -> Programme:
    """The programme, if this member of staff may do this with it. Special lives ask here too."""
    found = get_object_or_404(Programme.objects.select_related("unit", "leader", "photo"), pk=pk)
    if not rules.may(request.user, action, found.unit):
        raise PermissionDenied(action)
    return found


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    rows = visible_to(Programme.objects.all(), request.user, VIEW)
    if kind:
        rows = rows.filter(kind="" if kind == "-" else kind)
    if not request.GET.get("all"):
        rows = rows.filter(stage__in=("planned", "running"))
    rows = rows.select_related("unit").annotate(
        meetings=Count("occasions", filter=~Q(occasions__stage="cancelled")),
        coming=Count(
            "occasions", filter=Q(occasions__starts_at__gte=timezone.now()) & ~Q(occasions__stage="cancelled")
        ),
    )
    listed = Paginator(rows.order_by("stage", "-first_day", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    names = formats.library.names({row.format_code for row in listed.object_list if row.format_code})
    known = {life.code: life for life in lives.every()}
    query = request.GET.copy()
    query.pop("page", None)
    buttons = []
    if rules.may(request.user, PLAN):
        buttons = [HeaderButton(_("New programme"), url=reverse("desk_programmes:new_programme"), icon_name="plus")]
        buttons += [
            HeaderButton(str(life.label), url=reverse(life.index), icon_name=life.icon)
            for life in known.values()
            if life.index
        ]
    return page(
        request, "programmes/desk/programmes.html", _("Programmes"), icon="folder-open-1", crumbs=crumbs(), buttons=buttons,
        listed=listed, query=query.urlencode(), kind=kind, lives=list(known.values()), all=request.GET.get("all"),
        rows=[(row, known[row.kind].one if row.kind in known else names.get(row.format_code, "")) for row in listed.object_list],
    )  # fmt: skip


@needs(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("format", "")
    card = formats.card(code) if code else None
    initial: dict[str, Any] = {"unit": working_unit(request), "is_public": True}
    if card:
        initial |= {
            "title": dict(card.name), "about": dict(card.about), "format_code": card.code, "audience": card.audiences[0],
            "age_from": card.ages[0] or None, "age_to": card.ages[1] if card.ages[1] < 100 else None, "age_mark": card.age_mark,
        }  # fmt: skip
    return _edit(request, None, initial)


@needs(PLAN)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = programme_for(request, pk, PLAN)
    return _edit(request, found, {name: getattr(found, name) for name in _FIELDS})


def _edit(request: HttpRequest, found: Programme | None, initial: dict[str, Any]) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        require(request.user, PLAN, told["unit"])
        if found is not None and found.format_code not in formats.built_in() and not told["format_code"]:
            told["format_code"] = found.format_code
        try:
            made = services.save_programme(programme=found, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("desk_programmes:programme", made.pk)
    return page(
        request, "programmes/desk/edit_programme.html", str(found) if found else _("New programme"), icon="edit", form=form,
        crumbs=[*crumbs(), (_("Programmes"), reverse("desk_programmes:programmes"))], programme=found,
    )  # fmt: skip


@needs(VIEW)
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = programme_for(request, pk)
    rows = list(
        found.occasions.select_related("unit", "zone").prefetch_related("headcounts").order_by("starts_at")[:300]
    )
    life = lives.life(found.kind)
    panel = ""
    if life and life.desk_panel and life.desk_fill:
        told = life.desk_fill(found, request)
        panel = render_to_string(life.desk_panel, told, request) if told is not None else ""
    card = formats.card(found.format_code) if found.format_code else None
    parts = (card.rules.get("parts_at_least") or 0) if card else 0
    meetings = [row for row in rows if row.stage != "cancelled"]
    heads = sum(head.number for row in rows for head in row.headcounts.all())
    return page(
        request, "programmes/desk/programme.html", str(found), icon="folder-open-1", programme=found, life=life, card=card,
        crumbs=[*crumbs(), (_("Programmes"), reverse("desk_programmes:programmes"))], panel=panel,
        rows=[(row, hour_of(row), where_of(row), sum(h.number for h in row.headcounts.all())) for row in rows],
        may_plan=rules.may(request.user, PLAN, found.unit), moves=found.moves_open_to(request.user), heads=heads,
        lacking=max(0, parts - len(meetings)), held=sum(row.stage in ("counted", "reported", "archived") for row in rows),
    )  # fmt: skip


@require_POST
@needs(PLAN)
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the screen it was pressed on: a room above may show the stages of its programmes too."""
    make_move(request, programme_for(request, pk, PLAN))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("desk_programmes:programme", pk)
