"""Cards to be printed: one reader's, or those given on a day."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chytalnia.core.views import pdf_response
from chytalnia.network.models import PLACES, Unit
from chytalnia.people.access import needs
from chytalnia.people.models import Reader
from chytalnia.people.readers import printing, queries
from chytalnia.people.rules import units_where
from chytalnia.people.shell import page
from chytalnia.wire.print import CannotBeBarcode
from chytalnia.wire.print.reader_cards import CardPaper

from .common import VIEW, crumb, reader_for, working_unit

PAPERS = [
    ("plastic", gettext_lazy("plastic cards, one to a page")),
    ("a4", gettext_lazy("sheets of A4, ten to a sheet")),
]


class CardsForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Library"), empty_label=None)
    since = forms.DateField(
        label=gettext_lazy("Cards given since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=PAPERS)


@needs(VIEW)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_for(request, pk)
    return _pdf(request, [reader], "a4" if request.GET.get("paper") == "a4" else "plastic")


@needs(VIEW)
def cards(request: HttpRequest) -> HttpResponse:
    """Cards of a library that were given since a day."""
    today = timezone.localdate()
    unit = working_unit(request, VIEW)
    form = CardsForm(
        request.GET if "since" in request.GET else None, initial={"unit": unit, "since": today, "paper": "a4"}
    )
    form.fields["unit"].queryset = units_where(request.user, VIEW).filter(kind__in=PLACES)  # type: ignore[attr-defined]
    if form.is_valid():
        found = form.cleaned_data
        # A day more, for the day of a library is not the day of the database.
        readers = queries.seen_by(request.user).filter(
            home_unit=found["unit"],
            cards__blocked_at=None,
            cards__issued_at__date__gte=found["since"] - timedelta(days=1),
        )
        chosen = [
            reader for reader in readers.order_by("surname", "name", "pk").distinct()[: printing.MOST]
            if (one := queries.working_card(reader)) and timezone.localdate(one.issued_at) >= found["since"]
        ]  # fmt: skip
        if chosen:
            return _pdf(request, chosen, found["paper"])
        messages.info(request, _("No card was given in this library since that day."))
    return page(
        request, "people/desk/readers/form.html", _("Print cards"), icon="print", crumbs=[crumb()], form=form,
        method="get", done=_("Print"),
    )  # fmt: skip


def _pdf(request: HttpRequest, readers: list[Reader], paper: CardPaper) -> HttpResponse:
    try:
        data = printing.cards_pdf(readers, paper)
    except CannotBeBarcode as refusal:
        messages.error(
            request,
            _("“%(text)s” cannot be a barcode: it needs Latin letters, digits and signs only.")
            % {"text": str(refusal)},
        )
        return redirect("desk_readers:list")
    return pdf_response(data, "cards")
