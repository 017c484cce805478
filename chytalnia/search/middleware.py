"""What is told while the index cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from chytalnia.core.views import come_again

from .engines.base import Damaged, Outdated

log = logging.getLogger(__name__)

#: Seconds until it is worth asking again: an index of a city is built in about a minute.
WAIT = 60


class IndexAtHand:
    """A page that asks an index which is damaged, or of an earlier version, is answered in words (503); whoever keeps the
    machine finds in the log what to do. Pages that do not search go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (Damaged, Outdated)):
            return None
        log.error("The search index cannot be read. Run chytalnia check: it builds it anew. (%s)", error)
        return come_again(request, "503.html", status=503, seconds=WAIT)
