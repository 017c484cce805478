"""What stands in the header, the footer and the reader's corner. Rooms add entries from their `apps.py`:

navigation.add(_("Catalogue"), "portal:search", order=10)
navigation.add(_("About the data"), "portal:open_data", place="footer", order=50)
navigation.search_at("portal:search", suggest="portal:suggest")
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

#: `own` are the tabs of a reader's own pages.
Place = Literal["main", "footer", "account", "own"]


@dataclass(frozen=True, slots=True)
class Entry:
    label: str | Promise
    url_name: str
    order: int = 100
    icon: str = ""
    kwargs: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address in the language of the page, or nothing when the room that named it is not installed."""
        return _address(self.url_name, tuple(self.kwargs.items()), get_language(), settings.LANGUAGE_CODE)


@lru_cache(maxsize=256)
def _address(name: str, kwargs: tuple[tuple[str, Any], ...], language: str | None, default: str) -> str:
    """Every page asks for the same dozen."""
    try:
        return reverse(name, kwargs=dict(kwargs) or None)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    url: str
    icon: str
    here: bool


_entries: dict[str, list[Entry]] = defaultdict(list)
_search: dict[str, str] = {"search": "", "suggest": ""}


def add(
    label: str | Promise,
    url_name: str,
    *,
    place: Place = "main",
    order: int = 100,
    icon: str = "",
    kwargs: dict[str, Any] | None = None,
) -> None:
    entry = Entry(label, url_name, order, icon, kwargs or {})
    if entry not in _entries[place]:
        _entries[place] = sorted([*_entries[place], entry], key=lambda e: e.order)


def search_at(search: str, *, suggest: str = "") -> None:
    """Name the views that answer the one box: the page of results and the suggestions."""
    _search.update(search=search, suggest=suggest)


def links(place: Place, path: str) -> list[Link]:
    """Entries that lead somewhere; the one that `path` is under is marked."""
    found = [(entry, entry.url) for entry in _entries[place]]
    urls = [url for _entry, url in found if url and (path == url or (url not in _homes() and path.startswith(url)))]
    here = max(urls, key=len, default=None)
    return [Link(entry.label, url, entry.icon, url == here) for entry, url in found if url]


def _homes() -> set[str]:
    return {"/", *(f"/{code}/" for code, _name in settings.LANGUAGES)}


def search_urls() -> dict[str, str]:
    """Addresses of the box, `{"search": …, "suggest": …}`, empty while no room answers it."""
    return {name: Entry("", url_name).url if url_name else "" for name, url_name in _search.items()}
