"""People at the desk: accounts of the staff, the roles they hold, and the call for a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from . import rules, services
from .desk import OwnCreateView, OwnDeleteView, OwnEditView, OwnIndexView, UnitOwnedViewSet
from .forms import AccountForm, GrantForm
from .models import RoleGrant, User
from .policies import MatrixPolicy, UnitPermissionPolicy
from .readers import urls_desk
from .shell import RightItem

register_permission_policy(
    RoleGrant,
    UnitPermissionPolicy(RoleGrant, view="people.view_staff", add="people.grant_role", delete="people.grant_role"),
)


class AccountPolicy(MatrixPolicy):
    """Accounts belong to no unit: one is seen by those who see its holder's units, and changed by `services.may_manage`."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        assert isinstance(instance, User)
        if action == "delete":
            return bool(user.is_superuser)
        if action == "view":
            return services.staff_visible_to(user).filter(pk=instance.pk).exists()
        return services.staff_visible_to(user).filter(pk=instance.pk).exists() and services.may_manage(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return services.staff_visible_to(user)


# Not registered with Wagtail for the model: its own user pages, where one can make superusers, stay the installer's.
ACCOUNTS = AccountPolicy(User, view="people.view_staff", add="people.edit_account", change="people.edit_account")


class GrantCreateView(OwnCreateView):
    def save_instance(self) -> RoleGrant:
        chosen = self.form.cleaned_data
        return services.grant_role(
            user=chosen["account"], role=chosen["role"], unit=chosen["unit"], by=self.request.user
        )


class GrantDeleteView(OwnDeleteView):
    def delete_action(self) -> None:
        services.revoke_role(grant=self.object, by=self.request.user)


class GrantIndexView(OwnIndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("user", "unit").order_by("unit__path", "role")


class GrantViewSet(UnitOwnedViewSet):
    model = RoleGrant
    name = url_prefix = "roles"
    icon = "key"
    menu_label = gettext_lazy("Roles")
    index_view_class = GrantIndexView
    add_view_class = GrantCreateView
    delete_view_class = GrantDeleteView
    list_filter = ["role"]
    list_display = [
        TitleColumn(
            "user",
            label=gettext_lazy("Who"),
            accessor=lambda grant: grant.user.get_full_name() or grant.user.username,
            get_url=lambda grant: reverse("roles:delete", args=[grant.pk]),
        ),
        Column("role", label=gettext_lazy("Role"), accessor="get_role_display"),
        Column("unit", label=gettext_lazy("Where")),
        Column("granted_by", label=gettext_lazy("Given by")),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return GrantForm


class AccountIndexView(OwnIndexView):
    permission_policy = ACCOUNTS
    is_searchable = True
    search_fields = ["username", "last_name", "first_name", "email"]
    search_backend_name = None


class AccountCreateView(OwnCreateView):
    permission_policy = ACCOUNTS

    def save_instance(self) -> User:
        fields = {name: self.form.cleaned_data[name] for name in self.form.fields if name != "username"}
        return services.create_account(username=self.form.cleaned_data["username"], by=self.request.user, **fields)


class AccountEditView(OwnEditView):
    permission_policy = ACCOUNTS


class AccountDeleteView(OwnDeleteView):
    permission_policy = ACCOUNTS


class AccountViewSet(UnitOwnedViewSet):
    model = User
    name = url_prefix = "staff"
    icon = "user"
    menu_label = gettext_lazy("Staff")
    add_to_reference_index = False
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    list_display = ["username", "last_name", "first_name", "email", "is_active"]

    @property
    def permission_policy(self) -> AccountPolicy:  # type: ignore[override]
        return ACCOUNTS

    def get_form_class(self, for_update: bool = False) -> type:
        return AccountForm

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return StaffMenuItem(self.menu_label, reverse("staff:index"), icon_name=self.icon, order=order or 999)

    def register_permissions(self) -> None:
        """Nothing: rights on accounts are in the matrix."""


class StaffMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return rules.may(request.user, "people.view_staff")


class PeopleGroup(ViewSetGroup):
    menu_label = gettext_lazy("People")
    menu_icon = "group"
    menu_order = 800
    items = (AccountViewSet, GrantViewSet)


@hooks.register("register_admin_viewset")
def people_group() -> PeopleGroup:
    return PeopleGroup()


class SecondFactorPanel(Component):
    order = 10

    def render_html(self, parent_context: Any = None) -> str:
        return render_to_string("people/desk/second_factor.html", {"url": reverse("mfa_index")})


@hooks.register("construct_homepage_panels")
def propose_second_factor(request: Any, panels: list) -> None:
    if not is_mfa_enabled(request.user):
        panels.append(SecondFactorPanel())


@hooks.register("register_admin_urls")
def readers_urls() -> list[URLResolver]:
    return [path("readers/", include((urls_desk.urlpatterns, "desk_readers")))]


@hooks.register("register_admin_menu_item")
def readers_menu() -> MenuItem:
    return RightItem(
        "people.view_reader", gettext_lazy("Readers"), reverse("desk_readers:list"), name="readers", icon_name="group",
        order=15,
    )  # fmt: skip
