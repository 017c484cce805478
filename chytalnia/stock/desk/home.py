"""The start of stock accounting: what is under way, and the ways on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from chytalnia.people import rules, shell
from chytalnia.people.access import needs, visible_to
from chytalnia.people.shell import RightItem
from chytalnia.stock.models import InventoryCheck, ReceiptLot, WriteOffAct
from chytalnia.stock.queries import checking

VIEW = "stock.view_books"
SHOWN = 6


def urls() -> list[URLPattern]:
    return [path("", home, name="home")]


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, gettext_lazy("Stock accounting"), reverse("desk_stock:home"), name="stock", icon_name="folder-open-inverse",
        order=27,
    )  # fmt: skip


@needs(VIEW)
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    checks = visible_to(
        InventoryCheck.objects.waiting().select_related("unit", "zone"), user, "stock.check_inventory"
    )[:SHOWN] if rules.may(user, "stock.check_inventory") else []  # fmt: skip
    acts = visible_to(WriteOffAct.objects.select_related("unit", "holder"), user, VIEW)
    lots = visible_to(ReceiptLot.objects.select_related("unit", "holder"), user, VIEW)
    context: dict[str, Any] = {
        "checks": [(check, checking.summary(check)) for check in checks],
        "drafts": acts.filter(stage="draft").order_by("-pk")[:SHOWN],
        "lots": lots.filter(stage="open").order_by("-pk")[:SHOWN],
        "may_check": rules.may(user, "stock.check_inventory"),
        "may_write_off": rules.may(user, "stock.write_off"),
        "may_accept": rules.may(user, "stock.accept_receipt"),
    }
    return shell.page(
        request, "stock/desk/home.html", _("Stock accounting"), icon="folder-open-inverse", **context
    )  # fmt: skip
