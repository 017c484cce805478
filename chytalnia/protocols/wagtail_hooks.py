"""Machines at the desk: entered, changed, given a new password, for those who look after them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.permissions import register_permission_policy

from chytalnia.people.access import needs, require
from chytalnia.people.desk import OwnCreateView, OwnDeleteView, OwnEditView, OwnIndexView, UnitOwnedViewSet
from chytalnia.people.policies import UnitPermissionPolicy

from .forms import DeviceForm
from .models import Device
from .sip2 import devices
from .tokens import desk as tokens

MANAGE = "protocols.manage_devices"

register_permission_policy(Device, UnitPermissionPolicy(Device, view=MANAGE, add=MANAGE, change=MANAGE, delete=MANAGE))


def _tell(request: HttpRequest, device: Device, password: str) -> None:
    """The password is shown this once, to the person who asked for it."""
    messages.success(
        request,
        _("Enter in the machine “%(name)s” the login %(login)s and the password %(password)s. It is not shown again.")
        % {"name": device.name, "login": device.login, "password": password},
    )


class DeviceIndexView(OwnIndexView):
    is_searchable = True
    search_fields = ["name", "login", "location"]
    search_backend_name = None

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("unit")


class DeviceCreateView(OwnCreateView):
    def save_instance(self) -> Device:
        device: Device = self.form.save(commit=False)
        _tell(self.request, device, devices.enter(device=device, by=self.request.user))
        return device

    def get_success_message(self, instance: Any) -> None:
        """The password says it all."""


class DeviceEditView(OwnEditView):
    template_name = "protocols/desk/device.html"

    def save_instance(self) -> Device:
        return devices.change(device=self.form.save(commit=False), by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["password_url"] = reverse("devices:password", args=[self.object.pk])
        return context


class DeviceDeleteView(OwnDeleteView):
    def delete_action(self) -> None:
        devices.remove(device=self.object, by=self.request.user)


@needs(MANAGE)
@require_POST
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    device = get_object_or_404(Device, pk=pk)
    require(request.user, MANAGE, device.unit)
    _tell(request, device, devices.renew_password(device=device, by=request.user))
    return redirect("devices:edit", device.pk)


class DeviceViewSet(UnitOwnedViewSet):
    model = Device
    name = url_prefix = "devices"
    icon = "desktop"
    menu_label = gettext_lazy("Machines")
    menu_order = 830
    add_to_admin_menu = True
    index_view_class = DeviceIndexView
    add_view_class = DeviceCreateView
    edit_view_class = DeviceEditView
    delete_view_class = DeviceDeleteView
    inspect_view_enabled = False
    list_filter = ["unit", "is_active"]
    list_display = [
        TitleColumn(
            "name",
            label=pgettext_lazy("a thing", "Name"),
            get_url=lambda device: reverse("devices:edit", args=[device.pk]),
        ),
        Column("unit", label=gettext_lazy("Library")),
        Column("location", label=gettext_lazy("Place")),
        Column("login", label=gettext_lazy("Login")),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
        Column("last_seen_at", label=gettext_lazy("Last login")),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return DeviceForm

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("password/<int:pk>/", new_password, name="password")]


@hooks.register("register_admin_viewset")
def machine_viewsets() -> list:
    return [DeviceViewSet()]


@hooks.register("register_admin_urls")
def tokens_urls() -> list[URLResolver]:
    return [path("tokens/", include((tokens.urls(), "desk_tokens")))]


@hooks.register("register_admin_menu_item")
def tokens_menu() -> MenuItem:
    return tokens.menu_item()
