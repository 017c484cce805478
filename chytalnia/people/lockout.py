"""Whose sign-in it was that failed, for counting failures: the name that was typed, however it was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from chytalnia.core.limits import address_of


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The account's name or e-mail address of an attempt; the same for `Olena` and ` olena`."""
    given = credentials or {}
    posted = request.POST if request is not None else {}
    for source in (given, posted):
        for key in ("username", "email", "login"):
            if value := source.get(key):
                return str(value).strip().casefold()[:255]
    return ""


def address_tried_from(request: HttpRequest) -> str:
    return address_of(request)
