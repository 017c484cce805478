"""Public pages of the network: the list and map of libraries, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings as django_settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.views.decorators.http import require_safe

from chytalnia.core import panels

from . import queries, structured
from .forms import LibraryFilter
from .hours import Day, day_of
from .listing import listing, one
from .models import Axis, Specialisation, Unit, UnitState
from .sentences import day_month, day_sentence

PER_PAGE = 50


@require_safe
def libraries(request: HttpRequest) -> HttpResponse:
    asked = LibraryFilter(request.GET)
    found = listing(asked, timezone.now())
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "network/libraries.html",
        {
            "asked": asked.asked,
            "found": found,
            "page": Paginator(found.shown, PER_PAGE).get_page(request.GET.get("page")),
            "query": query.urlencode(),
            "markers_url": f"{reverse('network:markers')}?{query.urlencode()}",
            "axes": by_axis(queries.specialisations_in_use()),
            "open_count": sum(listed.status.is_open for listed in found.shown),
            "tiles": django_settings.MAP_TILES,
            "tiles_credit": django_settings.MAP_TILES_CREDIT,
        },
    )


@require_safe
def markers(request: HttpRequest) -> JsonResponse:
    """What the map on the list shows: the same libraries as the list."""
    found = listing(LibraryFilter(request.GET), timezone.now())
    return JsonResponse(structured.markers(found.shown), safe=False, json_dumps_params={"ensure_ascii": False})


@require_safe
def geojson(request: HttpRequest) -> JsonResponse:
    """The same for anybody's map."""
    found = listing(LibraryFilter(request.GET), timezone.now())
    urls = {listed.unit.code: django_settings.PUBLIC_URL + listed.unit.get_absolute_url() for listed in found.shown}
    response = JsonResponse(structured.geojson(found.shown, urls), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/geo+json"
    return response


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    shown = queries.unit_page(code)
    if shown is None:
        raise Http404
    now = timezone.now()
    hours = queries.hours_of([shown])[shown.pk]
    today = now.astimezone(hours.zone).date()
    url = django_settings.PUBLIC_URL + shown.get_absolute_url()
    ancestors = list(Unit.objects.filter(path__in=shown.lineage[:-1]))
    return render(
        request,
        "network/unit.html",
        {
            "unit": shown,
            "ancestors": ancestors,
            "listed": one(shown, now),
            "works": shown.state == UnitState.WORKING,
            "has_hours": hours.is_known,
            "week": [
                (WEEKDAYS[n], day_sentence(Day(today, hours.weekly.get(n, ()))), n == today.weekday()) for n in range(7)
            ],
            "today": day_sentence(day_of(hours, today)),
            "unusual": [
                (day_month(first), day_month(last) if last != first else "", day_sentence(day))
                for first, last, day in structured.unusual_days(hours, today)
            ],
            "axes": by_axis(shown.specialisations.all()),
            "below": queries.below(shown),
            "json_ld": structured.script(structured.library(shown, hours, url=url, today=today))
            if shown.is_place
            else "",
            "markers": structured.markers([one(shown, now)]) if shown.point else [],
            "panels": _panels(shown, request),
            "tiles": django_settings.MAP_TILES,
            "tiles_credit": django_settings.MAP_TILES_CREDIT,
            "is_place": shown.is_place,
        },
    )


def by_axis(specialisations: Iterable[Specialisation]) -> list[tuple[str, list[Specialisation]]]:
    """Specialisations under the names of their axes; an axis without any is left out."""
    rows = list(specialisations)
    grouped = [(str(axis.label), [one for one in rows if one.axis == axis]) for axis in Axis]
    return [(label, ones) for label, ones in grouped if ones]


def _panels(shown: Unit, request: HttpRequest) -> list[str]:
    filled = [(panel, panel.fill(shown, request)) for panel in panels.at("network.unit")]
    return [render_to_string(panel.template, told, request) for panel, told in filled if told is not None]
