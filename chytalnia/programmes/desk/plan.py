"""The plan of a month: what is planned, by whom, how far it is; on screen, on paper, as a board of stages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import StageDesk
from chytalnia.core.tables import csv_response
from chytalnia.core.views import pdf_response
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.shell import page
from chytalnia.programmes import formats, services
from chytalnia.programmes.lines import hour_of, where_of
from chytalnia.programmes.models import MonthPlan, Occasion, Task
from chytalnia.wire.print import Column, Paper, Table, paper_pdf

from .common import FIX, PLAN, VIEW

MOST = 600


def urls() -> list[Any]:
    return [
        path("", plan, name="plan"),
        path("plan.pdf", printed, name="plan_pdf"),
        path("plan.csv", exported, name="plan_csv"),
        path("fix/", fix, name="fix"),
        path("board/", Board.as_view(), name="board"),
        path("todo/", todo, name="todo"),
    ]


def asked_month(request: HttpRequest) -> date:
    try:
        month = date.fromisoformat(f"{request.GET.get('month') or request.POST.get('month')}-01")
        return month if 2000 <= month.year <= 2199 else timezone.localdate().replace(day=1)
    except ValueError:
        return timezone.localdate().replace(day=1)


def asked_unit(request: HttpRequest) -> Unit | None:
    """The library whose plan is shown, with all under it: the one asked for, else that of the diary, else all one may see."""
    mine = rules.units_where(request.user, VIEW)
    code = request.GET.get("unit", request.POST.get("unit"))
    if code is None:
        code = request.session.get("desk_unit", "")
    return mine.filter(code=code).first() if code else None


def _rows(request: HttpRequest, unit: Unit | None, month: date) -> Any:
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    rows = visible_to(Occasion.objects.all(), request.user, VIEW).filter(day__gte=month, day__lte=last)
    if unit is not None:
        rows = rows.filter(under([unit.path], "unit__path"))
    return (
        rows.select_related("unit", "zone", "responsible", "programme")
        .prefetch_related("seats")
        .order_by("starts_at", "pk")
    )


@needs(VIEW)
def plan(request: HttpRequest) -> HttpResponse:
    unit, month = asked_unit(request), asked_month(request)
    rows = list(_rows(request, unit, month)[:MOST])
    names = formats.library.names({row.format_code for row in rows})
    tasks = dict(
        Task.objects.filter(occasion__in=[row.pk for row in rows]).values_list("occasion").annotate(n=Count("pk"))
    )
    done = dict(
        Task.objects.filter(occasion__in=[row.pk for row in rows], done_at__isnull=False)
        .values_list("occasion")
        .annotate(n=Count("pk"))
    )
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    fixed = (
        MonthPlan.objects.filter(unit__path__in=unit.lineage, month=month).select_related("fixed_by").first()
        if unit
        else None
    )
    return page(
        request, "programmes/desk/plan.html", _("Events"), icon="date", buttons=_buttons(request),
        rows=[_row(row, names, tasks, done) for row in rows], unit=unit, month=month,
        units=list(rules.units_where(request.user, VIEW).only("pk", "path", "depth", "code", "name", "short_name", "kind")[:400]),
        heading=date_format(month, "YEAR_MONTH_FORMAT"), before=f"{before:%Y-%m}", after=f"{after:%Y-%m}", fixed=fixed,
        may_fix=unit is not None and rules.may(request.user, FIX, unit), query=f"month={month:%Y-%m}&unit={unit.code if unit else ''}",
        may_plan=rules.may(request.user, PLAN), late=_late(request, unit), waiting=_waiting(request, unit),
    )  # fmt: skip


def _row(row: Occasion, names: Any, tasks: dict[int, int], done: dict[int, int]) -> dict[str, Any]:
    seats = [each for each in row.seats.all() if each.taken or each.capacity]
    return {
        "occasion": row, "kind": names.get(row.format_code, row.format_code), "hour": hour_of(row), "where": where_of(row),
        "seats": ", ".join(f"{each.taken} / {each.capacity}" if each.capacity else str(each.taken) for each in seats),
        "tasks": tasks.get(row.pk, 0), "done": done.get(row.pk, 0),
    }  # fmt: skip


def _late(request: HttpRequest, unit: Unit | None) -> int:
    """Events that are over and not counted."""
    rows = visible_to(Occasion.objects.all(), request.user, VIEW)
    if unit is not None:
        rows = rows.filter(under([unit.path], "unit__path"))
    return int(
        rows.filter(stage__in=("planned", "announced", "registration", "held"), ends_at__lt=timezone.now()).count()
    )


def _waiting(request: HttpRequest, unit: Unit | None) -> int:
    return int(_due(request, unit).count())


def _due(request: HttpRequest, unit: Unit | None) -> Any:
    rows = Task.objects.filter(done_at=None, due__lte=timezone.localdate() + timedelta(days=3)).exclude(
        occasion__stage__in=("cancelled", "archived", "postponed")
    )
    rows = visible_to(rows, request.user, VIEW, "occasion__unit")
    if unit is not None:
        rows = rows.filter(under([unit.path], "occasion__unit__path"))
    return rows


def _buttons(request: HttpRequest) -> list[HeaderButton]:
    found = [
        HeaderButton(_("Formats"), url=reverse("desk_programmes:formats"), icon_name="list-ul"),
        HeaderButton(_("Programmes"), url=reverse("desk_programmes:programmes"), icon_name="folder-open-1"),
        HeaderButton(_("Board"), url=reverse("desk_programmes:board"), icon_name="table"),
    ]
    if rules.may(request.user, PLAN):
        found.insert(0, HeaderButton(_("New event"), url=reverse("desk_programmes:formats"), icon_name="plus"))
    return found


@needs(VIEW)
def todo(request: HttpRequest) -> HttpResponse:
    """What is to be done now for events to come, and which past ones wait for their numbers."""
    unit = asked_unit(request)
    tasks = _due(request, unit).select_related("occasion__unit").order_by("due", "pk")[:200]
    over = visible_to(Occasion.objects.all(), request.user, VIEW).filter(
        stage__in=("planned", "announced", "registration", "held"), ends_at__lt=timezone.now()
    )
    if unit is not None:
        over = over.filter(under([unit.path], "unit__path"))
    mine = Q(duties__person=request.user) | Q(responsible=request.user)
    return page(
        request,
        "programmes/desk/todo.html",
        _("What is to be done"),
        icon="tasks",
        unit=unit,
        crumbs=[(_("Events"), reverse("desk_programmes:plan"))],
        tasks=[(task, formats.label("roles", task.role)) for task in tasks],
        over=over.select_related("unit").order_by("-starts_at")[:100],
        own=visible_to(Occasion.objects.ahead(), request.user, VIEW)
        .filter(mine)
        .distinct()
        .select_related("unit")
        .order_by("starts_at")[:20],
    )


@require_POST
@needs(FIX)
def fix(request: HttpRequest) -> HttpResponse:
    """Fix the plan of a month, or open it again."""
    unit, month = asked_unit(request), asked_month(request)
    if unit is not None:
        require(request.user, FIX, unit)
        if request.POST.get("open"):
            services.unfix_month(unit=unit, month=month, by=request.user)
            messages.success(request, _("The plan is open again."))
        else:
            services.fix_month(unit=unit, month=month, by=request.user)
            messages.success(request, _("The plan is fixed: what is added now is marked as out of the plan."))
    return redirect(f"{reverse('desk_programmes:plan')}?month={month:%Y-%m}&unit={unit.code if unit else ''}")


def _cells(row: Occasion, names: Any) -> list[str]:
    audience = str(row.get_audience_display())
    return [
        f"{row.begins:%d.%m}", hour_of(row) or f"– {row.ends:%d.%m}", str(names.get(row.format_code, "")), str(row.title),
        audience, where_of(row), row.responsible_name, row.partners, row.jubilee,
    ]  # fmt: skip


@needs(VIEW)
def printed(request: HttpRequest) -> HttpResponse:
    """The plan as it hangs on the wall and lies with the head for signature."""
    unit, month = asked_unit(request), asked_month(request)
    language = setting(unit, "network.language") if unit else ""
    with override(language or None):
        rows = list(_rows(request, unit, month).exclude(stage__in=("cancelled", "idea"))[:MOST])
        names = formats.library.names({row.format_code for row in rows})
        columns = [
            Column(_("Day"), 15), Column(_("Time"), 16), Column(_("Form"), 34), Column(_("Title")), Column(_("For whom"), 24),
            Column(_("Place"), 40), Column(_("Responsible"), 30), Column(_("Partners"), 30), Column(_("On the occasion of"), 28),
        ]  # fmt: skip
        paper = Paper(
            title=_("Plan of events: %(month)s") % {"month": date_format(month, "YEAR_MONTH_FORMAT")},
            organisation=str(unit.name) if unit else "", approved=[_("Approved"), "____________________"],
            tables=[Table(columns, [_cells(row, names) for row in rows])], signs=[(_("Head of the library"), "")],
            landscape=True, language=language or "uk",
        )  # fmt: skip
        body = paper_pdf(paper)
    return pdf_response(body, f"plan-{month:%Y-%m}")


@needs(VIEW)
def exported(request: HttpRequest) -> Any:
    unit, month = asked_unit(request), asked_month(request)
    rows = list(_rows(request, unit, month)[:5000])
    names = formats.library.names({row.format_code for row in rows})
    head = [
        _("Day"), _("Time"), _("Form"), _("Title"), _("For whom"), _("Place"), _("Responsible"), _("Partners"),
        _("On the occasion of"), _("Stage"), _("Library"),
    ]  # fmt: skip
    return csv_response(
        f"plan-{month:%Y-%m}.csv", head, ([*_cells(row, names), str(row.at_stage.label), str(row.unit)] for row in rows)
    )


class Board(NeedsMixin, StageDesk):
    """Events by their stage, as list, board and calendar."""

    model, action, page_title, header_icon = Occasion, VIEW, gettext_lazy("Events by stage"), "date"
    related = ("unit", "responsible")

    def get_queryset(self) -> Any:
        since = timezone.localdate() - timedelta(days=120)
        return visible_to(super().get_queryset().filter(day__gte=since), self.request.user, VIEW)

    def address_of(self, instance: Any) -> str:
        return reverse("desk_programmes:occasion", args=[instance.pk])
