"""The desk's board, list and calendar of anything that moves through stages.

A room above makes its own by naming the model and who may see what, and mounts it from its `wagtail_hooks.py`:

    class ImportJobs(NeedsMixin, StageDesk):
        model, action, page_title, header_icon = ImportJob, "catalogue.import", _("Imports"), "upload"

        def get_queryset(self):
            return visible_to(super().get_queryset(), self.request.user, "catalogue.import")
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .stages import Stage, Staged, StageError

SHAPES = {"board": _("Board"), "list": _("List"), "calendar": _("Calendar")}

#: No library has due dates outside these, and the calendar needs no edge of time to be handled.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class LookForm(forms.Form):
    """How the person wants to see the objects; anything odd in the address falls back to the plain board."""

    shape = forms.ChoiceField(choices=list(SHAPES.items()), required=False)
    stage = forms.CharField(max_length=40, required=False)
    late = forms.BooleanField(required=False)
    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    page = forms.IntegerField(min_value=1, required=False)


class MoveForm(forms.Form):
    pk = forms.CharField(max_length=64)
    move = forms.CharField(max_length=40)
    seen = forms.CharField(max_length=40)
    note = forms.CharField(max_length=2000, required=False)


class StageDesk(WagtailAdminTemplateMixin, View):
    """Shows a `Staged` model and takes its moves. The number of queries does not depend on how many objects there
    are."""

    model: type[Staged]
    #: Relations that a card shows or rights are asked in.
    related: tuple[str, ...] = ("unit",)
    #: How many cards a column of the board shows; the rest is a list away. Finished work shows the newest few.
    column = 50
    column_terminal = 10
    per_page = 50
    #: How to begin, told where there is nothing at all yet.
    beginning: Any = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The last crumb is what a phone shows as the name of the screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_queryset(self) -> QuerySet[Any]:
        """The objects the person may see; rooms narrow it to the person's units."""
        return self.model._default_manager.select_related(*self.related)

    def address_of(self, instance: Staged) -> str:
        """Where a card leads; empty for objects without a page."""
        address = getattr(instance, "get_absolute_url", None)
        return address() if address else ""

    def get_template_names(self) -> list[str]:
        return [f"core/stages/{self.look['shape']}.html"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        form = LookForm(request.GET)
        form.is_valid()
        self.look: dict[str, Any] = {"shape": "board", "stage": "", "late": False, "month": None, "page": 1}
        self.look |= {name: value for name, value in form.cleaned_data.items() if value}
        month = self.look["month"]
        if month and not FIRST_YEAR <= month.year <= LAST_YEAR:
            self.look["month"] = None
        if self.look["stage"] not in self.model.machine.stages:
            self.look["stage"] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MoveForm(request.POST)
        if form.is_valid():
            wanted = form.cleaned_data
            try:
                instance = get_object_or_404(self.get_queryset(), pk=wanted["pk"])
            except ValueError as error:
                raise Http404 from error
            try:
                instance.move(wanted["move"], by=request.user, note=wanted["note"], seen=wanted["seen"])
            except StageError as refusal:
                messages.error(request, f"{instance}: {refusal}")
            else:
                tell_move(request, instance)
        else:
            messages.error(request, _t("This move could not be read. Please try again."))
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shape = str(self.look["shape"])
        context = super().get_context_data(**kwargs)
        context |= {
            "header_title": self.page_title,
            "breadcrumbs_items": [{"url": "", "label": self.page_title}],
            "look": self.look,
            "shapes": [
                {"label": label, "current": code == shape, "address": self.address(shape=code, page=None)}
                for code, label in SHAPES.items()
            ],
            "stages": list(self.model.machine.stages.values()),
        }
        context |= getattr(self, f"_{shape}")()
        if self.beginning and not self.look["stage"] and not self.look["late"] and self._is_empty(context):
            context["beginning"] = self.beginning
        return context

    @staticmethod
    def _is_empty(context: dict[str, Any]) -> bool:
        if "columns" in context:
            return not any(column["count"] for column in context["columns"])
        return "cards" in context and not context["cards"]

    def address(self, **changes: Any) -> str:
        """This page with some words of its address changed; nothing in the address that is as it would be anyway."""
        words = {**self.look, **changes}
        if isinstance(words["month"], date):
            words["month"] = words["month"].strftime("%Y-%m")
        words = {name: "1" if value is True else value for name, value in words.items() if value}
        for name, usual in (("shape", "board"), ("page", 1)):
            if words.get(name) == usual:
                del words[name]
        return "?" + urlencode(words)

    def _cards(self, objects: Any) -> list[dict[str, Any]]:
        user = self.request.user
        return [
            {
                "object": each,
                "address": self.address_of(each),
                "moves": each.moves_open_to(user, thorough=False),
                "stage": each.at_stage,
                "overdue": each.is_overdue,
            }
            for each in objects
        ]

    def _board(self) -> dict[str, Any]:
        objects = self._chosen()
        counts = dict(objects.order_by().values_list("stage").annotate(n=Count("pk")))
        columns = []
        for stage in self.model.machine.stages.values():
            if self.look["stage"] and stage.code != self.look["stage"]:
                continue
            shown = objects.filter(stage=stage.code).order_by(*self._order(stage))
            shown = shown[: self.column_terminal if stage.terminal else self.column]
            cards = self._cards(shown) if counts.get(stage.code) else []
            columns.append(
                {
                    "stage": stage,
                    "count": counts.get(stage.code, 0),
                    "cards": cards,
                    "hidden": counts.get(stage.code, 0) - len(cards),
                    "more": self.address(shape="list", stage=stage.code, page=None),
                }
            )
        return {"columns": columns}

    def _list(self) -> dict[str, Any]:
        paginator = Paginator(self._chosen().order_by("due", "stage_since", "pk"), self.per_page)
        page: Page = paginator.get_page(self.look["page"])
        return {
            "cards": self._cards(page.object_list),
            "page": page,
            "previous": self.address(page=page.previous_page_number()) if page.has_previous() else "",
            "next": self.address(page=page.next_page_number()) if page.has_next() else "",
        }

    def _calendar(self) -> dict[str, Any]:
        month: date = self.look["month"] or timezone.localdate()
        month = month.replace(day=1)
        weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
        objects = self._chosen().filter(due__range=(weeks[0][0], weeks[-1][-1])).order_by("due", "pk")
        by_day: dict[date, list[dict[str, Any]]] = defaultdict(list)
        for card in self._cards(objects):
            by_day[card["object"].due].append(card)
        return {
            "month": month,
            "weekdays": weeks[0],
            "weeks": [
                [{"day": day, "outside": day.month != month.month, "cards": by_day[day]} for day in week]
                for week in weeks
            ],
            "today": timezone.localdate(),
            "previous": self.address(month=_month(month, -1), page=None),
            "next": self.address(month=_month(month, 1), page=None),
        }

    def _chosen(self) -> QuerySet[Any]:
        objects = self.get_queryset()
        if self.look["stage"]:
            objects = objects.filter(stage=self.look["stage"])
        if self.look["late"]:
            late = Q(due__lt=timezone.localdate()) & ~Q(stage__in=self.model.machine.terminal())
            objects = objects.filter(late)
        return objects

    @staticmethod
    def _order(stage: Stage) -> tuple[str, ...]:
        return ("-stage_since", "-pk") if stage.terminal else ("due", "stage_since", "pk")


def make_move(request: HttpRequest, instance: Staged, *, refusals: tuple[type[Exception], ...] = (StageError,)) -> bool:
    """Make the move that a button of the object's own page has posted, and say what came of it.

    `refusals` are those of the room whose services the move calls.
    """
    try:
        instance.move(
            request.POST.get("move", ""), by=request.user, note=request.POST.get("note", "")[:2000],
            seen=request.POST.get("seen") or None,
        )  # fmt: skip
    except refusals as refusal:
        messages.error(request, str(refusal))
        return False
    tell_move(request, instance)
    return True


def tell_move(request: HttpRequest, instance: Staged) -> None:
    text = _t("“%(object)s” is now in the stage “%(stage)s”.")
    messages.success(request, text % {"object": instance, "stage": instance.at_stage.label})


def _month(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
