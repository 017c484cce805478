"""Choosing a work of the catalogue in the desk, by the search that readers use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries.works import shown_works
from chytalnia.search import queries as search

MOST = 40


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: Any) -> Any:
        text = (self.cleaned_data.get("q") or "").strip()
        if not text:
            return objects
        found = search.search(text, filters={"kind": ["work"]}, limit=MOST)
        return shown_works([int(hit.key.split(":")[1]) for hit in found.hits])

    @property
    def is_searching(self) -> bool:
        return bool((self.data.get("q") or "").strip())

    is_filtering_by_collection = False
    search_query = property(lambda self: (self.data.get("q") or "").strip())


class ChooseWork(BaseChooseView):
    filter_form_class = FindForm

    def get_object_list(self) -> Any:
        return Work.objects.shown().order_by("-created_at", "-pk")[:MOST]

    def apply_object_list_ordering(self, objects: Any) -> Any:
        return objects

    def filter_object_list(self, objects: Any) -> Any:
        form = self.get_filter_form()
        return form.filter(objects) if form.is_valid() else objects

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), accessor="title", id_accessor="pk", url_name=self.chosen_url_name),
            Column("author", label=_("Author"), accessor="author"),
            Column("year", label=_("Year"), accessor="year"),
        ]


class ChooseView(ChooseViewMixin, CreationFormMixin, ChooseWork):
    pass


class ChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, ChooseWork):
    pass


class WorkChooserViewSet(ChooserViewSet):
    model = Work
    icon = "doc-full"
    choose_one_text = _("Choose a book")
    choose_another_text = _("Choose another book")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    permission_policy = None


work_chooser = WorkChooserViewSet("portal_work_chooser", url_prefix="choose/work")
