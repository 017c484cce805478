"""What every answer says about itself to a browser, and whom a request is from when a proxy stands in between."""

from __future__ import annotations

import logging
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from . import nonces

Answer = Callable[[HttpRequest], HttpResponse]

#: Nothing of a visitor's machine is asked for but the place, by «near me», and only by our own pages.
PERMISSIONS = (
    "accelerometer=(), autoplay=(self), browsing-topics=(), camera=(), "
    "display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(self), gyroscope=(), hid=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"
)


class OfAnotherSite(logging.Filter):
    """Tells a request for the name of another site in one line, with the setting that would make the name ours. Programs that
    try names are many; a traceback for each would hide what else the log tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        record.msg = f"{record.getMessage().partition(' You may need')[0]} If readers know the site by it, add it to CHYTALNIA_HOSTS."
        record.args = ()
        return True


class TrueAddress:
    """Puts the visitor's address where everybody looks for it.

    Behind our own proxy it is the last entry of `X-Forwarded-For`, the one that proxy wrote; those before it are whatever
    the visitor sent. Without a proxy the header is a visitor's word and is dropped.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = str(request.META.pop("HTTP_X_FORWARDED_FOR", ""))
        if settings.BEHIND_PROXY and (address := forwarded.rpartition(",")[2].strip()):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class Permissions:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class ContentPolicy(CSPMiddleware):
    """One policy for pages of readers, another for the desk, whose own pages carry scripts with a nonce."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        nonces.begin(self._make_nonce(request) if _is_desk(request) else "")

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if _is_desk(request) and not report_only and parts.config is None:
            parts.config = settings.DESK_CONTENT_POLICY
        return parts


def _is_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith("/desk/")
