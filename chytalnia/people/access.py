"""Doors: who may open a page, and which rows they see there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from chytalnia.network.models import Unit
from chytalnia.network.paths import under

from . import rules

View = Callable[..., HttpResponseBase]


def needs(action: str) -> Callable[[View], View]:
    """Open a view to those who may do an action somewhere; a guest is asked to sign in, others are refused.

    What the view touches has to be asked for by itself: `require(request.user, action, unit)`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, action)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class NeedsMixin:
    """The same for class-based views: `action = "network.change_card"`."""

    action: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return needs(self.action)(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]


def require(user: Any, action: str, unit: Unit | None = None) -> None:
    """Go on, or raise PermissionDenied."""
    if not rules.may(user, action, unit):
        raise PermissionDenied(action)


def visible_to(queryset: QuerySet, user: Any, action: str, field: str = "unit") -> QuerySet:
    """The rows that belong to units where the user may do an action; `field` is the way to the unit."""
    paths = rules.paths_where(user, action)
    return queryset if "" in paths else queryset.filter(under(paths, f"{field}__path" if field else "path"))
