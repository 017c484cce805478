"""Drawn covers by address: for feeds, other sites' previews and everybody outside our pages."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_response_headers
from django.views.decorators.http import condition, require_safe

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries import works
from chytalnia.core.covers import cover_svg
from chytalnia.wire.print import picture_of_cover

WEEK = 7 * 24 * 3600
#: Part of every ETag: raise it when covers are drawn otherwise.
DRAWING = 2


def _etag(request: HttpRequest, pk: int) -> str | None:
    changed = Work.objects.filter(pk=pk).values_list("title", "author", "changed_at").first()
    if changed is None:
        return None
    said = f"{DRAWING}|{request.path.rpartition('.')[2]}|{pk}|{'|'.join(map(str, changed))}"
    return f'"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'


def _work(pk: int) -> Work:
    found = Work.objects.shown().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _svg(work: Work) -> str:
    told = works.book(work, works.knowledge_of([work.pk]).get(work.pk, ""))
    return cover_svg(
        str(work.pk), told["title"], told["author"], language=told["language"], knowledge=told["knowledge"]
    )


@require_safe
@condition(etag_func=_etag)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    response = HttpResponse(_svg(_work(pk)), content_type="image/svg+xml; charset=utf-8")
    return _kept(response)


@require_safe
@condition(etag_func=_etag)
def social(request: HttpRequest, pk: int) -> HttpResponse:
    """The cover with title and author beside it, 1200 × 630, as pages of other sites show a link."""
    work = _work(pk)
    drawn = picture_of_cover(_svg(work), title=work.title, author=works.straight(work.author))
    return _kept(HttpResponse(drawn, content_type="image/png"))


def _kept(response: HttpResponse) -> HttpResponse:
    patch_response_headers(response, cache_timeout=WEEK)
    response["Cache-Control"] = f"public, max-age={WEEK}"
    response["X-Content-Type-Options"] = "nosniff"
    # Opened by itself a picture runs nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
