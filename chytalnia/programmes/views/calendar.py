"""The calendar: a week as an agenda, a day, a month, what comes; and the same for calendars and feed readers."""

from __future__ import annotations

import calendar as weeks
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.formats import date_format
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chytalnia.core.words import weekday_and_day
from chytalnia.network import queries as network
from chytalnia.network.models import UnitKind
from chytalnia.programmes import feeds, formats, lives
from chytalnia.programmes.lines import Shown, ages_of, lines
from chytalnia.programmes.models import Mode
from chytalnia.programmes.queries import calendar as queries
from chytalnia.programmes.queries.calendar import AGES, Asked, asked_in

PER_PAGE = 40
#: Events of one day that a week names before it leads to the day.
IN_A_DAY = 12
#: Libraries that a list to choose from may hold; a bigger network chooses among its systems.
MOST_UNITS = 150
FEED = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_in(request.GET)
    if asked.lost:
        raise Http404
    here = timezone.localdate()
    day = asked.day or here
    context = {"week": _week, "day": _day, "month": _month, "agenda": _agenda}[asked.view](request, asked, day, here)
    path = reverse("programmes:calendar")
    feed = asked.address("", view="", day="")
    context |= {
        "asked": asked, "today": here, "filters": _filters(asked), "clear": asked.address(path, branch="", age="",
        format="", mode="", free=""), "ics": reverse("programmes:ics") + feed, "rss": reverse("programmes:rss") + feed,
        "webcal": _webcal(reverse("programmes:ics") + feed), "tabs": _tabs(asked, path), "path": path,
        "lives": lives.for_readers(),
        "canonical": settings.PUBLIC_URL + asked.address(path), "robots": "noindex, follow" if asked.day else "",
    }  # fmt: skip
    response = render(request, "programmes/calendar.html", context)
    patch_cache_control(response, private=True, max_age=0)
    return response


def _webcal(path: str) -> str:
    """The address by which a phone subscribes: it says "calendar" to it, not "file"."""
    return "webcal://" + (settings.PUBLIC_URL + path).split("://", 1)[-1]


def _tabs(asked: Asked, path: str) -> list[dict[str, Any]]:
    labels = {"week": _("Week"), "day": _("Day"), "month": _("Month"), "agenda": _("All to come")}
    day = asked.day.isoformat() if asked.day else ""
    return [
        {
            "label": label,
            "url": asked.address(path, view=view, day="" if view == "agenda" else day),
            "here": view == asked.view,
        }
        for view, label in labels.items()
    ]


def _turning(asked: Asked, before: date, after: date) -> dict[str, str]:
    path = reverse("programmes:calendar")
    return {"before": asked.address(path, day=before.isoformat()), "after": asked.address(path, day=after.isoformat()),
            "now": asked.address(path, day="")}  # fmt: skip


def _week(request: HttpRequest, asked: Asked, day: date, here: date) -> dict[str, Any]:
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    cells, counts = queries.cells(asked, monday, sunday, most=IN_A_DAY, whole=True)
    told = {each.occasion.pk: each for each in lines([o for found in cells.values() for o in found])}
    days = []
    for offset in range(7):
        one = monday + timedelta(days=offset)
        found = [told[each.pk] for each in cells.get(one, [])]
        days.append(_told_day(asked, one, found, counts.get(one, 0), here))
    return {
        "days": days, "long": lines(queries.goes_on(asked, monday, sunday)[:8]),
        "heading": _("%(first)s – %(last)s") % {
            "first": date_format(monday, "MONTH_DAY_FORMAT"), "last": date_format(sunday, "DATE_FORMAT")},
        "is_empty": not cells, **_turning(asked, monday - timedelta(days=7), monday + timedelta(days=7)),
    }  # fmt: skip


def _told_day(asked: Asked, day: date, found: list[Shown], count: int, here: date) -> dict[str, Any]:
    return {
        "date": day, "name": weekday_and_day(day, today=here), "is_today": day == here, "is_past": day < here, "lines": found,
        "more": max(0, count - len(found)),
        "address": asked.address(reverse("programmes:calendar"), view="day", day=day.isoformat()),
    }  # fmt: skip


def _day(request: HttpRequest, asked: Asked, day: date, here: date) -> dict[str, Any]:
    listed = Paginator(queries.of_day(asked, day), PER_PAGE).get_page(request.GET.get("page"))
    found = lines(listed.object_list)
    return {
        "days": [_told_day(asked, day, found, len(found), here)], "listed": listed, "is_empty": not found,
        "heading": weekday_and_day(day, today=here), **_turning(asked, day - timedelta(days=1), day + timedelta(days=1)),
    }  # fmt: skip


