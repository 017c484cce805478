from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .settings import remembered


class RememberSettings:
    """Within a request, a unit's setting is read from the database once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembered():
            return self.get_response(request)
