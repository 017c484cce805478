"""Plans at the desk: drawn by mouse, by keys, or by plain fields; nothing is lost and nobody overwrites another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.forms import number_of
from chytalnia.network.models import PLACES, Unit, Zone
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.shell import page
from chytalnia.spaces import drawing, services
from chytalnia.spaces.errors import SpacesError, Stale
from chytalnia.spaces.forms.desk import PieceForm, PlaceForm, PlanForm, in_metres
from chytalnia.spaces.models import Piece, PieceKind, Plan
from chytalnia.spaces.queries import plans as queries

from .common import DRAW, VIEW, crumbs, plan_for

#: Sizes that new pieces begin with, centimetres.
SIZES = {"zone": (400, 300), "shelf": (180, 40), "furniture": (120, 80), "entrance": (120, 20), "way": (120, 300),
         "wall": (300, 15)}  # fmt: skip


def urls() -> list[Any]:
    return [
        path("plans/", units, name="units"),
        path("plans/of/<int:unit>/", plans, name="plans"),
        path("plans/of/<int:unit>/new/", new, name="new_plan"),
        path("plans/<int:pk>/", plan, name="plan"),
        path("plans/<int:pk>/edit/", edit, name="edit_plan"),
        path("plans/<int:pk>/remove/", remove, name="remove_plan"),
        path("plans/<int:pk>/piece/", piece, name="piece"),
        path("plans/<int:pk>/place/<int:piece>/", place, name="place"),
        path("plans/<int:pk>/drop/<int:piece>/", drop, name="drop"),
    ]


@needs(VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """Libraries, and which of them have a plan."""
    found = rules.units_where(request.user, VIEW).filter(kind__in=PLACES)
    rows = found.annotate(
        floors=Count("plans", distinct=True), shown=Count("plans", filter=Q(plans__is_public=True), distinct=True),
        drawn=Count("plans__pieces", filter=Q(plans__pieces__kind=PieceKind.SHELF), distinct=True),
    )  # fmt: skip
    return page(request, "spaces/desk/units.html", _("Plans"), icon="site", crumbs=crumbs(), rows=list(rows[:600]))


@needs(VIEW)
def plans(request: HttpRequest, unit: int) -> HttpResponse:
    shown: Unit = get_object_or_404(rules.units_where(request.user, VIEW), pk=unit)
    floors = list(queries.plans_of(shown, drafts=True))
    may = rules.may(request.user, DRAW, shown)
    buttons = []
    if may:
        address = reverse("desk_spaces:new_plan", args=[shown.pk])
        buttons.append(HeaderButton(_("Draw a floor"), url=address, icon_name="plus"))
    drawn = [(floor, drawing.draw(floor, floor.pieces.all())) for floor in floors]
    return page(
        request, "spaces/desk/plans.html", _("Plan: %(library)s") % {"library": shown}, icon="site", unit=shown, drawn=drawn,
        crumbs=crumbs((_("Plans"), reverse("desk_spaces:units"))), buttons=buttons, may_draw=may,
        coverage=queries.coverage(shown) if floors else None,
    )  # fmt: skip


@needs(DRAW)
def new(request: HttpRequest, unit: int) -> HttpResponse:
    shown: Unit = get_object_or_404(rules.units_where(request.user, DRAW), pk=unit)
    taken = set(shown.plans.values_list("floor", flat=True))
    floors = [floor for floor in shown.zones.values_list("floor", flat=True) if floor and floor not in taken]
    form = PlanForm(request.POST or None, initial={"floor": next(iter(sorted(floors)), "1"), "width": 20, "depth": 12})
    if form.is_valid():
        told = dict(form.cleaned_data)
        told.pop("version")
        try:
            made = services.save_plan(unit=shown, by=request.user, **told)
        except (ValidationError, SpacesError) as refusal:
            form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
        else:
            return redirect("desk_spaces:plan", made.pk)
    return _plan_page(request, form, shown, _("Draw a floor"))


def _plan_page(request: HttpRequest, form: Any, unit: Any, title: str, found: Plan | None = None) -> HttpResponse:
    back = (_("Plan: %(library)s") % {"library": unit}, reverse("desk_spaces:plans", args=[unit.pk]))
    return page(
        request, "spaces/desk/edit_plan.html", title, icon="site", form=form, plan=found,
        crumbs=crumbs((_("Plans"), reverse("desk_spaces:units")), back),
    )  # fmt: skip


@needs(DRAW)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = plan_for(request, pk, DRAW)
    form = PlanForm(request.POST or None, initial=PlanForm.initial_of(found))
    if form.is_valid():
        try:
            services.save_plan(plan=found, unit=found.unit, by=request.user, **form.cleaned_data)
        except (ValidationError, SpacesError) as refusal:
            form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
            form = _with_version(form, found)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk_spaces:plan", pk)
    return _plan_page(request, form, found.unit, str(found), found)


def _with_version(form: Any, plan: Plan) -> Any:
    """The same form, to be sent once more knowing how the plan is now."""
    plan.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(plan.version)
    return form


@require_POST
@needs(DRAW)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = plan_for(request, pk, DRAW)
    unit = found.unit_id
    services.remove_plan(plan=found, by=request.user)
    messages.success(request, _("The plan of the floor is removed."))
    return redirect("desk_spaces:plans", unit)


@needs(VIEW)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawing board; `?piece=` opens a piece, `?add=` a new one of a kind."""
    return _board(request, plan_for(request, pk))


