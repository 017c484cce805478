"""Pieces around a page, its header and footer, remembered for all who look at an address in the same way.

Two searches differ in the query of their address only, and the frame names it a dozen times: in the addresses of the other
languages and in where a choice of colours returns to. It is drawn once with a mark in place of the query.
"""

from __future__ import annotations

import copy
from urllib.parse import quote

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .preferences import Preferences

#: Seconds that a piece is kept.
KEPT = 60
#: What a query can hardly be, the same in an address, quoted and escaped.
MARK = "0query0of0the0frame0"


def piece(name: str, request: HttpRequest) -> SafeString:
    """The template `name`, which may know nothing but what every page knows, drawn for this request."""
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    if not query or request.user.is_authenticated:
        return SafeString(render_to_string(name, None, request))
    key = f"frame:{name}:{get_language()}:{request.path.encode().hex()}:{_looks(request)}"
    drawn = cache.get(key)
    if drawn is None:
        marked = copy.copy(request)
        marked.META = {**request.META, "QUERY_STRING": MARK}
        drawn = str(render_to_string(name, None, marked))
        cache.set(key, drawn, KEPT)
    # Quoted where the whole address is a parameter of another one, as `urlencode` quotes it; else as addresses stand in HTML.
    drawn = drawn.replace(quote(f"?{MARK}", safe="/"), quote(f"?{query}", safe="/"))
    return mark_safe(drawn.replace(MARK, escape(query)))  # noqa: S308 - drawn by the template, the query escaped


def _looks(request: HttpRequest) -> str:
    look = Preferences.of(request)
    return "-".join((look.theme, look.vision, look.size, look.spacing, look.pictures))
