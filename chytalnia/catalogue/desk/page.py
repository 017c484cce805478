"""The catalogue's pages at the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from chytalnia.people import shell
from chytalnia.people.shell import Crumb, RightItem

__all__ = ["Crumb", "RightItem", "page"]


def page(request: HttpRequest, template: str, title: str | Promise, **context: Any) -> HttpResponse:
    """A page of the catalogue in the desk's shell; see `shell.page`."""
    return shell.page(request, f"catalogue/desk/{template}", title, **context)
