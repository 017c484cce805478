"""What views of the room share: whose trailer it is, the microphone, the steps of the studio."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from chytalnia.core.security import PERMISSIONS
from chytalnia.media import uploads
from chytalnia.people import rules as people
from chytalnia.trailers import queries, rules
from chytalnia.trailers.models import Origin, Trailer

View = Callable[..., HttpResponseBase]

STEPS: dict[str, str | Promise] = {
    "idea": pgettext_lazy("a step of the studio", "Idea"),
    "scenes": pgettext_lazy("a step of the studio", "Scenes"),
    "pictures": pgettext_lazy("a step of the studio", "Pictures"),
    "words": pgettext_lazy("a step of the studio", "Words"),
    "sound": pgettext_lazy("a step of the studio", "Sound"),
    "film": pgettext_lazy("a step of the studio", "Film"),
    "subtitles": pgettext_lazy("a step of the studio", "Subtitles"),
    "publish": pgettext_lazy("a step of the studio", "Show it"),
}
_ELSEWHERE = ("idea", "film", "subtitles", "publish")


def steps_of(trailer: Trailer) -> list[str]:
    return list(_ELSEWHERE) if trailer.origin == Origin.UPLOAD else list(STEPS)


def drawn_steps(trailer: Trailer, here: str) -> list[dict[str, Any]]:
    names = steps_of(trailer)
    at = names.index(here)
    return [
        {"name": name, "label": STEPS[name], "url": reverse(f"trailers:{name}", args=[trailer.pk]),
         "state": "here" if n == at else "done" if n < at else "next"}
        for n, name in enumerate(names)
    ]  # fmt: skip


def next_step(trailer: Trailer, here: str) -> str:
    names = steps_of(trailer)
    return names[min(names.index(here) + 1, len(names) - 1)]


def own(view: View) -> View:
    """For those who may change the trailer. What waits for the librarian or is shown, staff alone change."""
    return _owned(view, staff_only=("review", "published", "withdrawn"))


def own_in_review(view: View) -> View:
    """The same, for what its makers may do while it waits."""
    return _owned(view, staff_only=("published", "withdrawn"))


def _owned(view: View, *, staff_only: tuple[str, ...]) -> View:
    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        trailer = get_object_or_404(queries.trailers(), pk=pk)
        if not rules.may_edit(request.user, trailer):
            raise PermissionDenied
        if (
            request.method == "POST"
            and trailer.stage in staff_only
            and not people.may(request.user, rules.MAKE, trailer.unit)
        ):
            messages.error(
                request,
                _("The trailer is in the stage “%(stage)s”; only a librarian changes it now.")
                % {"stage": trailer.at_stage.label},
            )
            return redirect("trailers:publish", pk)
        if request.method == "POST":
            uploads.take_in(request)
        return view(request, trailer, *args, **kwargs)

    return guarded


def with_microphone(response: HttpResponse) -> HttpResponse:
    response["Permissions-Policy"] = PERMISSIONS.replace("microphone=()", "microphone=(self)")
    return response
