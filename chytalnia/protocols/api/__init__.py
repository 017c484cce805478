"""The JSON API, version 1: the catalogue for everybody; the account and the desk for programs with a token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from ninja import Router

from . import catalogue, desk_acts, desk_lists, desk_readers, own, own_lending, refusing
from .calling import AnyToken
from .describing import ABOUT, DescribedAPI, operation
from .shapes import common

api = DescribedAPI(
    title="Chytalnia",
    version="1.1",
    description=ABOUT,
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="openapi.json",
    servers=[{"url": settings.PUBLIC_URL}],
)
refusing.handle(api)

_token = Router(tags=["token"])


@operation(_token, "GET", "token", auth=AnyToken(), out=common.Token, name="token", summary="What this token is for")
def token(request: HttpRequest) -> Any:
    found = request.auth.token  # type: ignore[attr-defined]
    return common.Token(
        name=found.name, kind=found.kind, scopes=found.scopes, expires_at=found.expires_at,
        library=common.told_library(found.unit) if found.unit else None,
    )  # fmt: skip


api.add_router("", catalogue.router)
api.add_router("", _token)
for _router in (own.router, own_lending.router):
    api.add_router("me", _router)
for _router in (desk_readers.router, desk_acts.router, desk_lists.router):
    api.add_router("desk", _router)


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under /api/: a machine gets no page for people."""
    return refusing.plain(request, 404, _("The description is at /api/v1/openapi.json."))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, wherever it was noticed: words for machines under /api/, a page for people elsewhere."""
    if request.path_info.startswith("/api/"):
        return unknown(request, "")
    return page_not_found(request, exception)


__all__ = ["api", "missing", "unknown"]
