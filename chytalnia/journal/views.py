"""The desk's reports: the facts behind a number, and the audit log."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from chytalnia.core import audit
from chytalnia.core.counting import Bounded
from chytalnia.core.models import AuditEntry
from chytalnia.people.access import NeedsMixin, visible_to
from chytalnia.people.rules import may, paths_where, units_where

from . import changes, kinds
from .filters import AuditFilterSet, FactFilterSet
from .models import Fact, Tally


class KindColumn(Column):
    def get_value(self, instance: Fact) -> str:
        return kinds.label(instance.kind)


class DisplayColumn(Column):
    """A field with choices, by the word and not by the code."""

    def get_value(self, instance: Fact) -> str:
        return str(getattr(instance, f"get_{self.name}_display")())


class TakeBackColumn(Column):
    """The way to take a fact back, for whoever may; a fact that is taken back says so, and its reversal too."""

    cell_template_name = "journal/_take_back.html"

    def get_value(self, instance: Fact) -> str:
        if instance.reverses_id:
            return _t("takes a fact back")
        return _t("fact taken back") if hasattr(instance, "reversal") else ""

    def get_cell_context_data(self, instance: Fact, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        allowed = may(parent_context["request"].user, "journal.reverse_fact", instance.unit)
        context["url"] = reverse("journal_reverse_fact", args=[instance.pk]) if allowed and not context["value"] else ""
        return context


class FactsReport(NeedsMixin, ReportView):
    """Any number opens here: the page of a number links to this list with the same period, units and dimensions."""

    action = "journal.view_facts"
    page_title = _("Facts behind the numbers")
    header_icon = "list-ul"
    index_url_name = "journal_facts"
    index_results_url_name = "journal_facts_results"
    results_template_name = "journal/facts_results.html"
    filterset_class = FactFilterSet
    model = Fact
    paginator_class = Bounded
    default_ordering = "-at"
    is_searchable = False
    list_export = [
        "day", "at", "kind", "unit.code", "quantity", "audience", "place", "document_kind", "language", "knowledge",
        "source_kind", "source_id", "reverses_id", "note",
    ]  # fmt: skip
    export_headings = {"unit.code": _("Unit code"), "reverses_id": _("Reverses")}
    columns = [
        Column("day", label=_("Day")),
        KindColumn("kind", label=_("What was done")),
        Column("unit", label=_("Unit")),
        Column("quantity", label=_("Quantity")),
        DisplayColumn("document_kind", label=_("Kind of document")),
        Column("language", label=_("Language")),
        DisplayColumn("knowledge", label=_("Branch of knowledge")),
        DisplayColumn("audience", label=_("Audience")),
        DisplayColumn("place", label=_("Place")),
        Column("note", label=_("Note")),
        DateColumn("at", label=_("When")),
        TakeBackColumn("reversal", label=_("Taken back")),
    ]

    def get_base_queryset(self) -> QuerySet[Fact]:
        facts = Fact.objects.select_related("unit", "reversal").order_by("-day", "-at", "-pk")
        return visible_to(facts, self.request.user, self.action)

    def get_queryset(self) -> QuerySet[Fact]:
        return self.get_base_queryset()

    def get_filename(self) -> str:
        return "facts"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        # Facts are narrowed by nothing that their tallies do not have.
        tallies = self.filter_queryset(visible_to(Tally.objects.all(), self.request.user, self.action))
        context["quantity"] = tallies.aggregate(n=Sum("quantity"))["n"] or 0
        return context


class ActColumn(Column):
    def get_value(self, instance: AuditEntry) -> str:
        return audit.told(instance.act)


class ChangeColumn(Column):
    """Before and after, side by side."""

    def get_value(self, instance: AuditEntry) -> str:
        parts = []
        for name, before, after in changes.told(instance):
            if before and after:
                words = {"name": name, "before": before, "after": after}
                parts.append(_t("%(name)s: %(before)s → %(after)s") % words)
            else:
                parts.append(f"{name}: {before or after or '–'}")
        return "; ".join([*parts, *([instance.note] if instance.note else [])])


class AuditReport(NeedsMixin, ReportView):
    """Acts of staff. Who looks after the whole network sees sign-ins too; others see what was done in their units."""

    action = "people.view_audit"
    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "journal_audit"
    index_results_url_name = "journal_audit_results"
    filterset_class = AuditFilterSet
    model = AuditEntry
    paginator_class = Bounded
    is_searchable = False
    list_export = [
        "at",
        "by_name",
        "act",
        "object_label",
        "object_id",
        "object_text",
        "unit_code",
        "before",
        "after",
        "address",
        "note",
    ]
    columns = [
        DateColumn("at", label=_("When")),
        Column("by_name", label=_("Who")),
        ActColumn("act", label=_("Act")),
        Column("object_text", label=_("What")),
        Column("unit_code", label=_("Unit code")),
        ChangeColumn("change", label=_("Before and after")),
        Column("address", label=_("Network address")),
    ]

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        user, entries = self.request.user, AuditEntry.objects.order_by("-at", "-pk")
        if "" in paths_where(user, self.action):
            return entries
        return entries.filter(Q(unit_id__in=units_where(user, self.action).values("pk")) | Q(by_id=user.pk))

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return self.get_base_queryset()

    def get_filename(self) -> str:
        return "audit"
