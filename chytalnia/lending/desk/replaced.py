"""Copies that readers brought in place of lost ones: entered into the stock, each with its act of substitution."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Item, ItemStatus, Record, RecordKey
from chytalnia.catalogue.queries import holder_of
from chytalnia.lending.models import Act, ActKind
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.stock import papers
from chytalnia.stock.desk.page import pdf
from chytalnia.stock.errors import StockError
from chytalnia.stock.models import Replacement
from chytalnia.stock.services import accept_replacement
from chytalnia.wire.isbn import normal_isbn

from .lists import VIEW, shown, unit_of

ACCEPT = "stock.accept_receipt"
#: Acts of substitution that stay in sight, to be printed.
LAST = 20


def urls() -> list[URLPattern]:
    return [
        path("replaced/", replaced, name="replaced"),
        path("replaced/<int:pk>/enter/", enter, name="replaced_enter"),
        path("replaced/<int:pk>/act/", printed, name="replaced_act"),
    ]


class EnterForm(forms.Form):
    """Another edition than the lost one is named by its ISBN; it has to be described in the catalogue first."""

    isbn = forms.CharField(required=False, max_length=40)

    def clean_isbn(self) -> Record | None:
        text = self.cleaned_data["isbn"].strip()
        if not text:
            return None
        isbn = normal_isbn(text)
        keys = RecordKey.objects.filter(kind="isbn", value=isbn).select_related("record") if isbn else ()
        for key in keys:
            return key.record
        raise forms.ValidationError(gettext_lazy("No book with this ISBN is in the catalogue: describe it first."))


def waiting(unit: Unit) -> QuerySet[Item]:
    """Lost copies of a branch that readers replaced and whose substitutes are not entered yet."""
    brought = Act.objects.filter(item=OuterRef("pk"), kind=ActKind.REPLACE, undone_at=None)
    lost = Item.objects.filter(Exists(brought), unit=unit, status=ItemStatus.LOST, replaced_by=None)
    return lost.select_related("record").defer("record__source", "record__bib_data").order_by("pk")


@needs(VIEW)
def replaced(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request, VIEW)
    done = Replacement.objects.filter(accepted__unit=unit).select_related("lost__record", "accepted__record")
    return shown(
        request, "replaced.html", _("Brought in place of lost ones"), unit, rows=list(waiting(unit)[:200]),
        done=list(done.order_by("-year", "-number")[:LAST]), may_enter=rules.may(request.user, ACCEPT, unit),
    )  # fmt: skip


@require_POST
@needs(ACCEPT)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("unit"), pk=pk)
    require(request.user, ACCEPT, item.unit)
    form = EnterForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("isbn", []))))
        return redirect("desk_lending:replaced")
    try:
        act = accept_replacement(lost=item, record=form.cleaned_data["isbn"], by=request.user)
    except StockError as refused:
        messages.error(request, str(refused))
    else:
        told = {"number": act.accepted, "lost": item, "act": act}
        messages.success(
            request, _("Entered under No. %(number)s in place of No. %(lost)s, act of substitution %(act)s.") % told
        )
    return redirect("desk_lending:replaced")


@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    act = get_object_or_404(Replacement.objects.select_related("accepted__unit", "lost"), pk=pk)
    unit = act.accepted.unit
    if not rules.may(request.user, VIEW, unit):
        require(request.user, VIEW, holder_of(unit))
    return pdf(papers.substitution_act(act), f"substitution-{pk}")
