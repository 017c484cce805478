"""What the lists of facts and of the audit log can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.rules import units_where

from . import kinds
from .models import Fact


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, str(kind.label)) for kind in kinds.every()]


def _units(request: Any) -> QuerySet[Unit]:
    return units_where(request.user, "journal.view_facts") if request else Unit.objects.none()


class FactFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)
    kind = django_filters.MultipleChoiceFilter(label=_("What was done"), choices=_kind_choices)
    unit = django_filters.ModelChoiceFilter(label=_("Unit and all under it"), queryset=_units, method="under_unit")
    audience = django_filters.ChoiceFilter(label=_("Audience"), choices=kinds.Audience.choices)
    place = django_filters.ChoiceFilter(label=_("Place"), choices=kinds.Place.choices)
    document_kind = django_filters.MultipleChoiceFilter(label=_("Kind of document"), choices=kinds.DocumentKind.choices)
    language = django_filters.CharFilter(label=_("Language code"))
    knowledge = django_filters.ChoiceFilter(label=_("Branch of knowledge"), choices=kinds.Knowledge.choices)

    class Meta:
        model = Fact
        fields: list[str] = []

    def under_unit(self, queryset: QuerySet[Fact], name: str, value: Unit) -> QuerySet[Fact]:
        return queryset.filter(under([value.path], "unit__path"))


class AuditFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    by_name = django_filters.CharFilter(label=_("Who"), lookup_expr="icontains")
    act = django_filters.ChoiceFilter(label=_("Act"), choices=audit.named)
    object_text = django_filters.CharFilter(label=_("What"), lookup_expr="icontains")
    unit_code = django_filters.CharFilter(label=_("Unit code"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []
