"""A hold placed at the desk: for a reader who stands there or telephones, and has no account of their own."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chytalnia.catalogue import finding
from chytalnia.catalogue.models import Work
from chytalnia.core.forms import number_of
from chytalnia.core.keys import key_of
from chytalnia.lending import counter, services
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import Hold, HoldState
from chytalnia.people import rules
from chytalnia.people.access import needs
from chytalnia.people.readers import queries as readers
from chytalnia.people.shell import page

from .counter import working_unit

HOLD = "lending.hold"
MOST = 12


def urls() -> list[URLPattern]:
    return [path("hold/", place, name="place_hold")]


class PlaceForm(forms.Form):
    pickup: Any = forms.ModelChoiceField(label=gettext_lazy("Where to pick it up"), queryset=None, empty_label=None)
    expires_on = forms.DateField(
        label=gettext_lazy("Wanted until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    override = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pickup"]
        field.queryset = rules.units_where(user, HOLD).places()


@needs(HOLD)
def place(request: HttpRequest) -> HttpResponse:
    """Find the book by its words, or come with it from a loan that was refused; one press puts the reader into the queue."""
    asked = request.POST if request.method == "POST" else request.GET
    unit = working_unit(request, list(rules.units_where(request.user, HOLD).places()), asked.get("unit"))
    reader = counter.opened(asked.get("reader"), request.user)
    if reader is None:
        messages.warning(request, _("Open the reader first."))
        return redirect("desk_lending:counter")
    form = PlaceForm(request.POST or None, user=request.user, initial={"pickup": unit})
    chosen, problems = asked.get("work", ""), []
    if request.method == "POST" and form.is_valid():
        work = get_object_or_404(Work, pk=number_of(chosen), joined_into=None)
        may_override = rules.may(request.user, "lending.override", form.cleaned_data["pickup"])
        try:
            hold = services.place_hold(
                reader=reader, target=work, pickup=form.cleaned_data["pickup"], by=request.user, key=key_of(request),
                expires_on=form.cleaned_data["expires_on"],
                override=form.cleaned_data["override"].strip() if may_override else "",
            )  # fmt: skip
        except Refused as refused:
            problems = refused.problems
        else:
            text = (
                _("“%(title)s” is set aside and comes to %(unit)s.")
                if hold.state != HoldState.QUEUED
                else _("“%(title)s”: the reader is in the queue; it comes to %(unit)s.")
            )
            messages.success(request, text % {"title": work.title, "unit": hold.pickup_unit})
            return redirect(f"{reverse('desk_lending:counter')}?reader={reader.pk}")
    words = finding.clean(asked.get("q", ""))
    works = _works([number_of(chosen)] if chosen and not words else _found(words))
    return page(
        request, "lending/desk/place.html", _("Put a book aside"), icon="user",
        crumbs=[(_("Lending"), f"{reverse('desk_lending:counter')}?reader={reader.pk}")], form=form, reader=reader,
        card=readers.working_card(reader), words=words, works=works, refused=number_of(chosen), problems=problems,
        key=uuid.uuid4(), may_override=rules.may(request.user, "lending.override", unit)
        and all(problem.can_override for problem in problems), asked=bool(words or chosen),
    )  # fmt: skip


def _found(words: str) -> list[int]:
    if not words:
        return []
    asked = QueryDict(mutable=True)
    asked["q"] = words
    found = finding.find(finding.asked_in(asked), language=get_language() or "", limit=MOST, facets=())
    return [int(hit.pk) for hit in found.hits if hit.kind == finding.WORK]


def _works(pks: list[int]) -> list[Work]:
    """In the order of the search; with how many copies are free and how many readers wait."""
    found = Work.objects.shown().in_bulk(pks)
    waiting = dict(
        Hold.objects.filter(queue_work__in=pks, state=HoldState.QUEUED)
        .order_by()
        .values_list("queue_work")
        .annotate(n=Count("pk"))
    )
    works = [found[pk] for pk in pks if pk in found]
    for work in works:
        work.waiting = waiting.get(work.pk, 0)  # type: ignore[attr-defined]
    return works
