"""What lending shows on pages of the rooms below: on a reader's page at the desk, what they have and wait for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.models import Reader

from . import queries
from .models import Route
from .purse import purse_of


def reader_at_desk(reader: Reader, request: Any) -> dict[str, Any] | None:
    """Loans and holds of a reader, for those who lend in the reader's library or their own."""
    if not rules.may(request.user, "lending.view"):
        return None
    loans = list(queries.loans_of(reader)[:100])
    return {
        "reader": reader, "loans": loans, "holds": list(queries.holds_of(reader)[:50]),
        "summary": queries.summary(reader), "today": timezone.localdate(),
        "may_lend": rules.may(request.user, "lending.lend"), "money": purse_of(reader.pk, loans),
    }  # fmt: skip


def timetable(unit: Unit, request: Any) -> dict[str, Any] | None:
    """On the page of a library: where its bus stops, and when it comes next."""
    today = timezone.localdate()
    routes = Route.objects.filter(unit=unit, is_active=True).prefetch_related("stops")
    rows = sorted(((route.next_after(today), route) for route in routes), key=lambda row: (row[0], row[1].name))
    return {"routes": rows, "today": today} if rows else None
