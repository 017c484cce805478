"""The grid at the desk: laid with one press, filled cell by cell, printed on a landscape sheet."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chytalnia.core.forms import TranslatedFormField
from chytalnia.core.views import pdf_response
from chytalnia.core.words import weekday_and_day
from chytalnia.network.settings import setting
from chytalnia.people.access import needs
from chytalnia.programmes.desk.common import PLAN, VIEW, occasion_for, part_of, screen
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Occasion, Slot
from chytalnia.wire.print.papers import Column, Paper, Table, paper_pdf

from . import grid, services
from .showing import slots_of


def urls() -> list[Any]:
    return [
        path("<int:pk>/grid/", page, name="grid"),
        path("<int:pk>/grid/lay/", lay, name="grid_lay"),
        path("<int:pk>/grid/slot/", slot, name="grid_slot"),
        path("<int:pk>/grid/remove/", remove, name="grid_remove"),
        path("<int:pk>/grid.pdf", printed, name="grid_pdf"),
    ]


class LayForm(forms.Form):
    halls = forms.CharField(label=_("Halls, one a line"), widget=forms.Textarea({"rows": 4}), max_length=1000)
    minutes = forms.IntegerField(label=_("Minutes of a slot"), min_value=15, max_value=240, initial=40)
    pause = forms.IntegerField(label=_("Minutes between slots"), min_value=0, max_value=60, initial=5)


class SlotForm(forms.Form):
    hall = forms.CharField(label=_("Hall"), max_length=80)
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=240, initial=40)
    title = TranslatedFormField(label=_("Theme"), required=False)
    guest = forms.CharField(
        label=_("Guest"), max_length=200, required=False, help_text=_("Several guests are parted by commas.")
    )
    moderator = forms.CharField(label=_("Moderator"), max_length=200, required=False)

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion
        self.fields["hall"].widget.attrs["list"] = "halls"

    def asked(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        begins: time = told.pop("begins")
        first = self.occasion.begins
        at = datetime.combine(first.date(), begins, self.occasion.clock)
        # A night of libraries ends after midnight: an hour before the beginning is of the next day.
        if at < first and self.occasion.ends.date() > first.date():
            at = datetime.combine(self.occasion.ends.date(), begins, self.occasion.clock)
        return told | {"starts_at": at}


def _screen(
    request: HttpRequest, occasion: Occasion, *, form: Any = None, laying: Any = None, status: int = 200
) -> HttpResponse:
    slots = slots_of(occasion)
    came = services.came(occasion)
    halls, rows = grid.table(occasion, slots, came) if slots else ([], [])
    chosen = part_of(occasion, Slot, request.GET["slot"]) if request.GET.get("slot") else None
    may = occasion.stage not in services.OVER
    if form is None and slots and may:
        form = SlotForm(occasion=occasion, initial=_initial(request, occasion, chosen))
    zones = [str(zone) for zone in occasion.unit.zones.all()] if not slots else []
    return screen(
        request, "programmes/desk/grid.html", occasion, "grid", halls=halls, rows=rows, form=form, chosen=chosen,
        laying=laying or LayForm(initial={"halls": "\n".join(zones[:6])}), has_slots=bool(slots), may_change=may,
        warnings=grid.warnings(occasion, slots),
        sums=[(hall, sum(came.get(each.pk, 0) for each in slots if each.hall == hall)) for hall in halls],
        total=sum(came.values()), filled=sum(grid.is_filled(each) for each in slots), slots=slots, status=status,
    )  # fmt: skip


def _initial(request: HttpRequest, occasion: Occasion, chosen: Slot | None) -> dict[str, Any]:
    if chosen is not None:
        chosen.occasion = occasion
        return {
            "hall": chosen.hall, "begins": chosen.begins.time(), "minutes": chosen.minutes, "title": chosen.title,
            "guest": chosen.guest, "moderator": chosen.moderator,
        }  # fmt: skip
    return {"hall": request.GET.get("hall", "")[:80], "begins": request.GET.get("at", "")[:5], "minutes": 40}


@needs(VIEW)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, occasion_for(request, pk))


@require_POST
@needs(PLAN)
def lay(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, PLAN)
    form = LayForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.lay(
                occasion=occasion, halls=told["halls"].splitlines(), minutes=told["minutes"], pause=told["pause"], by=request.user
            )  # fmt: skip
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _t("The grid is laid. Press a cell to fill it."))
            return redirect("desk_programmes:grid", pk)
    return _screen(request, occasion, laying=form, status=400)


@require_POST
@needs(PLAN)
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, PLAN)
    chosen = part_of(occasion, Slot, request.POST["slot"]) if request.POST.get("slot") else None
    form = SlotForm(request.POST, occasion=occasion)
    if form.is_valid():
        try:
            made = services.save_slot(occasion=occasion, slot=chosen, by=request.user, **form.asked())
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _t("The grid is saved."))
            return redirect(f"{reverse('desk_programmes:grid', args=[pk])}#slot-{made.pk}")
    return _screen(request, occasion, form=form, status=400)


@require_POST
@needs(PLAN)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, PLAN)
    try:
        services.remove_slot(slot=part_of(occasion, Slot, request.POST.get("slot")), by=request.user)
    except ProgrammesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _t("The slot is taken out."))
    return redirect("desk_programmes:grid", pk)


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid for the wall: A4 on its side, a column a hall, a row for each hour at which anything begins."""
    occasion = occasion_for(request, pk)
    language = setting(occasion.unit, "network.language") or get_language() or "uk"
    with override(language):
        slots = slots_of(occasion)
        halls = grid.halls_of(slots)
        hours = sorted({each.begins for each in slots})
        rows = [
            [
                f"{at:%H:%M}",
                *(_cell(next((s for s in slots if s.hall == hall and s.begins == at), None)) for hall in halls),
            ]
            for at in hours
        ]
        paper = Paper(
            title=str(occasion.title), organisation=str(occasion.unit.name), landscape=True, language=language,
            subtitle=f"{weekday_and_day(occasion.begins.date())}, {occasion.begins:%H:%M}–{occasion.ends:%H:%M}",
            tables=[Table([Column(_t("Hour"), 16), *(Column(hall) for hall in halls)], rows)] if halls else [],
        )  # fmt: skip
        body = paper_pdf(paper)
    return pdf_response(body, f"grid-{pk}")


def _cell(slot: Slot | None) -> str:
    if slot is None or not grid.is_filled(slot):
        return ""
    leads = _t("leads: %(name)s") % {"name": slot.moderator} if slot.moderator else ""
    title = f"«{slot.title}»" if str(slot.title) else ""
    return f"{slot.begins:%H:%M}–{slot.ends:%H:%M} " + ". ".join(part for part in (title, slot.guest, leads) if part)
