"""Where an exhibition stands: chosen on the plan of the library, or said in words where none is drawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.core.forms import number_of
from chytalnia.exhibitions import services
from chytalnia.exhibitions.desk.common import MAKE, crumbs_of, exhibition_for
from chytalnia.exhibitions.errors import CannotShow
from chytalnia.exhibitions.forms import WordsForm
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.shell import page
from chytalnia.spaces import drawing
from chytalnia.spaces.models import PLACES, Piece, PieceKind, Plan
from chytalnia.spaces.queries import plans


@needs(MAKE)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    found = exhibition_for(request, pk, MAKE)
    unit = found.programme.unit
    here = reverse("desk_exhibitions:exhibition", args=[pk])
    floors = list(plans.plans_of(unit, drafts=True))
    form = None
    if not floors:
        form = WordsForm(request.POST or None, unit=unit, initial={"zone": found.zone, "shelf": found.shelf})
    if request.method == "POST":
        told: dict[str, Any] | None = _told(request, unit) if form is None else None
        if form is not None and form.is_valid():
            told = form.cleaned_data
        if told is not None:
            try:
                services.stand(exhibition=found, by=request.user, **told)
            except CannotShow as refusal:
                messages.error(request, str(refusal))
            else:
                return redirect(here)
    wanted = number_of(request.GET.get("piece", "")) or found.place_id
    drawings = [drawing.draw(floor, floor.pieces.all(), marked=wanted) for floor in floors]
    return page(
        request, "exhibitions/desk/place.html", _("Where it stands"), icon="image", crumbs=crumbs_of((str(found), here)),
        exhibition=found, unit=unit, form=form, floors=[_listed(drawn) for drawn in drawings],
        chosen=next((drawn.marked.piece for drawn in drawings if drawn.marked), None),
        may_draw=rules.may(request.user, "spaces.draw", unit),
    )  # fmt: skip


def _told(request: HttpRequest, unit: Any) -> dict[str, Any]:
    """The piece that was pressed; nothing where it was taken away."""
    told = request.POST.get("place", "")
    mine = Piece.objects.filter(plan__unit=unit, kind__in=PLACES).select_related("plan", "zone")
    return {"place": get_object_or_404(mine, pk=number_of(told)) if told else None}


def _listed(drawn: drawing.Drawing) -> tuple[Plan, drawing.Drawing, list[tuple[Piece | None, list[Piece]]]]:
    """A floor with its zones, each with the shelves in it; shelves of no zone come last."""
    pieces = [one.piece for one in drawn.pieces]
    shelves = [piece for piece in pieces if piece.kind == PieceKind.SHELF]
    zones = [piece for piece in pieces if piece.kind == PieceKind.ZONE]
    rows: list[tuple[Piece | None, list[Piece]]] = [
        (zone, [shelf for shelf in shelves if shelf.zone_id == zone.zone_id]) for zone in zones
    ]
    loose = [shelf for shelf in shelves if shelf.zone_id not in {zone.zone_id for zone in zones}]
    return drawn.plan, drawn, [*rows, (None, loose)] if loose else rows
