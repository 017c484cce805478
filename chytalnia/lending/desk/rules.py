"""Rules of lending at the desk: each library's rows, and a try which of them would decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import BasePermissionPolicy

from chytalnia.core import audit
from chytalnia.journal.kinds import DocumentKind
from chytalnia.lending import rules as lending_rules
from chytalnia.lending.models import ItemClass, LendingRule, Mode, ReaderKind
from chytalnia.lending.snapshot import forget
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.desk import OwnCreateView, OwnDeleteView, OwnEditView, OwnIndexView, UnitOwnedViewSet
from chytalnia.people.policies import UnitPermissionPolicy
from chytalnia.people.shell import Crumb, RightItem, page

CHANGE = "lending.change_rules"
POLICY = UnitPermissionPolicy(LendingRule, view=CHANGE, add=CHANGE, change=CHANGE, delete=CHANGE)
FIELDS = [
    "unit", "mode", "reader_category", "document_kind", "item_class", "allowed", "max_loans", "loan_days", "renewals",
    "renewal_days", "max_holds", "hold_days", "pledge_minor", "min_age", "note",
]  # fmt: skip


class _KeptMixin:
    """A changed rule is in the audit log, and holds from the next scan on."""

    def _keep(self, rule: LendingRule, act: str) -> None:
        request: Any = self.request  # type: ignore[attr-defined]
        audit.log(f"lending.{act}_rule", by=request.user, about=rule, unit=rule.unit, after={"rule": str(rule)})
        forget()


class RuleIndexView(OwnIndexView):
    permission_policy = POLICY

    @property
    def header_buttons(self) -> list[HeaderButton]:  # type: ignore[override]
        tried = HeaderButton(_("Which rule decides?"), url=reverse("desk_lending:try_rules"), icon_name="search")
        return [*super().header_buttons, tried]


class RuleCreateView(_KeptMixin, OwnCreateView):
    permission_policy = POLICY

    def save_instance(self) -> Any:
        rule = super().save_instance()
        self._keep(rule, "add")
        return rule


class RuleEditView(_KeptMixin, OwnEditView):
    permission_policy = POLICY

    def save_instance(self) -> Any:
        rule = super().save_instance()
        self._keep(rule, "change")
        return rule


class RuleDeleteView(_KeptMixin, OwnDeleteView):
    permission_policy = POLICY

    def delete_action(self) -> None:
        self._keep(self.object, "delete")
        super().delete_action()


class RuleViewSet(UnitOwnedViewSet):
    model = LendingRule
    name = url_prefix = "lending-rules"
    icon = "cogs"
    menu_label = gettext_lazy("Rules of lending")
    add_to_reference_index = False
    form_fields = FIELDS
    index_view_class = RuleIndexView
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    list_display = [
        TitleColumn("case", label=gettext_lazy("Case"), accessor=str, url_name="lending-rules:edit"),
        Column("unit", label=gettext_lazy("Library")),
        Column("loan_days", label=gettext_lazy("Days")),
        Column("max_loans", label=gettext_lazy("At once")),
        Column("renewals", label=gettext_lazy("Renewals")),
    ]

    @property
    def permission_policy(self) -> BasePermissionPolicy:  # type: ignore[override]
        return POLICY

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return RightItem(
            CHANGE, self.menu_label, reverse("lending-rules:index"), name="lending-rules", icon_name=self.icon,
            order=order or 90,
        )  # fmt: skip

    def register_permissions(self) -> None:
        """Nothing: rights are in the matrix."""


class TryForm(forms.Form):
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("Library"), queryset=None)
    mode = forms.ChoiceField(label=gettext_lazy("Way of lending"), choices=Mode.choices)
    category = forms.ChoiceField(label=gettext_lazy("Readers"), choices=ReaderKind.choices, initial="adult")
    document_kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=DocumentKind.choices)
    copy = forms.ChoiceField(
        label=gettext_lazy("Copies"), choices=[("", gettext_lazy("ordinary ones")), *ItemClass.choices], required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, "lending.view").places()
        self.initial.setdefault("unit", field.queryset.first())


@needs("lending.view")
def try_rules(request: HttpRequest) -> HttpResponse:
    """Which rule would decide, and what it would say, with the date a loan of today would be due."""
    form = TryForm(request.GET or None, user=request.user)
    said = None
    if form.is_valid():
        asked = form.cleaned_data
        unit = asked.pop("unit")
        terms = lending_rules.terms(unit, **asked)
        known = lending_rules.snapshot()
        said = {
            "terms": terms, "explanation": lending_rules.explain(terms, known), "unit": unit,
            "due": lending_rules.due_date(terms, unit=unit, day=timezone.localdate()),
        }  # fmt: skip
    crumbs: list[Crumb] = [(_("Lending"), reverse("desk_lending:counter"))]
    return page(
        request,
        "lending/desk/try_rules.html",
        _("Which rule decides?"),
        icon="cogs",
        form=form,
        said=said,
        crumbs=crumbs,
    )