def _month(request: HttpRequest, asked: Asked, day: date, here: date) -> dict[str, Any]:
    grid = weeks.Calendar().monthdatescalendar(day.year, day.month)
    first, last = grid[0][0], grid[-1][-1]
    cells, counts = queries.cells(asked, first, last)
    path = reverse("programmes:calendar")
    rows = [
        [
            {
                "date": one, "is_other": one.month != day.month, "is_today": one == here,
                "lines": [
                    {"occasion": each, "hour": "" if each.is_long else f"{each.begins:%H:%M}",
                     "gone": each.stage in ("cancelled", "postponed")}
                    for each in cells.get(one, [])
                ],
                "more": counts.get(one, 0) - len(cells.get(one, [])),
                "address": asked.address(path, view="day", day=one.isoformat()),
            }
            for one in week
        ]
        for week in grid
    ]  # fmt: skip
    begin = day.replace(day=1)
    after = (begin + timedelta(days=32)).replace(day=1)
    return {
        "weeks": rows, "weekdays": [date_format(one, "D") for one in grid[0]], "is_empty": not cells,
        "heading": date_format(begin, "YEAR_MONTH_FORMAT"), "long": lines(queries.goes_on(asked, first, last)[:8]),
        **_turning(asked, (begin - timedelta(days=1)).replace(day=1), after),
    }  # fmt: skip


def _agenda(request: HttpRequest, asked: Asked, day: date, here: date) -> dict[str, Any]:
    listed = Paginator(queries.upcoming(asked), PER_PAGE).get_page(request.GET.get("page"))
    days: dict[date, list[Shown]] = {}
    for each in lines(listed.object_list):
        days.setdefault(max(each.occasion.day, here), []).append(each)
    return {
        "days": [_told_day(asked, one, found, len(found), here) for one, found in sorted(days.items())], "listed": listed,
        "heading": _("All to come"), "is_empty": not days,
    }  # fmt: skip


def _filters(asked: Asked) -> dict[str, Any]:
    places = list(network.places()[: MOST_UNITS + 1])
    if len(places) > MOST_UNITS:
        from chytalnia.network.models import Unit

        places = list(Unit.objects.filter(kind=UnitKind.SYSTEM))
    if asked.unit is not None and asked.unit not in places:
        places.insert(0, asked.unit)
    names = sorted(
        ((code, str(card)) for code, card in formats.built_in().items()), key=lambda pair: pair[1].casefold()
    )
    ages = [
        (value, _age_name(value)) for value in (*AGES, *([asked.age] if asked.age and asked.age not in AGES else ()))
    ]
    return {
        "branches": [(unit.code, str(unit)) for unit in places], "branch": asked.unit.code if asked.unit else "",
        "ages": ages, "formats": names, "modes": Mode.choices,
    }  # fmt: skip


def _age_name(value: str) -> str:
    if value == "18-120":
        return _("for adults")
    first, _dash, last = value.partition("-")
    return ages_of(int(first), int(last or first)) or ages_of(None, int(last or first))


@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """A month back and a year ahead as iCalendar. Kept for a minute for everybody who asks the same; who has it already is
    told so."""
    asked = asked_in(request.GET)
    if asked.lost:
        raise Http404
    first = timezone.localdate() - timedelta(days=31)
    last = first + timedelta(days=397)
    found = queries.chosen(asked).between(first, last)
    stamp = feeds.stamp(found)
    etag = f'"{get_language()}-{stamp}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    key = f"calendar.ics:{get_language()}:{asked.address('', view='', day='')}:{first}:{stamp}"
    body = cache.get(key)
    if body is None:
        name = _("Events: %(library)s") % {"library": asked.unit} if asked.unit else _("Events of the libraries")
        body = feeds.calendar(found, name=name)
        cache.set(key, body, feeds.KEPT)
    return feeds.response(body, "events.ics", etag=etag)


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """What comes, the nearest first."""
    asked = asked_in(request.GET)
    if asked.lost:
        raise Http404
    home = settings.PUBLIC_URL
    feed = Rss201rev2Feed(
        title=_("Events: %(library)s") % {"library": asked.unit} if asked.unit else _("Events of the libraries"),
        link=home + asked.address(reverse("programmes:calendar")), description=_("What will be in the libraries"),
        language=get_language(), feed_url=home + request.get_full_path(), ttl=15,
    )  # fmt: skip
    for each in lines(queries.upcoming(asked)[:FEED]):
        occasion = each.occasion
        feed.add_item(
            title=f"{occasion.begins:%d.%m} {each.hour} {occasion.title}".replace("  ", " "),
            link=home + occasion.get_absolute_url(),
            description=" · ".join(str(part) for part in (each.kind, each.day, each.where, each.ages) if part),
            pubdate=occasion.made_at, unique_id=f"urn:uuid:{occasion.uid}", unique_id_is_permalink=False,
            updateddate=occasion.changed_at, categories=[str(each.kind)],
        )  # fmt: skip
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=900)
    return response
