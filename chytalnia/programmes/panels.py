"""What programmes show on pages of the rooms below and above: a library, a book, the start, a reader's account."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from chytalnia.people.readers import parents

from . import queries
from .lines import lines
from .queries import Asked


def of_unit(unit: Any, request: Any) -> dict[str, Any] | None:
    """What comes next in a library and under it."""
    asked = Asked(unit=unit)
    found = lines(queries.upcoming(asked)[:6])
    if not found:
        return None
    return {"lines": found, "unit": unit, "address": asked.address(reverse("programmes:calendar"))}


def of_work(work: Any, request: Any) -> dict[str, Any] | None:
    found = lines(queries.of_work(work))
    return {"lines": found} if found else None


def today(_nothing: Any, request: Any) -> dict[str, Any] | None:
    """Today on the start page; when nothing is left of today, what is next."""
    now = timezone.now()
    ahead = lines(queries.upcoming(Asked(), now)[:8])
    here = timezone.localdate()
    todays = [line for line in ahead if line.occasion.day <= here]
    shown = todays[:6] or ahead[:4]
    return {"lines": shown, "is_today": bool(todays), "calendar": reverse("programmes:calendar")} if shown else None


def of_account(reader: Any, request: Any) -> dict[str, Any] | None:
    own = {reader.pk, *(child.pk for child in parents.looked_after(reader))}
    found = queries.of_readers([reader, *parents.shown_to(reader)])
    if not found:
        return None
    return {"enrolments": [(each, each.reader_id in own) for each in found], "reader": reader}
