"""Pages of readers: what is shown now and what was, an exhibition to walk through, an exhibit opened."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from chytalnia.journal import later
from chytalnia.network import structured
from chytalnia.people import rules
from chytalnia.programmes import queries as programmes
from chytalnia.programmes.lines import lines

from . import queries
from .models import Exhibit, Exhibition

PER_PAGE = 24


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Exhibitions that go on, and the archive of past ones."""
    now = queries.on_show().order_by("-programme__first_day", "-pk")[:60]
    past = Paginator(queries.past().order_by("-programme__last_day", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"now": queries.cards(now), "past": past, "past_cards": queries.cards(past)}
    return render(request, "exhibitions/index.html", context)


@require_safe
def exhibition(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.shown(), pk=pk)
    walls = queries.walls(found)
    later.record("exhibitions.visits", unit=found.programme.unit_id, source=found)
    return render(
        request, "exhibitions/exhibition.html",
        {
            "exhibition": found, "programme": found.programme, "unit": found.programme.unit, "walls": walls,
            "canonical": settings.PUBLIC_URL + found.get_absolute_url(), "json_ld": structured.script(_as_data(found, walls)),
            "stands": found.stands, "is_on": queries.goes_on(found),
            "ahead": lines(programmes.with_all().shown().ahead().filter(programme=found.programme).order_by("starts_at")[:6]),
            "image": settings.PUBLIC_URL + found.programme.photo.get_absolute_url() if found.programme.photo else "",
            "may_make": rules.may(request.user, "exhibitions.make", found.programme.unit),
        },
    )  # fmt: skip


@require_safe
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """What a label's code and a press on an exhibit lead to: counted, then the book or the place on the page."""
    exhibit = get_object_or_404(Exhibit.objects.select_related("section__exhibition", "work"), pk=pk)
    found = get_object_or_404(queries.shown(), pk=exhibit.section.exhibition_id)
    later.record("exhibitions.opened", unit=found.programme.unit_id, source=exhibit)
    if exhibit.work is not None:
        return redirect(exhibit.work.get_absolute_url())
    return redirect(f"{found.get_absolute_url()}#exhibit-{pk}")


def _as_data(exhibition: Exhibition, walls: Any) -> dict[str, Any]:
    programme, home = exhibition.programme, settings.PUBLIC_URL
    unit = programme.unit
    page = home + exhibition.get_absolute_url()
    told: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "ExhibitionEvent", "@id": page, "url": page, "name": str(programme.title),
        "description": str(programme.about), "isAccessibleForFree": True,
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Library", "name": str(unit.name), "address": str(unit.address), "url": home + unit.get_absolute_url()},
            {"@type": "VirtualLocation", "url": page},
        ],
        "workFeatured": [
            {"@type": "Book", "name": hung.exhibit.work.title, "url": home + hung.exhibit.work.get_absolute_url()}
            for _section, row in walls
            for hung in row
            if hung.exhibit.work is not None
        ],
    }  # fmt: skip
    if programme.photo is not None:
        told["image"] = home + programme.photo.get_absolute_url()
    if programme.first_day:
        told["startDate"] = programme.first_day.isoformat()
    if programme.last_day:
        told["endDate"] = programme.last_day.isoformat()
    return told
