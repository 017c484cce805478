"""Fields that readers' forms share: a day typed without dots, a card that names its reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chytalnia.people.models import Reader
from chytalnia.people.readers import queries


class BirthField(forms.DateField):
    """A day of birth as it is typed at a counter: 17.05.1990, 17051990, 17/5/1990 or 1990-05-17."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("input_formats", ["%d.%m.%Y", "%d%m%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %m %Y"])
        attrs = {"inputmode": "numeric", "placeholder": "31.12.1990", "autocomplete": "off", "size": 12}
        kwargs.setdefault("widget", forms.DateInput(format="%d.%m.%Y", attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value.strip() if isinstance(value, str) else value)
        if day is not None and not (timezone.localdate().year - 120 <= day.year and day <= timezone.localdate()):
            raise forms.ValidationError(_("Nobody alive was born on this day."))
        return day


class CardField(forms.CharField):
    """A card's number, scanned or typed, as the reader who holds it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Reader | None:
        number = super().clean(value)
        if not number:
            return None
        reader = queries.by_card(number)
        if reader is None:
            raise forms.ValidationError(_("No working card has this number."))
        return reader
