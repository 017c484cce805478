"""Pages to look at: the start of bookcrossing, journeys, shelves, rules, games, numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.bookcrossing import queries
from chytalnia.bookcrossing.forms import FollowForm, NumberForm, RoadForm
from chytalnia.bookcrossing.models import Challenge, ChallengeKind, Shelf, Sighting, SightingKind, Traveller
from chytalnia.journal import later
from chytalnia.network.models import Unit

PER_PAGE = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    games = [(game, queries.score(game)) for game in queries.games().filter(last__gte=today)[:3]]
    return render(
        request, "bookcrossing/home.html",
        {"books": list(queries.on_the_road()[:8]), "numbers": queries.numbers(), "form": NumberForm(), "games": games,
         "shelves": list(queries.shelves()[:6]), "day": queries.day_of_crossing(today), "today": today},
    )  # fmt: skip


@require_safe
def road(request: HttpRequest) -> HttpResponse:
    form = RoadForm(request.GET)
    form.is_valid()
    unit, text = form.cleaned_data.get("unit"), form.cleaned_data.get("q", "")
    found = queries.on_the_road(unit=unit)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(author__icontains=text))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    units = Unit.objects.filter(travellers__isnull=False).distinct().order_by("path")
    return render(
        request,
        "bookcrossing/road.html",
        {"page": page, "unit": unit, "text": text, "units": units, "follow": FollowForm()},
    )


@require_safe
def journey(request: HttpRequest, pk: int) -> HttpResponse:
    book = queries.journey(pk)
    if book is None:
        raise Http404
    steps = queries.steps(book)
    first = next((step.at for step in steps if step.kind == SightingKind.RELEASE), None)
    days = (steps[-1].at - first).days if first and steps else 0
    return render(
        request, "bookcrossing/journey.html",
        {"book": book, "steps": steps, "line": _line(steps), "days": days, "follow": FollowForm(),
         "hands": book.finds + 1 if book.finds else 1},
    )  # fmt: skip


def _line(steps: list[Sighting]) -> list[dict[str, Any]]:
    """Points of the journey in their order, for the map."""
    points = []
    for step in steps:
        if step.lat is None:
            continue
        day = timezone.localtime(step.at).strftime("%d.%m.%Y")
        points.append(
            {"lat": step.lat, "lon": step.lon, "title": f"{step.get_kind_display()} · {day}",
             "text": str(step.shelf) if step.shelf else ""}
        )  # fmt: skip
    return points


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    found = list(queries.shelves())
    markers = [
        {"lat": shelf.latitude, "lon": shelf.longitude, "title": str(shelf), "text": str(shelf.settlement),
         "url": shelf.get_absolute_url(), "kind": "open"}
        for shelf in found if shelf.point
    ]  # fmt: skip
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "bookcrossing/shelves.html", {"page": page, "markers": markers, "total": len(found)})


@require_safe
def shelf(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Shelf.objects.select_related("unit", "photo"), code=code)
    books = Paginator(queries.standing(found), PER_PAGE).get_page(request.GET.get("page"))
    point = found.point
    markers = (
        [{"lat": point[0], "lon": point[1], "title": str(found), "text": str(found.address), "kind": "open"}]
        if point
        else []
    )
    return render(
        request, "bookcrossing/shelf.html",
        {"shelf": found, "books": books, "markers": markers, "months": queries.in_and_out(found, 6), "follow": FollowForm()},
    )  # fmt: skip


@require_safe
@never_cache
def shelf_door(request: HttpRequest, code: str) -> HttpResponse:
    """The code on the poster of a shelf."""
    found = get_object_or_404(Shelf.objects.select_related("unit"), code=code)
    later.record("crossing.scans", unit=found.unit_id, source=found)
    language = translation.get_language_from_request(request)
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return HttpResponseRedirect(reverse("bookcrossing:shelf", args=[found.code]))


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    from chytalnia.bookcrossing import texts

    return render(
        request,
        "bookcrossing/rules.html",
        {"rules": texts.rules(), "ways": texts.how_it_works(), "children": texts.for_children()},
    )


@require_safe
def games(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    day = queries.day_of_crossing(today)
    last = day if day == today else day.replace(year=day.year - 1)
    page = Paginator(queries.games(), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "bookcrossing/games.html",
        {"page": page, "games": [(game, queries.score(game)) for game in page], "today": today, "day": day,
         "left": (day - today).days, "last": last, "done": queries.done_on(last)},
    )  # fmt: skip


@require_safe
def game(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Challenge.objects.select_related("unit"), pk=pk)
    clues = queries.clues(found) if found.kind == ChallengeKind.HUNT else []
    return render(
        request, "bookcrossing/game.html",
        {"game": found, "score": queries.score(found), "clues": clues, "today": timezone.localdate()},
    )  # fmt: skip


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    units = Unit.objects.filter(pk__in=Traveller.objects.values("unit")).order_by("path")
    told = queries.numbers(unit)
    facts = [
        (_("Registered"), told.registered), (_("Released"), told.released), (_("Found"), told.found),
        (_("On the road now"), told.roaming), (_("Kilometres travelled"), told.kilometres), (_("Shelves"), told.shelves),
        (_("Codes read"), told.scans),
    ]  # fmt: skip
    return render(
        request, "bookcrossing/numbers.html",
        {"unit": unit, "units": units, "numbers": told, "facts": facts, "top": list(queries.top(unit))},
    )  # fmt: skip