@needs(DRAW)
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a new piece, or one that is there."""
    found = plan_for(request, pk, DRAW)
    if request.method != "POST":
        return redirect("desk_spaces:plan", pk)
    selected = _piece(found, request.POST.get("piece", ""))
    form = PieceForm(request.POST, plan=found)
    if form.is_valid():
        try:
            made = services.save_piece(
                plan=found, piece=selected, version=form.cleaned_data["version"], by=request.user, **form.asked()
            )
        except SpacesError as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, Stale):
                form = _with_version(form, found)
        else:
            messages.success(request, _("Saved: %(piece)s.") % {"piece": made.called})
            return redirect(f"{reverse('desk_spaces:plan', args=[pk])}?piece={made.pk}#piece")
    return _board(request, found, selected, form, status=409 if form.non_field_errors() else 200)


def _piece(plan: Plan, text: str) -> Piece | None:
    pk = number_of(text)
    return Piece.objects.filter(pk=pk, plan=plan).select_related("zone", "plan").first() if pk else None


def _board(
    request: HttpRequest, found: Plan, selected: Piece | None = None, form: Any = None, status: int = 200
) -> HttpResponse:
    may = rules.may(request.user, DRAW, found.unit)
    pieces = list(found.pieces.select_related("zone"))
    for one in pieces:
        one.plan = found
    if selected is None and form is None:
        selected = _piece(found, request.GET.get("piece", ""))
    adding = request.GET.get("add", "") if form is None else ""
    if form is None and selected is not None:
        form = PieceForm(plan=found, initial=PieceForm.initial_of(selected))
    elif form is None and adding in SIZES:
        form = PieceForm(plan=found, initial=_fresh(request, found, adding, pieces))
    buttons = []
    if may:
        buttons.append(
            HeaderButton(_("Size and name"), url=reverse("desk_spaces:edit_plan", args=[found.pk]), icon_name="edit")
        )
    if found.is_public:
        buttons.append(HeaderButton(_("As readers see it"), url=found.get_absolute_url(), icon_name="view"))
    shelf = selected is not None and selected.kind == PieceKind.SHELF
    return page(
        request, "spaces/desk/board.html", f"{found.unit}: {found}", icon="site", status=status, buttons=buttons, plan=found,
        crumbs=crumbs((_("Plans"), reverse("desk_spaces:units")),
                      (_("Plan: %(library)s") % {"library": found.unit}, reverse("desk_spaces:plans", args=[found.unit_id]))),
        drawing=drawing.draw(found, pieces), pieces=pieces, selected=selected, form=form if may else None, may_draw=may,
        kinds=PieceKind.choices, adding=adding, stands=queries.stands_on(selected) if shelf and selected else [],
        undrawn=_undrawn(found, pieces),
    )  # fmt: skip


def _undrawn(plan: Plan, pieces: list[Piece]) -> list[Zone]:
    """Zones of this floor that are not drawn yet: one press each."""
    there = {one.zone_id for one in pieces if one.kind == PieceKind.ZONE}
    return [zone for zone in Zone.objects.filter(unit=plan.unit_id, floor=plan.floor) if zone.pk not in there]


def _fresh(request: HttpRequest, plan: Plan, kind: str, pieces: list[Piece]) -> dict[str, Any]:
    """A new piece in the middle of what is empty, or where the mouse drew it."""
    w, h = (min(side, limit) for side, limit in zip(SIZES[kind], (plan.width, plan.depth), strict=True))
    x, y = (plan.width - w) // 2, (plan.depth - h) // 2
    drawn = PlaceForm(request.GET.dict() | {"version": "1"})
    if drawn.is_valid():
        x, y, w, h = (drawn.cleaned_data[name] for name in ("x", "y", "w", "h"))
    initial: dict[str, Any] = {"kind": kind, "version": plan.version}
    if kind == PieceKind.SHELF:
        numbers = [int(one.label) for one in pieces if one.kind == PieceKind.SHELF and one.label.isdecimal()]
        initial["label"] = str(max(numbers, default=0) + 1)
    if kind == PieceKind.FURNITURE:
        initial["furniture"] = "table"
    asked = request.GET.get("zone", "")
    if asked.isdecimal() and len(asked) < 18:
        initial["zone"] = Zone.objects.filter(pk=int(asked), unit=plan.unit_id).first()
    elif kind == PieceKind.SHELF:
        around = [z for z in pieces if z.kind == PieceKind.ZONE and z.x <= x <= z.x + z.w and z.y <= y <= z.y + z.h]
        initial["zone"] = around[0].zone if around else None
    return initial | {name: in_metres(value) for name, value in zip("xywh", (x, y, w, h), strict=True)}


@require_POST
@needs(DRAW)
def place(request: HttpRequest, pk: int, piece: int) -> JsonResponse:
    """A piece dragged or pushed; the answer is the version that the plan has now."""
    found = plan_for(request, pk, DRAW)
    moved = get_object_or_404(Piece.objects.select_related("plan"), pk=piece, plan=found)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": _("This lies outside the plan."), "code": "outside"}, status=400)
    try:
        done = services.place_piece(piece=moved, by=request.user, **form.cleaned_data)
    except SpacesError as refusal:
        return JsonResponse({"refused": str(refusal), "code": refusal.code}, status=409)
    return JsonResponse({"version": done.plan.version, "x": done.x, "y": done.y, "w": done.w, "h": done.h})


@require_POST
@needs(DRAW)
def drop(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    found = plan_for(request, pk, DRAW)
    require(request.user, DRAW, found.unit)
    gone = get_object_or_404(Piece.objects.select_related("plan"), pk=piece, plan=found)
    version = request.POST.get("version", "")
    try:
        services.remove_piece(piece=gone, version=int(version) if version.isdecimal() else None, by=request.user)
        messages.success(request, _("Removed: %(piece)s.") % {"piece": gone.called})
    except SpacesError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('desk_spaces:plan', args=[pk])}?piece={piece}#piece")
    return redirect("desk_spaces:plan", pk)
