"""Desk pages that are no plain edit form: hours, settings, the place in the tree, the history of changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from chytalnia.people import access, rules

from . import queries, services, settings
from .changes import changing
from .desk_forms import ExceptionFormSet, NewUnitForm, PlaceForm, SanitaryFormSet, SettingForm, WeekForm
from .hours import Day
from .models import OpeningInterval, Unit, UnitChange
from .paths import under
from .sentences import day_sentence


def _unit(request: HttpRequest, pk: int, action: str) -> Unit:
    unit = get_object_or_404(Unit, pk=pk)
    access.require(request.user, action, unit)
    return unit


def _page(request: HttpRequest, template: str, unit: Unit | None, title: str, **context: Any) -> HttpResponse:
    crumbs = [{"url": reverse("units:index"), "label": _("Libraries")}]
    if unit is not None:
        crumbs.append({"url": reverse("units:edit", args=[unit.pk]), "label": str(unit)})
    crumbs.append({"url": "", "label": title})
    told = {
        "unit": unit,
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": crumbs,
        "header_icon": "home",
    }
    return render(request, template, {**told, **context})


def hours(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk, "network.change_hours")
    own: dict[int, list] = {}
    for row in OpeningInterval.objects.filter(unit_id=unit.pk):
        own.setdefault(row.weekday, []).append((row.opens, row.closes))
    week = WeekForm(request.POST or None, weekly=own)
    exceptions = ExceptionFormSet(request.POST or None, instance=unit, prefix="exceptions")
    sanitary = SanitaryFormSet(request.POST or None, instance=unit, prefix="sanitary")
    if request.method == "POST" and all(form.is_valid() for form in (week, exceptions, sanitary)):
        with transaction.atomic():
            services.set_hours(unit=unit, weekly=week.weekly, by=request.user)
            with changing(unit, by=request.user):
                exceptions.save()
                sanitary.save()
        messages.success(request, _("The hours are saved."))
        return redirect("network_desk:hours", pk=unit.pk)
    inherited = queries.hours_of([unit])[unit.pk] if not own else None
    told = (
        [
            (WEEKDAYS[n], day_sentence(Day(localdate(), intervals=inherited.weekly.get(n, ()))))
            for n in range(7)  # type: ignore[arg-type]
        ]
        if inherited and inherited.is_known
        else []
    )
    return _page(
        request,
        "network/desk/hours.html",
        unit,
        _("Opening hours"),
        week=week,
        exceptions=exceptions,
        sanitary=sanitary,
        inherited=told,
    )


def unit_settings(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk, "network.change_settings")
    rows = [
        (
            told,
            SettingForm(request.POST or None, prefix=told.key.name, key=told.key, value=told.value, is_own=told.is_own),
        )
        for told in settings.explain(unit)
    ]
    if request.method == "POST" and all(form.is_valid() for _told, form in rows):
        with transaction.atomic():
            for told, form in rows:
                if form.cleaned_data["own"]:
                    services.set_setting(
                        unit=unit, key=told.key.name, value=form.cleaned_data["value"], by=request.user
                    )
                else:
                    services.clear_setting(unit=unit, key=told.key.name, by=request.user)
        messages.success(request, _("The settings are saved."))
        return redirect("network_desk:settings", pk=unit.pk)
    return _page(request, "network/desk/settings.html", unit, _("Settings"), rows=rows)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _unit(request, pk, "network.move_unit")
    form = PlaceForm(request.POST or None)
    form.fields["parent"].queryset = rules.units_where(request.user, "network.move_unit").exclude(  # type: ignore[attr-defined]
        under([unit.path])
    )
    if form.is_valid():
        try:
            services.move_unit(unit=unit, parent=form.cleaned_data["parent"], by=request.user)
        except ValidationError as refusal:
            form.add_error("parent", refusal)
        else:
            messages.success(request, _("The library stands in its new place."))
            return redirect("units:edit", unit.pk)
    return _page(request, "network/desk/form.html", unit, _("Place in the network"), form=form)


@access.needs("network.create_unit")
def create(request: HttpRequest) -> HttpResponse:
    form = NewUnitForm(
        request.POST or None,
        parents=rules.units_where(request.user, "network.create_unit"),
        at_root=request.user.is_superuser,
    )
    if form.is_valid():
        try:
            unit = services.create_unit(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The library is in the network; now fill in its card."))
            return redirect("units:edit", unit.pk)
    return _page(request, "network/desk/form.html", None, _("New library"), form=form)


def changes(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Changes of one card, or of all cards that the person may see: what the regional library reads."""
    unit = _unit(request, pk, "network.view_changes") if pk is not None else None
    access.require(request.user, "network.view_changes")
    rows = UnitChange.objects.select_related("unit", "by")
    rows = rows.filter(unit=unit) if unit else access.visible_to(rows, request.user, "network.view_changes")
    page = Paginator(rows, 50).get_page(request.GET.get("p"))
    return _page(request, "network/desk/changes.html", unit, _("History of changes"), page=page)
