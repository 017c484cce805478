"""What every request passes: caches learn that pages differ by the look a person chose; what no page of ours could have sent is
refused before it reaches a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

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


class Plausible:
    """Keys that no row can have are pages that are not there; PostgreSQL takes no text with the sign NUL in it, and nobody types
    one. Stands after the guard against forged forms, which has read the form by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, int) and value > MOST for value in kwargs.values()):
            raise Http404
        told = [*kwargs.values(), *_texts(request.GET)]
        if hasattr(request, "_post") or request.content_type == "application/x-www-form-urlencoded":
            told += _texts(request.POST)
        if any(isinstance(text, str) and "\0" in text for text in told):
            raise SuspiciousOperation("NUL in a text")


def _texts(form: Any) -> list[str]:
    return [text for _name, texts in form.lists() for text in texts]
