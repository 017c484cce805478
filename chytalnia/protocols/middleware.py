"""What all answers under /api/ have in common."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from .api.refusing import plain

PREFIX = "/api/"
#: Refusals that Django says itself, with a page for people or with nothing.
BARE = {400, 405, 500, 503}


class OpenToOtherSites:
    """The JSON API may be read by pages of any site: no cookie changes what it gives, and a token is sent only by who has
    been given it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, Accept-Language, Content-Type, Idempotency-Key"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Retry-After, Idempotency-Replayed, Content-Language"
        return response


class SpeaksToMachines:
    """The language of the caller, and nothing kept by caches that was given for a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        with translation.override(_language(request)):
            response = self.get_response(request)
            if response.status_code in BARE and "json" not in response.get("Content-Type", ""):
                told = plain(request, response.status_code)
                for name in ("Allow", "Retry-After"):
                    if value := response.get(name):
                        told[name] = value
                response = told
            response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if "Authorization" in request.headers:
            response["Cache-Control"] = "no-store"
        return response


def _language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
