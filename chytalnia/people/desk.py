"""Desk screens for things that belong to units: a list of one's own, and nobody else's opened, changed or deleted.

Wagtail's own views ask about a model, not about each thing; a room above builds on this instead of `ModelViewSet`:

    class ItemViewSet(UnitOwnedViewSet):
        model = Item
        unit_field = "unit"            # the form offers only units where the person may add

with a `UnitPermissionPolicy` registered for the model.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet


class _OwnMixin:
    """Refuses the page of a thing that the person has no right to."""

    request: Any
    permission_policy: Any
    permission_required: str | None

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        found: Model = super().get_object(*args, **kwargs)  # type: ignore[misc]
        action = getattr(self, "permission_required", None) or "view"
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, action, found):
            raise PermissionDenied
        return found


class _UnitChoiceMixin:
    """Offers in the form only the units where the person may do this."""

    unit_field = ""
    request: Any
    permission_policy: Any
    permission_required: str | None

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if self.unit_field in form.fields:
            choices = form.fields[self.unit_field]
            action = self.permission_policy.actions.get(self.permission_required or "view", "")
            choices.queryset = choices.queryset.filter(pk__in=_units(self.request.user, action).values("pk"))
        return form


def _units(user: Any, action: str) -> QuerySet:
    from .rules import units_where

    return units_where(user, action or "network.view_unit")


class OwnIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "view"])
        return super().get_base_queryset().filter(pk__in=allowed.order_by().values("pk"))


class OwnCreateView(_UnitChoiceMixin, generic.CreateView):
    pass


class OwnEditView(_UnitChoiceMixin, _OwnMixin, generic.EditView):
    pass


class OwnDeleteView(_OwnMixin, generic.DeleteView):
    pass


class OwnInspectView(_OwnMixin, generic.InspectView):
    pass


class OwnHistoryView(_OwnMixin, HistoryView):
    pass


class UnitOwnedViewSet(ModelViewSet):
    unit_field = "unit"
    index_view_class = OwnIndexView
    add_view_class = OwnCreateView
    edit_view_class = OwnEditView
    delete_view_class = OwnDeleteView
    inspect_view_class = OwnInspectView
    history_view_class = OwnHistoryView
    copy_view_enabled = False

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_add_view_kwargs(**kwargs), "unit_field": self.unit_field}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(**kwargs), "unit_field": self.unit_field}
