"""What lending shows on pages of the rooms below: on a reader's page at the desk, what they have and wait for."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.models import Reader

from . import queries
from .models import Charge, Route


def reader_at_desk(reader: Reader, request: Any) -> dict[str, Any] | None:
    """Loans and holds of a reader, for those who lend in the reader's library or their own."""
    if not rules.may(request.user, "lending.view"):
        return None
    return {
        "reader": reader, "loans": list(queries.loans_of(reader)[:100]), "holds": list(queries.holds_of(reader)[:50]),
        "summary": queries.summary(reader), "today": timezone.localdate(),
        "may_lend": rules.may(request.user, "lending.lend"), "charges": _charges(reader, request.user),
        "may_replace": rules.may(request.user, "lending.lose"),
    }  # fmt: skip


def _charges(reader: Reader, user: Any) -> list[Charge]:
    """What the reader is to pay; each knows whether this person takes the money, and the key that takes it once."""
    charges = list(reader.charges.owed().select_related("unit", "loan__item__record")[:50])
    takes = {unit: rules.may(user, "lending.money", unit) for unit in {charge.unit for charge in charges}}
    for charge in charges:
        charge.key = uuid.uuid4() if takes[charge.unit] else None  # type: ignore[attr-defined]
    return charges


def timetable(unit: Unit, request: Any) -> dict[str, Any] | None:
    """On the page of a library: where its bus stops, and when it comes next."""
    today = timezone.localdate()
    routes = Route.objects.filter(unit=unit, is_active=True).prefetch_related("stops")
    rows = sorted(((route.next_after(today), route) for route in routes), key=lambda row: (row[0], row[1].name))
    return {"routes": rows, "today": today} if rows else None
