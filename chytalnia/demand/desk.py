"""The register of refusals and the list of what to buy, at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stage_desk import make_move
from chytalnia.core.tables import csv_response
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import RightItem, page

from . import errors, queries, services
from .forms import LookForm, RefusalForm
from .models import Reason, Refusal, Want

PER_PAGE = 50
VIEW, RECORD = "demand.view", "demand.record"


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, gettext_lazy("Refusals"), reverse("desk_demand:register"), name="refusals", icon_name="cross", order=14
    )


def urls() -> list[URLPattern]:
    return [
        path("", register, name="register"),
        path("new/", add, name="add"),
        path("export.csv", exported, name="export"),
        path("<int:pk>/void/", void, name="void"),
        path("to-buy/", to_buy, name="to_buy"),
        path("to-buy/<int:pk>/", want, name="want"),
        path("to-buy/<int:pk>/move/", move, name="move"),
    ]


def _lines(request: HttpRequest) -> tuple[LookForm, QuerySet[Refusal]]:
    form = LookForm(request.GET or {"first": _year_begins()}, user=request.user)
    asked = form.asked()
    return form, queries.register(units=rules.units_where(request.user, VIEW), **asked)


def _year_begins() -> Any:
    return timezone.localdate().replace(month=1, day=1)


def _buttons(request: HttpRequest) -> list[HeaderButton]:
    buttons = [HeaderButton(_("What to buy"), url=reverse("desk_demand:to_buy"), icon_name="list-ul")]
    if rules.may(request.user, RECORD):
        buttons.insert(0, HeaderButton(_("Write down a refusal"), url=reverse("desk_demand:add"), icon_name="plus"))
    return buttons


@needs(VIEW)
def register(request: HttpRequest) -> HttpResponse:
    form, rows = _lines(request)
    asked = form.cleaned_data
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return page(
        request, "demand/register.html", _("Register of refusals"), icon="cross", buttons=_buttons(request),
        form=form, listed=listed, total=listed.paginator.count, query=query.urlencode(),
        sums=[
            (_("By reason"), queries.parts(rows, "reason")), (_("By age"), queries.parts(rows, "audience")),
            (_("By subject"), queries.parts(rows, "want__knowledge")), (_("By library"), queries.parts(rows, "unit")),
        ],
        share=queries.share(asked.get("unit"), asked.get("first"), asked.get("last")),
        may_record=rules.may(request.user, RECORD),
    )  # fmt: skip


@needs(VIEW)
def exported(request: HttpRequest) -> HttpResponseBase:
    _form, rows = _lines(request)

    head = [
        _("Date"), _("Library"), _("What was asked for"), _("Reason"), _("How it was asked"), _("Age"), _("Subject"),
        _("Times"), _("What was offered instead"),
    ]  # fmt: skip
    lines = (
        [
            f"{timezone.localtime(row.at):%Y-%m-%d}", row.unit, row.text or row.want.text, row.get_reason_display(),
            row.get_channel_display(), row.get_audience_display(), row.want.get_knowledge_display(), row.times,
            row.offered,
        ]
        for row in rows.filter(reversal=None).iterator(chunk_size=1000)
    )  # fmt: skip
    return csv_response("refusals.csv", head, lines)


@needs(RECORD)
def add(request: HttpRequest) -> HttpResponse:
    """A line of the register; from the lending desk it is two keystrokes, here there is room for the rest."""
    initial = {"text": request.GET.get("text", "")[:300], "reason": request.GET.get("reason", "")}
    unit = rules.units_where(request.user, RECORD).filter(code=request.session.get("desk_unit", "")).first()
    form = RefusalForm(request.POST or None, user=request.user, initial={**initial, "unit": unit})
    if form.is_valid():
        asked = form.cleaned_data
        require(request.user, RECORD, asked["unit"])
        card = asked.pop("card")
        reader = readers.by_card(card) if card else None
        if card and reader is None:
            form.add_error("card", _("Nobody has this card."))
        else:
            if reader is not None and not asked["audience"]:
                asked["audience"] = readers.age_band(reader, timezone.localdate())
            try:
                services.refuse(by=request.user, reader=reader, **asked)
            except errors.DemandError as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("The refusal is in the register."))
                return redirect("desk_demand:add")
    return page(
        request, "demand/add.html", _("Write down a refusal"), icon="plus", form=form,
        crumbs=[(_("Register of refusals"), reverse("desk_demand:register"))],
    )  # fmt: skip


@require_POST
@needs(RECORD)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(queries.register(units=rules.units_where(request.user, RECORD)), pk=pk)
    try:
        services.void(refusal=line, by=request.user)
    except errors.DemandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The line is struck out; its number is taken back."))
    return redirect(_back(request, reverse("desk_demand:register")))


def _back(request: HttpRequest, otherwise: str) -> str:
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else otherwise


def _systems(user: Any) -> QuerySet[Unit]:
    """The systems in which, or in a branch of which, a person may see demand."""
    mine = rules.units_where(user, VIEW)
    paths = {path[:end] for path in mine.values_list("path", flat=True) for end in range(4, len(path) + 1, 4)}
    return Unit.objects.filter(path__in=paths)


@needs(VIEW)
def to_buy(request: HttpRequest) -> HttpResponse:
    last_year = timezone.localdate() - timedelta(days=365)
    form = LookForm(request.GET or {"first": last_year}, user=request.user)
    asked = form.asked()
    wants = queries.to_buy(
        systems=_systems(request.user), often=bool(request.GET.get("often")), waiting=not request.GET.get("all"),
        **{name: value for name, value in asked.items() if name in ("unit", "first", "last", "audience", "knowledge")},
    )  # fmt: skip
    listed = Paginator(wants, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    rows = [(each, each.moves_open_to(request.user, thorough=False)) for each in listed.object_list]
    return page(
        request, "demand/to_buy.html", _("What to buy"), icon="list-ul", form=form, listed=listed, rows=rows,
        total=listed.paginator.count, query=query.urlencode(), often=request.GET.get("often"),
        crumbs=[(_("Register of refusals"), reverse("desk_demand:register"))],
    )  # fmt: skip


@needs(VIEW)
def want(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Want.objects.select_related("system", "work"), pk=pk, system__in=_systems(request.user))
    lines = queries.register(units=rules.units_where(request.user, VIEW), want=found)
    return page(
        request, "demand/want.html", found.text, icon="list-ul", want=found, lines=lines[:200],
        moves=found.moves_open_to(request.user), log=found.stage_log().order_by("-pk")[:20],
        parts=queries.parts(lines, "unit"),
        crumbs=[
            (_("Register of refusals"), reverse("desk_demand:register")), (_("What to buy"), reverse("desk_demand:to_buy")),
        ],
    )  # fmt: skip


@require_POST
@needs(VIEW)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Want, pk=pk, system__in=_systems(request.user))
    make_move(request, found)
    return redirect(_back(request, reverse("desk_demand:to_buy")))


def quick(*, unit: Unit, digit: str, by: Any, key: str, **about: Any) -> Refusal:
    """The two keystrokes of the lending desk: the digit is the place of the reason in the list."""
    reasons = list(Reason)
    reason = reasons[int(digit) - 1] if digit.isdigit() and 1 <= int(digit) <= len(reasons) else Reason.NOT_OWNED
    return services.refuse(unit=unit, reason=reason, by=by, key=f"counter:{key}", **about)
