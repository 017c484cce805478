"""Counting and reporting: numbers into the ledger, words and photos onto the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.journal import kinds
from chytalnia.people.access import needs
from chytalnia.programmes import services
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.forms.desk import CountForm, ReportForm
from chytalnia.programmes.models import Headcount, Result
from chytalnia.programmes.nonstop.services import suggested_outputs
from chytalnia.programmes.services.counting import standing_facts

from .common import COUNT, VIEW, occasion_for, own_list, screen


def urls() -> list[Any]:
    return [
        path("<int:pk>/result/", result, name="result"),
        path("<int:pk>/count/", count, name="count"),
        path("<int:pk>/uncount/", uncount, name="uncount"),
        path("<int:pk>/report/", report, name="report"),
    ]


def _facts(occasion: Any) -> list[Any]:
    """What stands in the ledger of this event, each with the name of its kind."""
    rows = list(standing_facts(occasion).order_by("kind", "pk"))
    for row in rows:
        row.told = kinds.label(row.kind)
    return rows


def _screen(
    request: HttpRequest, occasion: Any, *, counting: Any = None, reporting: Any = None, status: int = 200
) -> HttpResponse:
    found = Result.objects.filter(occasion=occasion).select_related("counted_by", "reported_by").first()
    heads = {(h.place, h.audience): h.number for h in Headcount.objects.filter(occasion=occasion)}
    suggested = {} if heads else services.suggested_heads(occasion)
    initial: dict[str, Any] = {f"out_{code}": number for code, number in suggested_outputs(occasion).items()}
    if found:
        initial = {
            name: getattr(found, name) for name in ("with_disabilities", "online_peak", "books_shown", "books_issued")
        }
        initial |= {f"out_{code}": number for code, number in found.outputs.items()}
    counting = counting or CountForm(occasion=occasion, heads=heads or suggested, initial=initial)
    about = (
        {"story": found.story, "went_well": found.went_well, "to_change": found.to_change, "views_later": found.views_later,
         "recording_url": occasion.recording_url}
        if found else {"recording_url": occasion.recording_url}
    )  # fmt: skip
    return screen(
        request, "programmes/desk/result.html", occasion, "result", counting=counting, found=found,
        reporting=reporting or ReportForm(initial=about), facts=_facts(occasion),
        total=sum(heads.values()), is_suggested=bool(suggested), own_list=own_list(occasion),
        photos=list(occasion.photos.all()),
        can_count=occasion.starts_at <= timezone.now() and occasion.stage not in ("cancelled", "postponed", "idea", "archived"),
        can_report=occasion.stage in ("counted", "reported"), status=status,
    )  # fmt: skip


@needs(VIEW)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, occasion_for(request, pk))


@require_POST
@needs(COUNT)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, COUNT)
    if address := own_list(occasion):
        return redirect(address)
    form = CountForm(request.POST, occasion=occasion, heads={})
    if form.is_valid():
        try:
            services.count(occasion=occasion, by=request.user, **form.asked())
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Counted: the numbers stand in the diary of the day."))
            return redirect("desk_programmes:result", pk)
    return _screen(request, occasion, counting=form, status=400)


@require_POST
@needs(COUNT)
def uncount(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, COUNT)
    try:
        services.uncount(occasion=occasion, by=request.user, note=request.POST.get("note", "")[:200])
    except ProgrammesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The count is taken back."))
    return redirect("desk_programmes:result", pk)


@require_POST
@needs(COUNT)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    occasion = occasion_for(request, pk, COUNT)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            services.file_report(occasion=occasion, by=request.user, **form.cleaned_data)
        except ProgrammesError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Readers see what was; colleagues see what was learned."))
            return redirect("desk_programmes:result", pk)
    return _screen(request, occasion, reporting=form, status=400)
