"""What views of the room share: the fence against programs, JSON for the phone's outbox, the reader behind an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from chytalnia.core import limits
from chytalnia.core.security import PERMISSIONS
from chytalnia.core.views import too_many_requests
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers

View = Callable[..., HttpResponseBase]


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def too_fast(request: HttpRequest, scope: str, times: int = 1) -> HttpResponse | None:
    """The refusal for an address that asks too often, or nothing."""
    allowed = limits.rate(settings.FIND_RATE)
    seconds = limits.wait(request, f"bookcrossing.{scope}", allowed and allowed.times(times))
    if not seconds:
        return None
    if wants_json(request):
        said = _("Too many notes came from your address. Yours is kept and sent later.")
        return JsonResponse({"refused": said, "later": True}, status=429, headers={"Retry-After": str(seconds)})
    return too_many_requests(request, wait_seconds=seconds)


def from_ourselves(view: View) -> View:
    """For notes that may be sent days after the page was opened: a token that has run out must not lose them, so the browser's
    own word that the request comes from our page is taken instead."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            origin = request.headers.get("Origin", "")
            here = {f"{request.scheme}://{request.get_host()}", settings.PUBLIC_URL}
            if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none") or (
                origin and origin not in here
            ):  # fmt: skip
                raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return guarded


def with_camera(response: HttpResponse) -> HttpResponse:
    response["Permissions-Policy"] = PERMISSIONS.replace("camera=()", "camera=(self)")
    return response


def reader_of(request: HttpRequest) -> Reader | None:
    reader = readers.of_account(request.user)
    return reader if reader is not None and reader.is_active else None
