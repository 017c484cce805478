"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import TranslatedFormField, TranslatedTextarea
from chytalnia.people import rules
from chytalnia.people.models import User
from chytalnia.trailers.rules import CONTEST

_MOMENT = {"type": "datetime-local"}
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class ContestForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    about = TranslatedFormField(label=_("What it is about"), required=False, widget=TranslatedTextarea)
    rules = TranslatedFormField(label=_("Rules"), required=False, widget=TranslatedTextarea)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    submit_until = forms.DateTimeField(
        label=_("Trailers are taken until"),
        input_formats=_FORMATS,
        widget=forms.DateTimeInput(_MOMENT, format=_FORMATS[0]),
    )
    vote_until = forms.DateTimeField(
        label=_("Readers vote until"), input_formats=_FORMATS, widget=forms.DateTimeInput(_MOMENT, format=_FORMATS[0])
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = rules.units_where(user, CONTEST).places()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("submit_until") and told.get("vote_until") and told["vote_until"] < told["submit_until"]:
            self.add_error("vote_until", _t("The vote ends before the last trailer is taken."))
        return told


class LinesForm(forms.Form):
    """Names, a line each."""

    lines = forms.CharField(widget=forms.Textarea({"rows": 5}), max_length=2000)

    def clean_lines(self) -> list[str]:
        return [line.strip()[:120] for line in self.cleaned_data["lines"].splitlines() if line.strip()][:12]


class JuryForm(forms.Form):
    """The jury by the names of their accounts; readers may judge, too."""

    names = forms.CharField(
        label=_("Jury"), widget=forms.Textarea({"rows": 4}), required=False, help_text=_("Names of accounts, a line each."),
    )  # fmt: skip

    def clean_names(self) -> list[User]:
        asked = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()][:40]
        known = {user.username: user for user in User.objects.filter(username__in=asked, is_active=True)}
        if unknown := [name for name in asked if name not in known]:
            raise forms.ValidationError(_t("No account is called %(names)s.") % {"names": ", ".join(unknown)})
        return [known[name] for name in asked]
