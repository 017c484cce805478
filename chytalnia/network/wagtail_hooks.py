"""The network at the desk: the tree, cards, zones, vocabularies."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy

from chytalnia.core.forms import TranslatedRichText, TranslatedTextarea
from chytalnia.people import rules
from chytalnia.people.desk import OwnCreateView, OwnDeleteView, OwnEditView, OwnIndexView, UnitOwnedViewSet
from chytalnia.people.policies import MatrixPolicy, UnitPermissionPolicy

from . import desk_views
from .changes import changing
from .listing import text_of
from .models import Service, Specialisation, Unit, UnitKind, UnitState, UnitType, Zone

register_permission_policy(
    Unit,
    UnitPermissionPolicy(
        Unit, field="", view="network.view_unit", add="network.create_unit", change="network.change_card"
    ),
)
register_permission_policy(
    Zone,
    UnitPermissionPolicy(
        Zone,
        view="network.view_unit",
        add="network.change_zones",
        change="network.change_zones",
        delete="network.change_zones",
    ),
)
for vocabulary in (Specialisation, Service):
    register_permission_policy(
        vocabulary,
        MatrixPolicy(
            vocabulary,
            view="network.view_unit",
            add="network.edit_vocabulary",
            change="network.edit_vocabulary",
            delete="network.edit_vocabulary",
        ),
    )


class UnitFilter(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=UnitKind.choices)
    type = django_filters.ChoiceFilter(label=gettext_lazy("Type"), choices=UnitType.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=UnitState.choices)

    class Meta:
        model = Unit
        fields = ["kind", "type", "state", "is_model", "is_rural"]


class UnitIndexView(OwnIndexView):
    is_searchable = True
    default_ordering = "path"

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        # In Python, for names are JSON in four languages, and a database folds the case of Cyrillic as it pleases.
        words = (self.search_query or "").casefold().split()
        if not words:
            return queryset
        return queryset.filter(pk__in=[unit.pk for unit in queryset if all(word in text_of(unit) for word in words)])

    def get_add_url(self) -> str | None:
        may = rules.may(self.request.user, "network.create_unit")
        return reverse("network_desk:create") if may else None

    def get_list_more_buttons(self, instance: Unit) -> list[Button]:
        return unit_buttons(self.request.user, instance)


class UnitEditView(OwnEditView):
    def save_instance(self) -> Unit:
        with changing(self.form.instance, by=self.request.user):
            return super().save_instance()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(button.label, url=button.url, icon_name=button.icon_name)
            for button in unit_buttons(self.request.user, self.object)
        ]


def unit_buttons(user: Any, unit: Unit) -> list[Button]:
    """Where else one can go from a library, as far as the person may."""
    offered = [
        ("network.change_hours", _("Hours"), reverse("network_desk:hours", args=[unit.pk]), "time"),
        ("network.change_zones", _("Zones"), reverse("zones:index") + f"?unit={unit.pk}", "grip"),
        ("network.change_settings", _("Settings"), reverse("network_desk:settings", args=[unit.pk]), "cogs"),
        ("network.move_unit", _("Move"), reverse("network_desk:move", args=[unit.pk]), "order"),
        ("network.view_changes", _("History"), reverse("network_desk:changes", args=[unit.pk]), "history"),
        ("network.view_unit", _("Public page"), unit.get_absolute_url(), "view"),
    ]
    return [
        Button(label, url=url, icon_name=icon, priority=10 * n)
        for n, (action, label, url, icon) in enumerate(offered)
        if rules.may(user, action, unit)
    ]


def _in_the_tree(unit: Unit) -> SafeString:
    return format_html("{}{}", "\u2003" * (unit.depth - 1), unit.name or unit.code)


CARD = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("name"),
                FieldPanel("short_name"),
                FieldRowPanel([FieldPanel("type"), FieldPanel("number")]),
                FieldPanel("honour_name"),
                FieldPanel("summary"),
                FieldPanel("specialisations"),
                FieldPanel("services"),
                MultiFieldPanel([FieldPanel("state"), FieldPanel("state_note")], heading=gettext_lazy("State")),
                FieldPanel("photo"),
            ],
            heading=gettext_lazy("Card of the library"),
        ),
        ObjectList(
            [
                FieldPanel("settlement"),
                FieldPanel("address"),
                FieldPanel("directions", widget=TranslatedTextarea),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("katottg")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                InlinePanel("contacts", heading=gettext_lazy("Contacts"), label=gettext_lazy("Contact")),
            ],
            heading=gettext_lazy("Where and how"),
        ),
        ObjectList(
            [InlinePanel("staff", heading=gettext_lazy("People"), label=gettext_lazy("Person"))],
            heading=gettext_lazy("People"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("founded_year"), FieldPanel("founded_on")]),
                FieldPanel("history", widget=TranslatedRichText),
                InlinePanel("photos", heading=gettext_lazy("Photos"), label=gettext_lazy("Photo")),
            ],
            heading=gettext_lazy("History and photos"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldPanel("access_sight"),
                        FieldPanel("access_hearing"),
                        FieldPanel("access_mobility"),
                        FieldPanel("access_note"),
                    ],
                    heading=gettext_lazy("Accessibility"),
                ),
                FieldRowPanel([FieldPanel("area_total"), FieldPanel("area_stock"), FieldPanel("area_users")]),
                FieldRowPanel([FieldPanel("area_own"), FieldPanel("area_rent"), FieldPanel("area_other")]),
                FieldRowPanel([FieldPanel("area_repair"), FieldPanel("area_emergency"), FieldPanel("heritage")]),
                FieldRowPanel([FieldPanel("seats"), FieldPanel("seats_pc"), FieldPanel("seats_net")]),
                FieldRowPanel([FieldPanel("working_share"), FieldPanel("population"), FieldPanel("next_library_km")]),
                FieldRowPanel([FieldPanel("is_model"), FieldPanel("is_rural"), FieldPanel("in_culture_centre")]),
                FieldPanel("valid_from"),
            ],
            heading=gettext_lazy("Premises and the annual form"),
        ),
    ]
)


class UnitViewSet(UnitOwnedViewSet):
    model = Unit
    name = url_prefix = "units"
    icon = "home"
    menu_label = gettext_lazy("Libraries")
    index_view_class = UnitIndexView
    edit_view_class = UnitEditView
    filterset_class = UnitFilter
    list_per_page = 100
    list_display = [
        TitleColumn(
            "name",
            label=gettext_lazy("Library"),
            accessor=_in_the_tree,
            get_url=lambda u: reverse("units:edit", args=[u.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("settlement", label=gettext_lazy("Settlement")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("code", label=gettext_lazy("Code")),
    ]
    edit_handler = CARD


class _LoggedMixin:
    """Changes of a zone are changes of its library's card."""

    def save_instance(self) -> Any:
        with changing(self.form.instance.unit, by=self.request.user):  # type: ignore[attr-defined]
            return super().save_instance()  # type: ignore[misc]


