"""What a request tells about its reader without an account: place, branch, list, the page to return to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from chytalnia.catalogue.forms import ReaderPlaceForm

BRANCH_COOKIE = "branch"
LIST_COOKIE = "list"
#: Where the reader is, to about a hundred metres; forgotten when the browser is closed.
PLACE_COOKIE = "place"
#: Works on a reader's list: a cookie holds no more, and a list longer than that is a search.
MOST_ON_LIST = 100
YEAR = 365 * 24 * 3600


def place(request: HttpRequest) -> tuple[tuple[float, float] | None, str]:
    """Where the reader is (latitude, longitude), if they said so, and the code of their branch."""
    form = ReaderPlaceForm(request.GET)
    form.is_valid()
    told = form.cleaned_data
    lat, lon = told.get("lat"), told.get("lon")
    here = (lat, lon) if lat is not None and lon is not None else _kept_place(request)
    code = told.get("unit") or request.COOKIES.get(BRANCH_COOKIE, "")[:40]
    return here, code


def _kept_place(request: HttpRequest) -> tuple[float, float] | None:
    lat, _comma, lon = request.COOKIES.get(PLACE_COOKIE, "")[:40].partition(",")
    form = ReaderPlaceForm({"lat": lat, "lon": lon})
    if not form.is_valid() or form.cleaned_data["lat"] is None or form.cleaned_data["lon"] is None:
        return None
    return form.cleaned_data["lat"], form.cleaned_data["lon"]


def keep_place(response: HttpResponse, request: HttpRequest) -> None:
    """Remember where the reader said to be, so that no address that they share tells it."""
    form = ReaderPlaceForm(request.GET)
    form.is_valid()
    lat, lon = form.cleaned_data.get("lat"), form.cleaned_data.get("lon")
    if lat is None or lon is None:
        return
    response.set_cookie(
        PLACE_COOKIE, f"{lat:.3f},{lon:.3f}", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def own_list(request: HttpRequest) -> list[int]:
    """Works on the reader's list, the last put first."""
    value = request.get_signed_cookie(LIST_COOKIE, default="", salt="catalogue.list") or ""
    return [int(piece) for piece in value.split("-") if piece.isdigit()][:MOST_ON_LIST]


def keep_list(response: HttpResponse, works: list[int]) -> None:
    if works:
        response.set_signed_cookie(
            LIST_COOKIE,
            "-".join(str(pk) for pk in works[:MOST_ON_LIST]),
            salt="catalogue.list",
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(LIST_COOKIE, samesite="Lax")


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent by a page of ours. Stands for the CSRF token on forms that need no account:
    a token would make every page of an anonymous reader its own and keep it out of caches."""
    origin = request.headers.get("Origin", "")
    if origin:
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def page_to_return_to(request: HttpRequest, otherwise: str) -> str:
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return otherwise
