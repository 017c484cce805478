"""Pages of the public site that people open, and the visits they make: counted without knowing who came.

A visit begins with the first page and ends after half an hour without one; the browser is told only that a visit is
under way.
Programs that say they are programs, pages fetched ahead and pieces of pages are not counted. Following the
instructions to the
annual form, a contact from inside the library is no remote visit: `CHYTALNIA_ONSITE_NETWORKS` names the libraries'
own networks.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import later
from .kinds import Place

COOKIE = "visit"
LENGTH = 30 * 60
PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|archiver|fetch|monitor|preview|validator|headless|python|curl|wget|java/|go-http|libwww|scrapy",
    re.IGNORECASE,
)


def by_a_person(request: HttpRequest) -> bool:
    """Whether a request was made by somebody who looks, as far as it can be told: not by a program, not ahead of time."""
    headers = request.headers
    agent = headers.get("User-Agent", "")
    return (
        "prefetch" not in headers.get("Sec-Purpose", headers.get("Purpose", ""))
        # Browsers always say which languages their person reads; programs that imitate them seldom do.
        and "Accept-Language" in headers
        and bool(agent)
        and not PROGRAMS.search(agent)
    )


class CountVisits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.onsite = [ipaddress.ip_network(text, strict=False) for text in getattr(settings, "ONSITE_NETWORKS", [])]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_page(request, response):
            place = self._place(request)
            later.record("site.pages", place=place)
            if COOKIE not in request.COOKIES:
                later.record("site.visits", place=place)
            response.set_cookie(
                COOKIE, "1", max_age=LENGTH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response

    def _is_page(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not request.path.startswith(("/desk/", "/accounts/", "/offline/"))
            and "HX-Request" not in request.headers
            and by_a_person(request)
        )

    def _place(self, request: HttpRequest) -> str:
        try:
            address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        except ValueError:
            return Place.REMOTE.value
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return (Place.ONSITE if any(address in network for network in self.onsite) else Place.REMOTE).value
