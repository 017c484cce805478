"""Rooms set up at the desk, and the paper that hangs at their doors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.core.views import pdf_response
from chytalnia.network.models import Zone
from chytalnia.people.access import needs, require
from chytalnia.people.shell import page
from chytalnia.spaces import papers, services
from chytalnia.spaces.forms.desk import SpaceForm, norm_warning
from chytalnia.spaces.models import Space

from .common import SET_UP, VIEW, crumbs, shown_unit, space_for

_FIELDS = (
    "unit", "name", "zone", "seats", "area", "norm", "equipment", "about", "rules", "readers_may", "approval", "most_minutes",
    "ahead_days", "needs_check_in", "is_open", "order",
)  # fmt: skip


def urls() -> list[Any]:
    return [
        path("new/", new, name="new"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("<int:pk>/door/", new_door, name="new_door"),
        path("<int:pk>/door.pdf", paper, name="paper"),
    ]


@needs(SET_UP)
def new(request: HttpRequest) -> HttpResponse:
    unit = shown_unit(request, SET_UP)
    initial: dict[str, Any] = {"unit": unit, "readers_may": True, "needs_check_in": True, "is_open": True}
    asked = request.GET.get("zone", "")
    zone = Zone.objects.filter(pk=int(asked), unit=unit).first() if asked.isdecimal() and len(asked) < 18 else None
    if zone is not None:
        initial |= {"zone": zone, "name": zone.name, "seats": zone.seats, "area": zone.area}
    return _edit(request, None, initial)


@needs(SET_UP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = space_for(request, pk, SET_UP)
    return _edit(request, found, {name: getattr(found, name) for name in _FIELDS})


def _edit(request: HttpRequest, found: Space | None, initial: dict[str, Any]) -> HttpResponse:
    form = SpaceForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        require(request.user, SET_UP, told["unit"])
        try:
            made = services.save_space(space=found, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The room is saved."))
            if warning := norm_warning(made, made.seats):
                messages.warning(request, warning)
            return redirect("desk_spaces:space", made.pk)
    back = [(str(found), reverse("desk_spaces:space", args=[found.pk]))] if found else []
    return page(
        request, "spaces/desk/edit.html", _("Change a room") if found else _("New room"), icon="home", form=form,
        crumbs=crumbs(*back), space=found,
    )  # fmt: skip


@require_POST
@needs(SET_UP)
def new_door(request: HttpRequest, pk: int) -> HttpResponse:
    services.new_door(space=space_for(request, pk, SET_UP), by=request.user)
    messages.success(request, _("The door has a new code. Print its paper and hang it up."))
    return redirect("desk_spaces:edit", pk)


@needs(VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = space_for(request, pk)
    return pdf_response(papers.door_pdf(found), f"door-{pk}")
