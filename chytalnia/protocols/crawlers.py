"""What programs are told: where they may go, what there is, how to search from the address line of a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from chytalnia.catalogue.derive import slug
from chytalnia.catalogue.models import Work
from chytalnia.network.models import Unit, UnitState

from .feeds import language_of

#: Numbers of works in one map; a protocol's limit is 50,000 addresses, and smaller ones are read in pieces.
PER_MAP = 10_000
DAY = 24 * 3600
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

#: Answers to searches differ endlessly: a program needs the plain ones at most, works it has from the map.
ROBOTS = """\
User-agent: *
Disallow: /desk/
Disallow: /accounts/
Disallow: /*/accounts/
Disallow: /look/
Disallow: /*/look/
Disallow: /suggest
Disallow: /*/suggest
Disallow: /search/print
Disallow: /*/search/print
Disallow: /*sort=
Disallow: /*page=
Disallow: /*search?*&*&*
Disallow: /*as=written
Disallow: /api/
Disallow: /feeds/search.rss
Crawl-delay: 2

Sitemap: {home}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _kept(HttpResponse(ROBOTS.format(home=settings.PUBLIC_URL), content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of maps. Works are divided by their numbers, so that no map needs to know how many stand before it."""
    last = Work.objects.aggregate(last=Max("pk"))["last"] or 0
    names = ["pages", "libraries", *(f"works-{n}" for n in range(last // PER_MAP + 1 if last else 0))]
    places = "".join(
        f"<sitemap><loc>{escape(settings.PUBLIC_URL + reverse('protocols:sitemap_part', args=[name]))}</loc></sitemap>\n"
        for name in names
    )
    body = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{places}</sitemapindex>\n"
    return _kept(HttpResponse(body, content_type="application/xml; charset=utf-8"))


@require_safe
def sitemap_part(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """One map, written while it is read from the database: a map of 10,000 works is never whole in memory."""
    with translation.override(settings.LANGUAGE_CODE):
        if name == "pages":
            rows: Iterator[tuple[str, datetime | None]] = iter(_pages())
        elif name == "libraries":
            rows = _libraries()
        elif name.startswith("works-") and name[6:].isascii() and name[6:].isdecimal() and len(name) < 16:
            rows = _works(int(name[6:]))
        else:
            raise Http404
        return _kept(StreamingHttpResponse(_map(rows), content_type="application/xml; charset=utf-8"))


def _map(rows: Iterator[tuple[str, datetime | None]]) -> Iterator[bytes]:
    yield f"{_HEAD}<urlset {_NAMESPACE}>\n".encode()
    piece: list[str] = []
    for path, changed in rows:
        on = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        piece.append(f"<url><loc>{escape(settings.PUBLIC_URL + path)}</loc>{on}</url>\n")
        if len(piece) == 500:
            yield "".join(piece).encode()
            piece.clear()
    yield ("".join(piece) + "</urlset>\n").encode()


def _pages() -> list[tuple[str, datetime | None]]:
    own = [reverse(name) for name in ("portal:start", "portal:search", "network:libraries", "catalogue:new")]
    editorial = [
        (path, page.last_published_at)
        for page in Page.objects.live().public().filter(depth__gt=2)[:PER_MAP]
        if (path := page.get_url())
    ]
    return [(path, None) for path in own] + [(_path_only(path), changed) for path, changed in editorial]


def _path_only(address: str) -> str:
    return "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address else address


def _libraries() -> Iterator[tuple[str, datetime | None]]:
    for code in Unit.objects.exclude(state=UnitState.CLOSED).values_list("code", flat=True):
        yield reverse("network:unit", args=[code]), None


def _works(number: int) -> Iterator[tuple[str, datetime | None]]:
    # The address is made once and its number exchanged: a reverse() for each of ten thousand takes a second.
    before, after = reverse("catalogue:work", args=[0]).rsplit("0", 1)
    low = number * PER_MAP
    rows = Work.objects.shown().filter(pk__gte=low, pk__lt=low + PER_MAP).order_by("pk")
    for pk, title, changed in rows.values_list("pk", "title", "changed_at").iterator(chunk_size=1000):
        end = slug(title)
        yield f"{before}{pk}{after}{end}/" if end else f"{before}{pk}{after}", changed


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser adds our search to its own box."""
    with translation.override(language_of(request)):
        home = settings.PUBLIC_URL
        body = (
            f'{_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
            f"<ShortName>{escape(_('Chytalnia'))}</ShortName>\n"
            f"<Description>{escape(_('Books of the public libraries'))}</Description>\n"
            "<InputEncoding>UTF-8</InputEncoding>\n"
            f'<Image width="16" height="16" type="image/svg+xml">{home}{settings.STATIC_URL}core/logo.svg</Image>\n'
            f'<Url type="text/html" template="{home}{reverse("portal:search")}?q={{searchTerms}}"/>\n'
            f'<Url type="application/rss+xml" template="{home}{reverse("protocols:search_feed")}?q={{searchTerms}}"/>\n'
            f'<Url type="application/json" template="{home}/api/v1/search?q={{searchTerms}}"/>\n'
            "</OpenSearchDescription>\n"
        )
    return _kept(HttpResponse(body, content_type="application/opensearchdescription+xml; charset=utf-8"))


def _kept(response: Any) -> Any:
    patch_cache_control(response, public=True, max_age=DAY // 4)
    return response
