"""The plan of a library: drawn, and told in words beside it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from chytalnia.core import panels
from chytalnia.journal import later
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.spaces import drawing, saying
from chytalnia.spaces.models import PieceKind, Space
from chytalnia.spaces.queries import plans


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """All floors of a library; `?shelf=` marks a shelf or a zone and says how to go to it."""
    unit = get_object_or_404(Unit, code=code)
    floors = list(plans.plans_of(unit))
    if not floors:
        raise Http404
    wanted = request.GET.get("shelf", "")
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None
    drawings = [drawing.draw(floor, floor.pieces.all(), marked=pk) for floor in floors]
    marked = next((drawn for drawn in drawings if drawn.marked), None)
    told = None
    if marked is not None and marked.marked is not None:
        shelf = marked.marked.piece
        start = saying.start_of(marked.plan.pieces.all())
        filled = [(panel, panel.fill(shelf, request)) for panel in panels.at("spaces.piece")]
        told = {
            "panels": [render_to_string(panel.template, what, request) for panel, what in filled if what is not None],
            "floor": marked.plan, "shelf": shelf, "where": saying.where(shelf, marked.plan),
            "how": saying.how(shelf, marked.plan, start), "mark": request.GET.get("mark", "")[:120],
        }  # fmt: skip
        later.record("rooms.shown", unit=unit.pk, source=shelf)
    return render(
        request, "spaces/plan.html",
        {
            "unit": unit, "drawings": drawings, "told": told, "legend": drawing.legend(drawings),
            "floors": [_told(drawn) for drawn in drawings], "canonical": settings.PUBLIC_URL + floors[0].get_absolute_url(),
            "spaces": Space.objects.for_readers().filter(unit=unit).exists(),
            "may_draw": rules.may(request.user, "spaces.draw", unit),
        },
    )  # fmt: skip


def _told(drawn: drawing.Drawing) -> dict[str, object]:
    """A floor as a list: its zones, each with the shelves in it; shelves of no zone; what else there is."""
    pieces = [one.piece for one in drawn.pieces]
    shelves = [piece for piece in pieces if piece.kind == PieceKind.SHELF]
    zones = {piece.zone_id: piece.zone for piece in pieces if piece.kind == PieceKind.ZONE}
    ways = [piece for piece in pieces if piece.kind == PieceKind.WAY]
    doors = [piece for piece in pieces if piece.kind == PieceKind.ENTRANCE]
    things = sorted({str(piece.get_furniture_display()) for piece in pieces if piece.furniture not in ("", "other")})
    return {
        "drawing": drawn, "plan": drawn.plan, "ways": ways, "doors": doors, "things": things,
        "zones": [(zone, [shelf for shelf in shelves if shelf.zone_id == pk]) for pk, zone in zones.items()],
        "loose": [shelf for shelf in shelves if shelf.zone_id not in zones],
    }  # fmt: skip
