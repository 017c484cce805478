"""Papers with a number that anybody checks: certificates and diplomas. Each room says how its numbers are looked up; one page
tells a stranger what stands in the register.

    certificates.add("schools", look_up)  # in ready(); look_up(code) -> Paper or None

A `code` comes as `codes.typed` leaves it: without hyphens, in capital letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import codes, limits
from .views import too_many_requests

#: A number has some fifty bits; even so nobody shall try them in a row.
TRIES = limits.rate("30/m")


@dataclass(frozen=True, slots=True)
class Paper:
    """What a stranger who has the number reads. `holder` is as much of a name as the room shows; `gone` says since when or why
    the paper holds no more; `pdf` is an address where it is printed again."""

    title: str
    number: str
    holder: str
    organisation: str
    issued: date
    address: str
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    note: str = ""
    gone: str = ""
    pdf: str = ""


LookUp = Callable[[str], Paper | None]
_rooms: dict[str, LookUp] = {}


def add(room: str, look_up: LookUp) -> None:
    _rooms[room] = look_up


def find(text: str) -> Paper | None:
    """The paper of a number, whichever room issued it."""
    code = codes.typed(text)[:40]
    return next((paper for look_up in _rooms.values() if code and (paper := look_up(code))), None)


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """A number typed in from paper, of any room."""
    text = request.GET.get("number", "").strip()[:40]
    if not text:
        return _shown(request, None, "", status=200)
    return _answered(request, text, find(text), here=False)


def answer(request: HttpRequest, text: str, look_up: LookUp) -> HttpResponse:
    """The page that the QR code of a room's papers opens."""
    return _answered(request, text, look_up(codes.typed(text)[:40]), here=True)


def _answered(request: HttpRequest, text: str, paper: Paper | None, *, here: bool) -> HttpResponse:
    if paper is None:
        if seconds := limits.wait(request, "certificates", TRIES):
            return too_many_requests(request, wait_seconds=seconds)
        return _shown(request, None, text[:40], status=404)
    return _shown(request, paper, text, status=200) if here else redirect(paper.address)


def _shown(request: HttpRequest, paper: Paper | None, text: str, *, status: int) -> HttpResponse:
    response = render(request, "core/certificate.html", {"paper": paper, "asked": text}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
