"""The start page: it knows the hour, what is open, what is new, and gives the search box a living example."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chytalnia.catalogue.finding import Asked
from chytalnia.catalogue.models import Item, ItemStatus, Work
from chytalnia.catalogue.queries import works as work_queries
from chytalnia.catalogue.queries.arrivals import new_here
from chytalnia.core import panels, words
from chytalnia.network import queries as network
from chytalnia.search import analysis
from chytalnia.search.queries import search
from chytalnia.wire.romanise import to_latin

from .hits import Place, Reader, places_of

#: Covers on the shelf of new books, and libraries named as open.
NEW, OPEN = 14, 6
#: Seconds that counts of the whole network are good for: on a million rows each is a walk through an index.
COUNTED_FOR = 600
#: Newest works among which examples are looked for.
LOOKED_AT = 1500


def page(request: HttpRequest) -> dict[str, Any]:
    now = timezone.localtime()
    units = list(network.places())
    places = list(places_of(units, now, Reader()).values())
    open_now = sorted((place for place in places if place.status.is_open), key=_closing_last)
    books = work_queries.books(work for _day, work in new_here(most=NEW))
    counts = _counts()
    return {
        "greeting": greeting(now),
        "today_in_words": words.weekday_and_day(now.date()),
        "libraries": len(places),
        "open_now": open_now[:OPEN],
        "open_count": len(open_now),
        "next_open": _next_open(places) if not open_now else None,
        "books": books,
        "counts": counts,
        "examples": examples(now.date()) if books else [],
        "search_url": reverse("portal:search"),
        "panels": _panels(request),
        "is_empty": not places and not books,
    }


def greeting(now: datetime) -> str:
    """What to say at this hour, with the question that the box below answers."""
    if 5 <= now.hour < 11:
        return _("Good morning. What are you looking for today?")
    if 11 <= now.hour < 18:
        return _("What are you looking for today?")
    if 18 <= now.hour < 23:
        return _("Good evening. What shall we read?")
    return _("You are up late. What shall we read?")


def _closing_last(place: Place) -> tuple[Any, ...]:
    until = place.status.until
    return (-(until.timestamp() if until else 0), place.unit.path)


def _next_open(places: list[Place]) -> Place | None:
    coming = [place for place in places if place.status.opens]
    return min(coming, key=lambda place: (place.status.opens, place.unit.path), default=None)  # type: ignore[return-value, arg-type]


def _counts() -> list[SafeString]:
    """How much there is: titles, copies, copies in place now."""
    kept: tuple[int, int, int] | None = cache.get("start:counts")
    if kept is None:
        titles = Work.objects.shown().count()
        states = dict(Item.objects.in_stock().order_by().values_list("status").annotate(n=Count("pk")))
        kept = (titles, sum(states.values()), states.get(ItemStatus.AVAILABLE, 0))
        cache.set("start:counts", kept, COUNTED_FOR)
    titles, copies, free = kept
    told = [(titles, ngettext("%(n)s title in the catalogue", "%(n)s titles in the catalogue", titles))]
    told += [(copies, ngettext("%(n)s copy in the libraries", "%(n)s copies in the libraries", copies))]
    told += [(free, ngettext("%(n)s copy on the shelf now", "%(n)s copies on the shelf now", free))]
    return [_with_number(text, n) for n, text in told if n]


def _with_number(text: str, n: int) -> SafeString:
    """A sentence whose «%(n)s» is set in large figures."""
    before, _mark, after = text.partition("%(n)s")
    return format_html("{}<b>{}</b>{}", before, number_format(n, force_grouping=True), after)


def _panels(request: HttpRequest) -> list[str]:
    filled = [(panel, panel.fill(None, request)) for panel in panels.at("portal.start")]
    return [render_to_string(panel.template, told, request) for panel, told in filled if told is not None]


def examples(today: date) -> list[dict[str, str]]:
    """Searches that work in this very catalogue, other ones each day: as heard, in another layout, in Latin letters."""
    key = f"start:examples:{today}:{get_language()}"
    kept: list[dict[str, str]] | None = cache.get(key)
    if kept is None:
        path = reverse("portal:search")
        kept = [{"text": text, "url": Asked(text).at(path)} for text in _examples(today)]
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _examples(today: date) -> list[str]:
    code = {"uk": "ukr", "ru": "rus", "kk": "kaz"}.get(get_language() or "", "")
    rows = list(Work.objects.shown().order_by("-created_at").values_list("title", "author", "languages")[:LOOKED_AT])
    short = [row for row in rows if 4 <= len(row[0]) <= 22 and all(c.isalpha() or c == " " for c in row[0])]
    chance = random.Random(f"{today}{code}")  # noqa: S311 - no secret
    chance.shuffle(short)
    # Those in the language of the page first: a reader knows what they would look like.
    short.sort(key=lambda row: not (code and row[2].startswith(code)))
    said: list[str] = []
    for make in (_as_heard, _other_layout, _in_latin, _by_author):
        for row in short[:40]:
            text = make(*row)
            if text and text not in said and search(text, filters={"kind": ["work"]}, limit=1, facets=[]).total:
                said.append(text)
                short.remove(row)
                break
    return said


def _as_heard(title: str, _author: str, _languages: str) -> str:
    return title.lower() if analysis.is_cyrillic(title) else title


def _other_layout(title: str, _author: str, _languages: str) -> str:
    word = title.split(maxsplit=1)[0].lower()
    if len(word) < 5 or not analysis.is_cyrillic(word):
        return ""
    return next((one for one in analysis.other_layouts(word) if one.isascii()), "")


def _in_latin(title: str, _author: str, languages: str) -> str:
    if not analysis.is_cyrillic(title) or languages[:3] not in ("ukr", "rus", "kaz"):
        return ""
    latin = to_latin(title.lower(), languages[:3], marks=False)
    return latin if latin.replace(" ", "").isalpha() and latin.isascii() else ""


def _by_author(_title: str, author: str, _languages: str) -> str:
    family = author.split(",", maxsplit=1)[0].strip()
    return family if family and len(family) < 24 and " " not in family else ""
