"""The reader's own pages about other libraries: order what the network has not, see what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.core.keys import key_of
from chytalnia.core.stages import StageError
from chytalnia.people.models import Reader
from chytalnia.people.readers.views.own import readers_own

from . import queries, services
from .errors import Refused
from .models import Channel, IllOrder


class OrderForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = IllOrder
        fields = (
            "wanted",
            "author",
            "title",
            "published",
            "source",
            "needed_until",
            "agrees_to_copy",
            "any_edition",
            "note",
        )
        widgets = {"needed_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def clean_needed_until(self) -> Any:
        day = self.cleaned_data["needed_until"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day to come, or leave it empty."))
        return day


@readers_own
def orders(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What was ordered from other libraries, and the form for more."""
    form = OrderForm(request.POST or None, initial={"title": request.GET.get("title", "")[:300]})
    if form.is_valid():
        try:
            services.ill.order(
                reader=reader, unit=reader.home_unit, by=request.user, channel=Channel.WEB, key=key_of(request),
                **form.cleaned_data,
            )  # fmt: skip
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(None, problem.message)
        else:
            messages.success(request, _("Your order is with the library. You will be told when the book has come."))
            return redirect("lending:ill")
    found = list(queries.foreign_of(reader, ended=True)[:100])
    return render(
        request, "lending/own/ill.html",
        {"form": form, "orders": found, "today": timezone.localdate(), "key": request.POST.get("key") or uuid.uuid4()},
    )  # fmt: skip


@readers_own
@require_POST
def cancel(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    found = get_object_or_404(IllOrder.objects.filter(reader=reader), pk=pk)
    try:
        services.ill.cancel(order=found, reader=reader)
    except StageError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The order is given up."))
    return redirect("lending:ill")
