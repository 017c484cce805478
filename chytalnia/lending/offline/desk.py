"""Screens of the desk: devices that may lend without a line, and what was done there that somebody has to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy

from chytalnia.catalogue.models import Item
from chytalnia.lending.models import Conflict, OfflineDesk
from chytalnia.network.models import PLACES, Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.desk import OwnIndexView, UnitOwnedViewSet
from chytalnia.people.policies import UnitPermissionPolicy
from chytalnia.people.shell import RightItem, page

from . import desks, picture
from .desks import MANAGE, SETTLE

register_permission_policy(Conflict, UnitPermissionPolicy(Conflict, view=SETTLE))


class NewDeskForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the device"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("such as: notebook of the hall")}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Library"), empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules.units_where(user, MANAGE).filter(kind__in=PLACES)  # type: ignore[attr-defined]


def menu_item() -> MenuItem:
    return RightItem(
        MANAGE, gettext_lazy("Desks without a line"), reverse("desk_lending:offline"), name="offline-desks",
        icon_name="mobile-alt", order=832,
    )  # fmt: skip


def urls() -> list[URLPattern]:
    return [
        path("offline/", offline, name="offline"),
        path("offline/<int:pk>/code/", code, name="offline_code"),
        path("offline/<int:pk>/shut/", shut, name="offline_shut"),
    ]


@needs(MANAGE)
@never_cache
def offline(request: HttpRequest) -> HttpResponse:
    form = NewDeskForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        desk, opening = desks.register(**form.cleaned_data, by=request.user)
        return _told(request, desk, opening)
    return page(
        request, "lending/offline/desks.html", _("Desks without a line"), icon="mobile-alt", form=form,
        desks=list(desks.desks_of(request.user)[:300]), address=_address(request),
    )  # fmt: skip


@needs(MANAGE)
@require_POST
@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    desk = get_object_or_404(OfflineDesk.objects.select_related("unit").filter(revoked_at=None), pk=pk)
    return _told(request, desk, desks.new_code(desk=desk, by=request.user))


def _told(request: HttpRequest, desk: OfflineDesk, opening: str) -> HttpResponse:
    """The code is shown this once; in the address it stands behind the `#`, which no server is told."""
    address = _address(request) + f"#{opening}"
    return page(
        request, "lending/offline/code.html", desk.name, icon="mobile-alt", desk=desk, opening=opening, address=address,
        minutes=int(desks.CODE_LIVES.total_seconds() // 60), picture=picture.of(address),
        crumbs=[(_("Desks without a line"), reverse("desk_lending:offline"))],
    )  # fmt: skip


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("offline:page", args=[(get_language() or "uk")[:2]]))


@needs(MANAGE)
@require_POST
def shut(request: HttpRequest, pk: int) -> HttpResponse:
    desk = get_object_or_404(OfflineDesk.objects.select_related("unit"), pk=pk)
    desks.revoke(desk=desk, by=request.user)
    messages.success(
        request, _("“%(desk)s” is shut out. At its next contact it deletes what it keeps.") % {"desk": desk}
    )
    return redirect("desk_lending:offline")


class ConflictIndexView(OwnIndexView):
    def get_base_queryset(self) -> Any:
        title = Item.objects.exclude(barcode="").filter(barcode=OuterRef("barcode")).values("record__title")[:1]
        return super().get_base_queryset().select_related("unit", "settled_by").annotate(title=Subquery(title))


class SettleColumn(Column):
    """The button, or who has settled it."""

    cell_template_name = "lending/offline/settle_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        # A cell is rendered without the request, and so without the token that its form has to carry.
        return {**context, "csrf_token": get_token(parent_context["request"])}


@needs(SETTLE)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    conflict = get_object_or_404(Conflict, pk=pk)
    require(request.user, SETTLE, conflict.unit)
    desks.settle(conflict=conflict, by=request.user)
    messages.success(request, _("It is off the list."))
    return redirect("deeds_to_look_at:index")


class ConflictViewSet(UnitOwnedViewSet):
    """A list with one button: nothing here is written or changed by hand."""

    model = Conflict
    name = url_prefix = "deeds_to_look_at"
    icon = "warning"
    menu_label = gettext_lazy("Done without a line")
    menu_order = 831
    add_to_admin_menu = True
    index_view_class = ConflictIndexView
    inspect_view_enabled = False
    list_filter = ["unit", "deed", "outcome"]
    list_display = [
        Column("get_deed_display", label=gettext_lazy("What was done")),
        Column("happened_at", label=gettext_lazy("When")),
        Column(
            "barcode",
            label=gettext_lazy("Title"),
            accessor=lambda row: " · ".join(filter(None, (getattr(row, "title", ""), row.barcode))),
        ),
        Column("card", label=gettext_lazy("Card")),
        Column("sentences", label=gettext_lazy("What stands against it"), accessor=lambda row: " ".join(row.sentences)),
        Column("outcome", label=gettext_lazy("What was decided"), accessor="get_outcome_display"),
        Column("device_name", label=gettext_lazy("Machine or desk")),
        SettleColumn("settle", label=gettext_lazy("Settled")),
    ]

    def get_form_fields(self) -> list[str]:
        return ["deed"]

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("settle/<int:pk>/", settle, name="settle")]
