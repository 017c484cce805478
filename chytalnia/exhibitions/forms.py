"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.network.models import Unit, Zone
from chytalnia.people import rules
from chytalnia.programmes.models import AgeMark
from chytalnia.programmes.models.occasion import AUDIENCES

_DAY = {"type": "date"}


class ExhibitionForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    first_day = DayField(label=_("First day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    last_day = DayField(label=_("Last day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    quotation = TranslatedFormField(label=_("Quotation"), required=False)
    quoted = forms.CharField(label=_("Whose words"), max_length=200, required=False)
    about = TranslatedFormField(label=_("What it is about"), required=False, widget=TranslatedTextarea)
    purpose = TranslatedFormField(label=_("Purpose"), required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    leader_name = forms.CharField(label=_("Curator"), max_length=200, required=False)
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        mine = rules.units_where(user, "exhibitions.make").places()
        fields["unit"].queryset = mine

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first_day") and told.get("last_day") and told["last_day"] < told["first_day"]:
            self.add_error("last_day", _t("The last day is before the first."))
        return told


class WordsForm(forms.Form):
    """Where it stands, in a library that has drawn no plan."""

    zone: Any = forms.ModelChoiceField(queryset=None, label=_("Zone"), required=False)
    shelf = forms.CharField(
        label=_("Shelf or place"),
        max_length=60,
        required=False,
        help_text=_("As people say it: “shelf 7”, “the window of the hall”."),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["zone"].queryset = Zone.objects.filter(unit=unit)


class SectionForm(forms.Form):
    heading = TranslatedFormField(label=_("Heading"))
    text = TranslatedFormField(label=_("Text"), required=False, widget=TranslatedTextarea)


class ExhibitForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    caption = TranslatedFormField(label=_("Caption"), required=False, widget=TranslatedTextarea)
    source = forms.CharField(label=_("Source and rights"), max_length=300, required=False)


class PictureForm(forms.Form):
    picture = forms.FileField(label=_("Picture"), widget=forms.FileInput({"accept": "image/*"}))
    title = forms.CharField(label=_("What is on it"), max_length=300)
    source = forms.CharField(label=_("Source and rights"), max_length=300)
