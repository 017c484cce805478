"""What every request passes: caches learn that pages differ by the look a person chose; what no page of ours could have sent is
refused before it reaches a database; an address typed almost right leads to its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes
from wagtail.views import serve as editorial_page

#: The largest key that a row of ours can have, on either database.
MOST = 2**63 - 1


class VaryByLook:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


#: Characters of an address that is led elsewhere; Django refuses longer ones, three times what servers let through.
_LONGEST = 8_000


class TypedAddress:
    """A page that is not there is looked for where people mean it: without a slash at the end, without the name of the first
    language in front, in small letters. Django itself adds a slash that lacks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = request.resolver_match
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or _is_of_a_room(found):
            return response
        for path in _meant(request.path_info):
            if _is_a_page(path):
                query = request.META.get("QUERY_STRING", "")
                if len(path) + len(query) > _LONGEST:
                    return response
                return HttpResponsePermanentRedirect(escape_leading_slashes(path) + (f"?{query}" if query else ""))
        return response


def _meant(path: str) -> Iterator[str]:
    meant, first = path.lower(), f"/{settings.LANGUAGE_CODE}"
    if f"{meant}/".startswith(f"{first}/"):
        meant = meant.removeprefix(first) or "/"
    bare = meant.rstrip("/")
    yield from (written for written in (meant, bare or "/", f"{bare}/") if written != path)


def _is_a_page(path: str) -> bool:
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            return _is_of_a_room(resolve(path))
    except Resolver404:
        return False


def _is_of_a_room(found: ResolverMatch | None) -> bool:
    """Whether a page of ours stands there. Any address may be an editors' page: the database alone knows, and has said no."""
    return found is not None and found.func is not editorial_page


class Plausible:
    """Keys that no row can have are pages that are not there. PostgreSQL takes no text with the sign NUL in it, and nobody types
    one: in a path it is read as a sign that cannot be read, in a query it is left out, a form with it is refused. Stands after
    the guard against forged forms, which has read the form by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        for name, value in kwargs.items():
            if isinstance(value, int) and value > MOST:
                raise Http404
            if isinstance(value, str) and "\0" in value:
                kwargs[name] = value.replace("\0", "\ufffd")
        if any("\0" in text for text in _texts(request.GET)):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        read = hasattr(request, "_post") or request.content_type == "application/x-www-form-urlencoded"
        if read and any("\0" in text for text in _texts(request.POST)):
            raise SuspiciousOperation("NUL in a text")


def _texts(form: QueryDict) -> Iterator[str]:
    for _name, texts in form.lists():
        yield from texts


def _without(form: QueryDict) -> QueryDict:
    told = QueryDict(mutable=True)
    for name, texts in form.lists():
        told.setlist(name.replace("\0", ""), [text.replace("\0", "") for text in texts])
    told._mutable = False
    return told
