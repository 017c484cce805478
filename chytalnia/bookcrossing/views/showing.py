"""Pages to look at: the start of bookcrossing, journeys, shelves, rules, games, numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.bookcrossing import queries
from chytalnia.bookcrossing.forms import NumberForm, RoadForm
from chytalnia.bookcrossing.models import Challenge, ChallengeKind, Shelf, Sighting, SightingKind
from chytalnia.core.tables import csv_response
from chytalnia.journal import later
from chytalnia.network.models import Unit

from .common import too_fast

PER_PAGE = 30
#: The day of bookcrossing was first kept in this year.
FIRST_YEAR = 2014


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    games = [(game, queries.score(game)) for game in queries.games().filter(last__gte=today)[:3]]
    return render(
        request, "bookcrossing/home.html",
        {"books": list(queries.on_the_road()[:8]), "whole": queries.whole(), "form": NumberForm(), "games": games,
         "shelves": list(queries.shelves()[:6]), "day": queries.day_of_crossing(today)},
    )  # fmt: skip


@require_safe
def road(request: HttpRequest) -> HttpResponse:
    form = RoadForm(request.GET)
    form.is_valid()
    unit, text = form.cleaned_data.get("unit"), form.cleaned_data.get("q", "")
    found = queries.on_the_road(unit=unit)
    if text:
        found = found.filter(queries.named(text))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    units = queries.places()
    return render(
        request,
        "bookcrossing/road.html",
        {"page": page, "unit": unit, "text": text, "units": units},
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
        {"book": book, "steps": steps, "line": _line(steps), "days": days,
         "hands": book.finds + 1},
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
        {"shelf": found, "books": books, "markers": markers, "months": queries.in_and_out(found, 6)},
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
    last = queries.last_day_of_crossing(today)
    page = Paginator(queries.games(), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "bookcrossing/games.html",
        {"page": page, "games": [(game, queries.score(game)) for game in page], "day": day,
         "left": (day - today).days, "last": last, "done": queries.done(first=last, last=last)},
    )  # fmt: skip


@require_safe
def game(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Challenge.objects.select_related("unit"), pk=pk)
    clues = queries.clues(found) if found.kind == ChallengeKind.HUNT else []
    return render(
        request, "bookcrossing/game.html",
        {"game": found, "score": queries.score(found), "clues": clues, "today": timezone.localdate()},
    )  # fmt: skip


def _unit(request: HttpRequest) -> tuple[Unit | None, Any]:
    """The library or region asked for, and all that may be chosen."""
    units = queries.places()
    return Unit.objects.filter(code=request.GET.get("unit", "")[:40]).first(), units


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    unit, units = _unit(request)
    done, whole = queries.done(unit), queries.whole(unit)
    facts = [
        (_("Registered"), done.registered), (_("Released"), done.released), (_("Found"), done.found),
        (_("On the road now"), whole.roaming), (_("Kilometres travelled"), whole.kilometres),
        (_("Shelves"), queries.shelves(unit).count()), (_("Codes read"), done.scans),
    ]  # fmt: skip
    return render(
        request, "bookcrossing/numbers.html",
        {"unit": unit, "units": units, "whole": whole, "facts": facts, "months": queries.by_month(unit),
         "top": list(queries.top(unit)), "last": queries.last_day_of_crossing(timezone.localdate())},
    )  # fmt: skip


@require_safe
def day(request: HttpRequest, year: int) -> HttpResponseBase:
    """The day of bookcrossing in a year: what each library did, and all of them together; also as a table."""
    unit, units = _unit(request)
    this = queries.last_day_of_crossing(timezone.localdate()).year
    if not FIRST_YEAR <= year <= this:
        raise Http404
    on = queries.DAY.replace(year=year)
    rows = queries.by_library(unit, on, on)
    if request.GET.get("format") == "csv":
        if refused := too_fast(request, "data"):
            return refused
        head = [_("Library"), _("Registered"), _("Released"), _("Found"), _("Codes read")]
        table = ((one, did.registered, did.released, did.found, did.scans) for one, did in rows)
        return csv_response(f"bookcrossing-{on:%Y-%m-%d}.csv", head, table)
    return render(
        request, "bookcrossing/day.html",
        {"unit": unit, "units": units, "on": on, "rows": rows, "done": queries.done(unit, on, on),
         "before": queries.done(unit, on.replace(year=year - 1), on.replace(year=year - 1)), "year": year,
         "years": range(this, max(FIRST_YEAR, this - 5) - 1, -1)},
    )  # fmt: skip
