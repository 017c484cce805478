"""The journal's places in the desk."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from chytalnia.people.rules import may

from . import desk_views
from .views import AuditReport, FactsReport


class ReportItem(MenuItem):
    """A report that shows itself to those who may open it."""

    def __init__(self, action: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def is_shown(self, request: Any) -> bool:
        return may(request.user, self.action)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("reports/facts/", FactsReport.as_view(), name="journal_facts"),
        path("reports/facts/results/", FactsReport.as_view(results_only=True), name="journal_facts_results"),
        path("reports/facts/<int:pk>/reverse/", desk_views.reverse_fact, name="journal_reverse_fact"),
        path("reports/periods/", desk_views.period_list, name="journal_periods"),
        path("reports/periods/close/", desk_views.close_period, name="journal_close_period"),
        path("reports/periods/<int:pk>/", desk_views.period, name="journal_period"),
        path("reports/periods/<int:pk>/open/", desk_views.open_period, name="journal_open_period"),
        path("reports/audit/", AuditReport.as_view(), name="journal_audit"),
        path("reports/audit/results/", AuditReport.as_view(results_only=True), name="journal_audit_results"),
    ]


@hooks.register("register_reports_menu_item")
def facts_item() -> MenuItem:
    return ReportItem(
        "journal.view_facts", _("Facts"), reverse("journal_facts"), name="facts", icon_name="list-ul", order=100
    )


@hooks.register("register_reports_menu_item")
def periods_item() -> MenuItem:
    return ReportItem(
        "journal.view_facts", _("Periods"), reverse("journal_periods"), name="periods", icon_name="lock", order=105
    )


@hooks.register("register_reports_menu_item")
def audit_item() -> MenuItem:
    return ReportItem(
        "people.view_audit", _("Audit log"), reverse("journal_audit"), name="audit", icon_name="history", order=110
    )
