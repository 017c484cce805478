"""What the pages of stock accounting have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from chytalnia.core.views import pdf_response
from chytalnia.people import shell
from chytalnia.people.shell import Crumb


def home_crumb() -> Crumb:
    return (gettext_lazy("Stock accounting"), reverse("desk_stock:home"))


def page(
    request: HttpRequest, template: str, title: str | Promise, *, crumbs: list[Crumb] | None = None, **context: Any
) -> HttpResponse:
    """A page of stock accounting in the desk's shell; its start leads the crumbs."""
    return shell.page(request, f"stock/desk/{template}", title, crumbs=[home_crumb(), *(crumbs or [])], **context)


def pdf(data: bytes, name: str) -> HttpResponse:
    return pdf_response(data, name)
