"""Open data: journeys without persons, shelves, and heaps for the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from chytalnia.bookcrossing import queries
from chytalnia.bookcrossing.forms import WindowForm
from chytalnia.bookcrossing.models import Sighting
from chytalnia.core.tables import csv_response

from .common import too_fast

#: Steps in one page of JSON.
PAGE = 5000
COLUMNS = (
    "step",
    "book",
    "title",
    "author",
    "isbn",
    "language",
    "library",
    "kind",
    "day",
    "shelf",
    "lat",
    "lon",
    "metres",
)


def _rows(steps: QuerySet[Sighting]) -> Iterator[tuple[Any, ...]]:
    """No names, no words, no hour: a journey is followed by its day."""
    values = steps.order_by("pk").values_list(
        "pk", "traveller", "traveller__title", "traveller__author", "traveller__isbn", "traveller__language",
        "traveller__unit__code", "kind", "at__date", "shelf__code", "lat", "lon", "leg",
    )  # fmt: skip
    yield from values.iterator(chunk_size=2000)


def _after(request: HttpRequest) -> int:
    text = request.GET.get("after", "0")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "bookcrossing/data.html", {"columns": COLUMNS, "page": PAGE})


@require_safe
def journeys_csv(request: HttpRequest) -> HttpResponseBase:
    if refused := too_fast(request, "data"):
        return refused
    return csv_response("journeys.csv", COLUMNS, _rows(Sighting.objects.filter(pk__gt=_after(request))))


@require_safe
def journeys_json(request: HttpRequest) -> HttpResponse:
    if refused := too_fast(request, "data", times=5):
        return refused
    rows = _page(_after(request))
    following = (
        f"{settings.PUBLIC_URL}{reverse('bookcrossing:journeys_json')}?after={rows[-1][0]}"
        if len(rows) == PAGE
        else None
    )
    response = JsonResponse(
        {"steps": [dict(zip(COLUMNS, row, strict=True)) for row in rows], "next": following},
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, max_age=60)
    return response


def _page(after: int) -> list[tuple[Any, ...]]:
    pks = list(Sighting.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PAGE])
    return list(_rows(Sighting.objects.filter(pk__gt=after, pk__lte=pks[-1]))) if pks else []


@require_safe
def shelves_json(request: HttpRequest) -> HttpResponse:
    if refused := too_fast(request, "data", times=5):
        return refused
    told = [
        {"code": shelf.code, "name": dict(shelf.name), "library": shelf.unit.code, "settlement": str(shelf.settlement),
         "address": str(shelf.address), "lat": shelf.latitude, "lon": shelf.longitude, "capacity": shelf.capacity,
         "books": shelf.stock, "age": shelf.age_mark, "url": settings.PUBLIC_URL + shelf.get_absolute_url()}
        for shelf in queries.shelves()
    ]  # fmt: skip
    return JsonResponse({"shelves": told}, json_dumps_params={"ensure_ascii": False})


@require_safe
def map_json(request: HttpRequest) -> HttpResponse:
    """What lies in a window of the map: heaps, or the books themselves where they are few."""
    form = WindowForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"books": [], "heaps": []}, status=400)
    found = queries.on_the_map(queries.Window(**form.cleaned_data))
    for book in found["books"]:
        book["url"] = reverse("bookcrossing:journey", args=[book.pop("pk")])
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=30)
    return response
