"""What the screens of the room share: the library shown, the way back, rooms and plans that one may see."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.network.models import PLACES, Unit
from chytalnia.people import rules
from chytalnia.spaces.models import Booking, Plan, Space

VIEW, DRAW, SET_UP, BOOK, DECIDE = "spaces.view", "spaces.draw", "spaces.set_up", "spaces.book", "spaces.decide"


def shown_unit(request: HttpRequest, action: str = VIEW) -> Unit | None:
    """The library asked for, else that of the diary, else the first that has a room."""
    mine = rules.units_where(request.user, action).filter(kind__in=PLACES)
    code = request.GET.get("unit", "")
    if code:
        return get_object_or_404(mine, code=code)
    own = mine.filter(code=request.session.get("desk_unit", "")).first()
    return own or mine.filter(spaces__isnull=False).first() or mine.first()


def units_with_rooms(request: HttpRequest) -> list[Unit]:
    found = rules.units_where(request.user, VIEW).filter(spaces__isnull=False).distinct()
    return list(found.only("pk", "path", "depth", "code", "name", "short_name", "kind")[:400])


def crumbs(*more: Any) -> list[Any]:
    return [(_("Rooms"), reverse("desk_spaces:day")), *more]


def space_for(request: HttpRequest, pk: int, action: str = VIEW) -> Space:
    found = get_object_or_404(Space.objects.select_related("unit", "zone"), pk=pk)
    _require(request, action, found.unit)
    return found


def plan_for(request: HttpRequest, pk: int, action: str = VIEW) -> Plan:
    found = get_object_or_404(Plan.objects.select_related("unit", "changed_by"), pk=pk)
    _require(request, action, found.unit)
    return found


def booking_for(request: HttpRequest, pk: int, action: str = VIEW) -> Booking:
    found = get_object_or_404(
        Booking.objects.select_related("space__unit", "space__zone", "occasion", "reader", "weekly", "made_by"), pk=pk
    )
    _require(request, action, found.space.unit)
    return found


def _require(request: HttpRequest, action: str, unit: Unit) -> None:
    if not rules.may(request.user, action, unit):
        raise PermissionDenied(action)
