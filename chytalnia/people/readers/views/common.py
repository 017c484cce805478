"""What the desk's pages about readers share: the reader one may see, the library one works in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chytalnia.core import panels
from chytalnia.network.models import PLACES, Unit
from chytalnia.people import rules
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries, services

VIEW, REGISTER, MERGE, CLOSE, BLOCK, TEXTS = (
    "people.view_reader", "people.register_reader", "people.merge_readers", "people.close_reader",
    "people.block_reader", "people.edit_consents",
)  # fmt: skip


def reader_for(request: HttpRequest, pk: int, action: str = VIEW) -> Reader:
    """The reader, if this member of staff may do this with them; a look at a child is noted. A merged record is given
    as it is, so that its page can say where it leads."""
    reader = get_object_or_404(Reader.objects.select_related("home_unit", "household", "responsible", "user"), pk=pk)
    if reader.anonymised_at is not None or not queries.may_see(request.user, queries.lead(reader), action):
        raise PermissionDenied(action)
    services.look(reader=reader, by=request.user, request=request)
    return reader


def working_unit(request: HttpRequest, action: str = REGISTER) -> Unit | None:
    """The library where the person works now: the one of their diary if it allows this, else their first."""
    places = rules.units_where(request.user, action).filter(kind__in=PLACES)
    return places.filter(code=request.session.get("desk_unit", "")).first() or places.first()


def crumb() -> tuple[Any, str]:
    return (_("Readers"), reverse("desk_readers:list"))


def filled_panels(place: str, reader: Reader, request: HttpRequest) -> list[str]:
    filled = [(panel, panel.fill(reader, request)) for panel in panels.at(place)]
    return [render_to_string(panel.template, told, request) for panel, told in filled if told is not None]
