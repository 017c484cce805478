"""What every page of the portal knows without its view saying so."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, override

from . import navigation
from .preferences import Preferences

# As people in these libraries write them, the same on a page in any language.
SHORT = {"uk": "укр", "ru": "рус", "kk": "қаз", "en": "eng"}


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each language: its code, its own name, its address with the query kept."""
    here = get_language()
    path, mark, query = request.get_full_path().partition("?")
    return [
        {
            "code": code,
            "name": name,
            "short": SHORT.get(code, code),
            "url": f"{url}{mark}{query}",
            "absolute": settings.PUBLIC_URL + url,
            "here": code == here,
            **_offered(code),
        }
        for (code, name), url in zip(settings.LANGUAGES, _in_languages(path, here, settings.LANGUAGE_CODE), strict=True)
    ]


@lru_cache
def _offered(code: str) -> dict[str, str]:
    """How a page of another language is offered to those who read this one, in their own words."""
    with override(code):
        return {
            # Translators: name your own language here, not English.
            "offer": gettext("This page can be read in English."),
            "decline": gettext("Not now"),
        }


@lru_cache(maxsize=1024)
def _in_languages(path: str, here: str | None, default: str) -> list[str]:
    """The same page in every language. Remembered: to take an address apart for each language is slow."""
    return [translate_url(path, code) for code, _name in settings.LANGUAGES]


def look(request: HttpRequest) -> dict[str, Any]:
    return {
        "look": SimpleLazyObject(lambda: Preferences.of(request)),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "navigation": SimpleLazyObject(
            lambda: {place: navigation.links(place, request.path) for place in ("main", "footer", "account", "own")}  # type: ignore[arg-type]
        ),
        "search_urls": SimpleLazyObject(navigation.search_urls),
        "home_url": reverse("wagtail_serve", args=[""]),
        "canonical_url": settings.PUBLIC_URL + request.path,
    }
