"""Forms of the desk: hours as people write them, exceptions, sanitary days, settings, the place in the tree."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import TranslatedFormField

from .hours import read_intervals
from .models import HoursException, SanitaryRule, Unit, UnitKind
from .settings import Key

_STRETCH = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})")


class IntervalsField(forms.CharField):
    """«10:00–14:00, 15:00–19:00» as intervals; nothing typed is closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.setdefault("placeholder", _("closed"))

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, str) or not value:
            return value or ""
        return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in read_intervals(_texts(value)))

    def clean(self, value: Any) -> list[list[str]]:
        text = super().clean(value)
        found = [[f"{int(a):02}:{b}", f"{int(c):02}:{d}"] for a, b, c, d in _STRETCH.findall(text)]
        if _STRETCH.sub("", text).strip(" ,;"):
            raise forms.ValidationError(_("Write hours like 10:00–14:00, 15:00–19:00."))
        try:
            read_intervals(found)
        except ValueError as error:
            raise forms.ValidationError(_("These hours overlap, or there is no such time.")) from error
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "")


def _texts(value: Any) -> list[tuple[str, str]]:
    return [tuple(edge if isinstance(edge, str) else f"{edge:%H:%M}" for edge in pair) for pair in value]  # type: ignore[misc]


class WeekForm(forms.Form):
    def __init__(self, *args: Any, weekly: dict[int, list] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = IntervalsField(label=name, initial=(weekly or {}).get(number, []))

    @property
    def weekly(self) -> dict[int, list]:
        return {n: self.cleaned_data[f"day_{n}"] for n in WEEKDAYS if self.cleaned_data[f"day_{n}"]}


class ExceptionForm(forms.ModelForm):
    intervals = IntervalsField(label=_("hours"), help_text=_("No hours means that it is closed on these days."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("only these weekdays"),
        coerce=int,
        required=False,
        choices=sorted(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = HoursException
        fields = ["first", "last", "intervals", "weekdays", "reason"]
        widgets = {
            "first": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


ExceptionFormSet = forms.inlineformset_factory(Unit, HoursException, form=ExceptionForm, extra=1, can_delete=True)
SanitaryFormSet = forms.inlineformset_factory(
    Unit, SanitaryRule, fields=["week", "weekday"], extra=1, can_delete=True, max_num=3
)


class SettingForm(forms.Form):
    """One declared setting: its own value, or none to inherit."""

    def __init__(self, *args: Any, key: Key, value: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        self.fields["own"] = forms.BooleanField(label=_("of its own"), required=False, initial=is_own)
        self.fields["value"] = self._field(key, value)

    @staticmethod
    def _field(key: Key, value: Any) -> forms.Field:
        told: dict[str, Any] = {"label": key.label, "help_text": key.help, "initial": value, "required": False}
        if key.choices:
            typed: Any = key.type
            return forms.TypedChoiceField(choices=key.choices, coerce=typed, empty_value=key.default, **told)
        if key.type is bool:
            return forms.BooleanField(**told)
        if key.type is int:
            return forms.IntegerField(**told)
        if key.type is float:
            return forms.FloatField(**told)
        return forms.CharField(**told)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("own") and "value" in cleaned and not self.key.fits(cleaned["value"]):
            self.add_error("value", _("This value does not fit the setting."))
        return cleaned


class NewUnitForm(forms.Form):
    parent = forms.ModelChoiceField(label=_("stands under"), queryset=Unit.objects.none(), required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=UnitKind.choices, initial=UnitKind.BRANCH)
    code = forms.SlugField(label=_("code"), max_length=40, help_text=_("Latin letters and digits; it never changes."))
    name = TranslatedFormField(label=_("official name"))

    def __init__(self, *args: Any, parents: Any, at_root: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["parent"].required = not at_root

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a library with this code already."))
        return code


class PlaceForm(forms.Form):
    parent = forms.ModelChoiceField(label=_("stands under"), queryset=Unit.objects.none())
