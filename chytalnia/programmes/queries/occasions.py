"""Events for their own pages, and those that belong to a book, a reader, a library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.programmes.models import Enrolment, Link, Occasion, OccasionQuerySet, Part, Seats


def with_all() -> OccasionQuerySet:
    """Events with all that their page shows."""
    return Occasion.objects.select_related("unit", "zone", "programme", "photo", "responsible").prefetch_related(
        "seats", "questions", "duties__person", Prefetch("links", Link.objects.select_related("work", "asset")),
        "photos__asset",
    )  # fmt: skip


def for_page(pk: int) -> Occasion | None:
    """An event that readers may see."""
    return with_all().shown().filter(pk=pk).first()


def of_work(work: Any, *, most: int = 5) -> list[Occasion]:
    """Events to come about a book, and the latest that were."""
    rows = Occasion.objects.shown().filter(links__work=work).exclude(stage="cancelled").select_related("unit", "zone")
    ahead = list(rows.ahead().order_by("starts_at")[:most])
    if len(ahead) < most:
        past = rows.exclude(pk__in=[each.pk for each in ahead]).filter(ends_at__lt=timezone.now())
        ahead += list(past.order_by("-starts_at")[: most - len(ahead)])
    return ahead


def of_readers(people: Iterable[Any]) -> list[Enrolment]:
    """What these readers are enrolled for or wait for, and what is to come of it."""
    rows = Enrolment.objects.filter(reader__in=list(people), occasion__ends_at__gte=timezone.now())
    rows = rows.exclude(state="cancelled").select_related("occasion__unit", "occasion__zone", "reader")
    return list(rows.order_by("occasion__starts_at", "pk")[:50])


def seats_in_words(occasion: Occasion, *, short: bool = False) -> str:
    """«12 places are free», «All places are taken, 4 wait», or nothing where nobody counts; `short` only of the place itself."""
    if not occasion.is_enrolled:
        return ""
    rows = sorted(occasion.seats.all(), key=lambda each: each.part == Part.ONLINE)
    if len(rows) > 1 and not short:
        return "; ".join(f"{each.get_part_display()}: {_words(each)}" for each in rows)
    return capfirst(_words(rows[0])) if rows else ""


def _words(seats: Seats) -> str:
    if seats.capacity is None:
        return _("places for everybody")
    if seats.waiting:
        return ngettext(
            "all places are taken, %(n)d waits", "all places are taken, %(n)d wait", seats.waiting
        ) % {"n": seats.waiting}  # fmt: skip
    if not seats.free:
        return _("all places are taken")
    return ngettext("%(n)d place is free", "%(n)d places are free", seats.free) % {"n": seats.free}
