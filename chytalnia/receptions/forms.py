"""Forms of receptions. A booking asks for a time; a name, or any word to be called by, and a phone are left to the person."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import DayField, TranslatedFormField
from chytalnia.people import rules

from .models import Day, Kind
from .queries import free
from .services import Asked

_DAY = {"type": "date"}
_HOUR = {"type": "time", "step": "300"}


class BookForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    slot = forms.ChoiceField(label=_("Time of the reception"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("How shall we call you in?"), max_length=60, required=False,
        help_text=_("A name, or any word. Left empty, you are called by a code."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, help_text=_("Only to tell you if the time changes."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in free(day)}
        field: Any = self.fields["slot"]
        field.choices = [(pk, f"{slot.begins:%H:%M}") for pk, slot in self.slots.items()]
        field.error_messages["invalid_choice"] = _t("Somebody was quicker: this time is taken. Please choose another.")
        self.fields["key"].initial = uuid.uuid4()

    def asked(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "slot": self.slots[told["slot"]], "name": told["name"], "phone": told["phone"], "key": told["key"],
            "language": get_language() or "",
        }  # fmt: skip


_WEEKDAYS = [
    (0, _("Mon")), (1, _("Tue")), (2, _("Wed")), (3, _("Thu")), (4, _("Fri")), (5, _("Sat")), (6, _("Sun")),
]  # fmt: skip


class SeriesForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("a reception", "Who receives"), choices=Kind.choices)
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    specialist = forms.CharField(
        label=_("Name and post of the specialist"), max_length=200,
        help_text=_("Of a deputy: name and constituency, without party and slogan."),
    )  # fmt: skip
    first_day = DayField(label=_("First day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    last_day = DayField(
        label=_("Last day"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
        help_text=_("Left empty, there is one day."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays"), choices=_WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Left empty, on the weekday of the first day."),
    )  # fmt: skip
    begins = forms.TimeField(label=_("Begins"), initial="10:00", widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), initial="13:00", widget=forms.TimeInput(_HOUR, format="%H:%M"))
    slot_minutes = forms.IntegerField(label=_("Minutes for one"), initial=30, min_value=5, max_value=240)
    pause_begins = forms.TimeField(label=_("Pause from"), required=False, widget=forms.TimeInput(_HOUR, format="%H:%M"))
    pause_ends = forms.TimeField(label=_("Pause until"), required=False, widget=forms.TimeInput(_HOUR, format="%H:%M"))
    has_queue = forms.BooleanField(
        label=_("Live queue for those who come without a booking"), required=False, initial=True
    )
    agreement = forms.CharField(
        label=_("Agreed with, and on what terms"), max_length=300, required=False,
        help_text=_("Needed for a deputy: with whose office, and that deputies of all parties have equal access."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules.units_where(user, "receptions.plan").places()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_day"), told.get("last_day")
        if first and first < timezone.localdate():
            self.add_error("first_day", _t("This day is past."))
        if first and last and not first <= last <= first + timedelta(days=366):
            self.add_error("last_day", _t("The last day is before the first, or more than a year after it."))
        if bool(told.get("pause_begins")) != bool(told.get("pause_ends")):
            self.add_error("pause_ends", _t("A pause has a beginning and an end."))
        return told

    def asked(self) -> Asked:
        told = self.cleaned_data
        first, last = told["first_day"], told["last_day"] or told["first_day"]
        wanted = told["weekdays"] or [first.weekday()]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        same = (
            "unit", "kind", "title", "specialist", "begins", "ends", "slot_minutes", "pause_begins", "pause_ends",
            "has_queue", "agreement",
        )  # fmt: skip
        return Asked(**{name: told[name] for name in same}, days=tuple(day for day in days if day.weekday() in wanted))
