"""What a reader fills in to have a room for an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from chytalnia.core import codes
from chytalnia.core.words import minutes_long
from chytalnia.network.settings import setting, time_zone
from chytalnia.spaces.models import Space

#: Lengths that are offered, in minutes.
LENGTHS = (15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)


class DayForm(forms.Form):
    """Which day is shown; anything odd is today."""

    day = forms.DateField(required=False)


class OwnBookingForm(forms.Form):
    """Begin and length instead of begin and end: a length cannot run backwards."""

    day = forms.DateField(widget=forms.HiddenInput)
    begins = forms.ChoiceField(label=pgettext_lazy("a time", "From"))
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int)
    persons = forms.IntegerField(label=_("How many people"), min_value=1, initial=1)
    purpose = forms.CharField(
        label=_("What for"), max_length=120, help_text=_("In a word: a study group, a rehearsal. Others do not see it.")
    )

    def __init__(
        self, *args: Any, space: Space, day: date, free: Sequence[tuple[datetime, datetime]], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"day": day, "minutes": min(60, space.most_minutes)}
        super().__init__(*args, **kwargs)
        self.space, self.free = space, free
        fields: dict[str, Any] = self.fields
        starts = [
            begins + timedelta(minutes=15 * n)
            for begins, ends in free
            for n in range(int((ends - begins).total_seconds() // 900))
        ]
        fields["begins"].choices = [(start.isoformat(), f"{start:%H:%M}") for start in starts]
        lengths = [n for n in LENGTHS if n <= space.most_minutes]
        fields["minutes"].choices = [(n, minutes_long(n)) for n in lengths or [space.most_minutes]]
        fields["persons"].max_value = space.seats
        fields["persons"].widget.attrs["max"] = space.seats
        if (fits := space.by_norm(_norm(space))) is not None and fits < space.seats:
            fields["persons"].help_text = ngettext(
                "Comfortable for %(n)d person; %(most)d at most.",
                "Comfortable for %(n)d people; %(most)d at most.",
                fits,
            ) % {"n": fits, "most": space.seats}

    def asked(self) -> dict[str, Any]:
        told = self.cleaned_data
        starts = datetime.fromisoformat(told["begins"])
        return {
            "starts_at": starts, "ends_at": starts + timedelta(minutes=told["minutes"]), "persons": told["persons"],
            "purpose": told["purpose"],
        }  # fmt: skip


def _norm(space: Space) -> Any:
    from decimal import Decimal

    return Decimal(str(setting(space.unit, "spaces.norm")))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the booking"), max_length=12,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = codes.typed(self.cleaned_data["code"])
        if len(code) != 6:
            raise forms.ValidationError(_t("A code has six letters and digits."))
        return code


def moment(space: Space, day: date, at: Any) -> datetime:
    """An hour on the wall of a library as a moment."""
    return datetime.combine(day, at, time_zone(space.unit))
