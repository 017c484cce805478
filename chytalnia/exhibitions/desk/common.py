"""What the screens of exhibitions share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.exhibitions import queries
from chytalnia.exhibitions.models import Exhibition
from chytalnia.people import rules

VIEW, MAKE = "exhibitions.view", "exhibitions.make"


def exhibition_for(request: HttpRequest, pk: int, action: str = VIEW) -> Exhibition:
    found = get_object_or_404(queries.exhibitions(), pk=pk)
    if not rules.may(request.user, action, found.programme.unit):
        raise PermissionDenied(action)
    return found


def crumbs_of(*more: Any) -> list[Any]:
    return [
        (_("Programmes"), reverse("desk_programmes:programmes")),
        (_("Exhibitions"), reverse("desk_exhibitions:index")),
        *more,
    ]
