"""What the pages of stock accounting have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Item
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


def scanned(among: QuerySet[Item], numbers: list[str]) -> tuple[list[Item], list[str]]:
    """Copies by their inventory numbers or barcodes, each once, and the numbers that name none of these."""
    by_number: dict[str, Item] = {}
    for piece in chunks(numbers, 400):
        for name in ("inventory_number", "barcode"):
            for item in among.filter(**{f"{name}__in": piece}):
                by_number[getattr(item, name)] = item
    found = {one.pk: one for number in numbers if (one := by_number.get(number)) is not None}
    return list(found.values()), [number for number in numbers if number not in by_number]


def tell_unknown(request: HttpRequest, numbers: list[str]) -> None:
    if numbers:
        messages.warning(request, _("Numbers nobody knows here: %(list)s") % {"list": ", ".join(numbers[:20])})