class ZoneCreateView(_LoggedMixin, OwnCreateView):
    pass


class ZoneEditView(_LoggedMixin, OwnEditView):
    pass


class ZoneDeleteView(OwnDeleteView):
    def delete_action(self) -> None:
        with changing(self.object.unit, by=self.request.user):
            super().delete_action()


class ZoneFilter(WagtailFilterSet):
    class Meta:
        model = Zone
        fields = ["unit", "kind", "is_bookable"]


class ZoneViewSet(UnitOwnedViewSet):
    model = Zone
    name = url_prefix = "zones"
    icon = "grip"
    menu_label = gettext_lazy("Zones")
    add_view_class = ZoneCreateView
    edit_view_class = ZoneEditView
    delete_view_class = ZoneDeleteView
    filterset_class = ZoneFilter
    list_display = ["__str__", "unit", "kind", "floor", "seats"]
    panels = [
        FieldRowPanel([FieldPanel("unit"), FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("floor"), FieldPanel("noise"), FieldPanel("seats"), FieldPanel("area")]),
        FieldPanel("rule", widget=TranslatedTextarea),
        FieldPanel("shelves", widget=TranslatedTextarea),
        FieldRowPanel([FieldPanel("is_bookable"), FieldPanel("is_accessible"), FieldPanel("is_open_to_readers")]),
    ]


class SpecialisationViewSet(ModelViewSet):
    model = Specialisation
    name = url_prefix = "specialisations"
    icon = "tag"
    menu_label = gettext_lazy("Specialisation")
    list_display = ["__str__", "axis", "code"]
    form_fields = ["code", "axis", "name", "order"]
    copy_view_enabled = False


class ServiceViewSet(ModelViewSet):
    model = Service
    name = url_prefix = "library-services"
    icon = "list-ul"
    menu_label = gettext_lazy("Services")
    list_display = ["__str__", "is_paid", "code"]
    form_fields = ["code", "name", "description", "icon", "is_paid", "order"]
    copy_view_enabled = False


class NetworkGroup(ViewSetGroup):
    menu_label = gettext_lazy("Network")
    menu_icon = "site"
    menu_order = 100
    items = (UnitViewSet, ZoneViewSet, SpecialisationViewSet, ServiceViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        changes = MenuItem(_("Changes of cards"), reverse("network_desk:all_changes"), icon_name="history", order=90)
        return [*super().get_submenu_items(), changes]


@hooks.register("register_admin_viewset")
def network_group() -> NetworkGroup:
    return NetworkGroup()


@hooks.register("register_admin_urls")
def urls() -> list:
    pages = [
        path("new/", desk_views.create, name="create"),
        path("changes/", desk_views.changes, name="all_changes"),
        path("<int:pk>/hours/", desk_views.hours, name="hours"),
        path("<int:pk>/settings/", desk_views.unit_settings, name="settings"),
        path("<int:pk>/move/", desk_views.move, name="move"),
        path("<int:pk>/changes/", desk_views.changes, name="changes"),
    ]
    return [path("network/", include((pages, "network_desk")))]
