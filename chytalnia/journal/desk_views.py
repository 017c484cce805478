"""Desk pages that act: a period is closed and opened again, a fact is taken back. The numbers on them open into facts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chytalnia.people import access, rules
from chytalnia.people.access import needs, visible_to

from . import kinds, periods, queries, services
from .errors import JournalError
from .forms import PeriodForm, ReasonForm
from .models import Fact, Period


def _page(request: HttpRequest, template: str, title: str, *above: tuple[str, str], **context: Any) -> HttpResponse:
    crumbs = [{"url": url, "label": label} for label, url in above] + [{"url": "", "label": title}]
    told = {"page_title": title, "header_title": title, "breadcrumbs_items": crumbs, "header_icon": "lock"}
    return render(request, template, {**told, **context})


def facts_url(**conditions: Any) -> str:
    """The list of the facts that a number is made of."""
    return f"{reverse('journal_facts')}?{urlencode(conditions, doseq=True)}"


@needs("journal.view_facts")
def period_list(request: HttpRequest) -> HttpResponse:
    rows = visible_to(Period.objects.select_related("unit"), request.user, "journal.view_facts")
    return _page(
        request, "journal/periods.html", _("Periods"), periods=rows,
        may_close=rules.may(request.user, "journal.close_period"),
    )  # fmt: skip


@needs("journal.view_facts")
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in the period, kind by kind."""
    found = get_object_or_404(Period.objects.select_related("unit"), pk=pk)
    access.require(request.user, "journal.view_facts", found.unit)
    days = {"day_from": found.first, "day_to": found.last, "unit": found.unit.pk}
    numbers = [
        {"label": kinds.label(row["kind"]), "quantity": row["quantity"], "url": facts_url(kind=row["kind"], **days)}
        for row in queries.tallies(None, found.unit, found.first, found.last, by=("kind",))
    ]
    return _page(
        request, "journal/period.html", str(found), (_("Periods"), reverse("journal_periods")), period=found,
        numbers=numbers, facts_url=facts_url(**days),
        may_close=not found.is_closed and rules.may(request.user, "journal.close_period", found.unit),
        may_open=found.is_closed and rules.may(request.user, "journal.reopen_period", found.unit),
    )  # fmt: skip


@needs("journal.close_period")
def close_period(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            closed = periods.close_period(**form.cleaned_data, by=request.user)
        except JournalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The period is closed: %(period)s.") % {"period": closed})
            return redirect("journal_period", closed.pk)
    text = _("Nothing is added to a closed period any more. What turns up later is counted on the day it turns up.")
    return _page(
        request, "journal/act.html", _("Close a period"), (_("Periods"), reverse("journal_periods")), form=form,
        text=text, do=_("Close the period"), back=reverse("journal_periods"),
    )  # fmt: skip


@needs("journal.reopen_period")
def open_period(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Period.objects.select_related("unit"), pk=pk)
    access.require(request.user, "journal.reopen_period", found.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            periods.reopen_period(found, by=request.user, note=form.cleaned_data["reason"])
        except JournalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The period is open again: %(period)s.") % {"period": found})
            return redirect("journal_period", found.pk)
    text = _("Numbers of these days may then change, those already signed too. The reason is kept in the audit log.")
    above = ((_("Periods"), reverse("journal_periods")), (str(found), reverse("journal_period", args=[found.pk])))
    return _page(
        request, "journal/act.html", _("Open a period again"), *above, form=form, text=text, do=_("Open the period"),
        back=reverse("journal_period", args=[found.pk]),
    )  # fmt: skip


@needs("journal.reverse_fact")
def reverse_fact(request: HttpRequest, pk: int) -> HttpResponse:
    fact = get_object_or_404(Fact.objects.select_related("unit", "reverses", "reversal"), pk=pk)
    access.require(request.user, "journal.reverse_fact", fact.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            services.reverse(fact, by=request.user, note=form.cleaned_data["reason"])
        except JournalError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The fact is taken back; both stay in the list."))
            return redirect(facts_url(day_from=fact.day, day_to=fact.day, unit=fact.unit.pk, kind=fact.kind))
    return _page(
        request, "journal/reverse.html", _("Take a fact back"), (_("Facts"), reverse("journal_facts")), fact=fact,
        label=kinds.label(fact.kind), form=form, is_closed=periods.is_closed(fact.unit, fact.day),
        back=facts_url(day_from=fact.day, day_to=fact.day, unit=fact.unit.pk, kind=fact.kind),
    )  # fmt: skip
