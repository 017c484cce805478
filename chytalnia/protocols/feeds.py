"""RSS: what came into the network, into a branch, what a search finds that is new."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chytalnia.catalogue import finding, presenting
from chytalnia.catalogue.finding import Asked
from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries import works as work_queries
from chytalnia.catalogue.queries.arrivals import new_here
from chytalnia.core import limits
from chytalnia.network.models import Unit, UnitState

#: Books in one feed: a reader who looks in once a week misses none of a usual branch.
MOST = 50
#: Seconds between which a feed reader need not come back.
FRESH = 900


def _feed(
    request: HttpRequest, *, title: str, page: str, about: str, works: list[tuple[date | datetime, Work]]
) -> HttpResponse:
    """The works with the day they came, each with its page, author and cover."""
    home = settings.PUBLIC_URL
    feed = Rss201rev2Feed(
        title=title,
        link=home + page,
        description=about,
        language=translation.get_language(),
        feed_url=home + request.get_full_path(),
        ttl=FRESH // 60,
    )
    for came, work in works:
        feed.add_item(
            title=f"{work.author}: {work.title}" if work.author else work.title,
            link=home + work.get_absolute_url(),
            description=_about(work),
            author_name=work.author or None,
            pubdate=_moment(came),
            unique_id=f"{home}/works/{work.pk}",
            unique_id_is_permalink=False,
            categories=[presenting.language_name(code) for code in work.language_codes[:3]],
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _about(work: Work) -> str:
    pieces: list[Any] = [
        presenting.KINDS.get(work.kind, ""),
        work.year or "",
        presenting.language_names(work.language_codes[:3]),
    ]
    return " · ".join(str(piece) for piece in pieces if piece)


def _moment(came: date | datetime) -> datetime:
    return came if isinstance(came, datetime) else datetime.combine(came, time(9), tzinfo=UTC)


def language_of(request: HttpRequest) -> str:
    """The language a machine asked for with `lang`; addresses of machines carry none in their path."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """New in the whole network."""
    with translation.override(language_of(request)):
        works: list[tuple[date | datetime, Work]] = [(work.created_at, work) for _day, work in new_here(most=MOST)]
        return _feed(
            request,
            title=_("New books"),
            page=reverse("catalogue:new"),
            about=_("What came into the libraries lately"),
            works=works,
        )


@require_safe
def of_branch(request: HttpRequest, code: str) -> HttpResponse:
    """New in one library and everything under it."""
    unit = Unit.objects.filter(code=code).exclude(state=UnitState.CLOSED).first()
    if unit is None:
        raise Http404
    with translation.override(language_of(request)):
        return _feed(
            request,
            title=_("New books: %(library)s") % {"library": unit},
            page=unit.get_absolute_url(),
            about=_("What came into this library lately"),
            works=list(new_here(unit, most=MOST)),
        )


@require_safe
def of_search(request: HttpRequest) -> HttpResponse:
    """The newest of what a search finds: a reader follows an author or a subject."""
    seconds = limits.wait(request, "search", limits.rate(settings.SEARCH_RATE))
    if seconds:
        return HttpResponse(
            _("Too many requests. Try again in a minute."), status=429, headers={"Retry-After": str(seconds)}
        )
    with translation.override(language_of(request)):
        try:
            asked = finding.asked_in(request.GET)
        except finding.TooManyConditions:
            return HttpResponse(_("Too many conditions at once."), status=400, content_type="text/plain; charset=utf-8")
        newest = Asked(asked.text, asked.as_written, asked.conditions, "newest")
        found = finding.find(newest, limit=MOST, offset=0, facets=())
        works = work_queries.shown_works([int(hit.pk) for hit in found.hits if hit.kind == finding.WORK])
        return _feed(
            request,
            title=_("New books: %(text)s") % {"text": asked.text} if asked.text else _("New books"),
            page=asked.at(reverse("portal:search")),
            about=_("The newest answers to a search"),
            works=[(work.created_at, work) for work in works],
        )
