"""What voters and readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chytalnia.wire import ballots


class BallotForm(forms.Form):
    """One choice of the list. `token` is the secret of this page, `seen` how often the reader had voted before it."""

    choice = forms.TypedChoiceField(coerce=int, label=_("Your choice"), error_messages={
        "required": _("Choose one candidate, or leave the ballot empty on purpose."),
        "invalid_choice": _("Choose one candidate, or leave the ballot empty on purpose."),
    })  # fmt: skip
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=1000, required=False, widget=forms.HiddenInput)
    code = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["choice"]
        choice.choices = [(number, str(number)) for number in [*numbers, ballots.EMPTY]]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Three groups of four letters and figures, as on your sheet."),
        widget=forms.TextInput({
            "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input",
        }),
    )  # fmt: skip

    def clean_code(self) -> str:
        return ballots.as_written(self.cleaned_data["code"])


class ReceiptForm(CodeForm):
    code = forms.CharField(
        label=_("Code of your receipt"), max_length=40, help_text=_("Four groups of four letters and figures."),
        widget=forms.TextInput({
            "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input",
        }),
    )  # fmt: skip


class NominationForm(forms.Form):
    hero = forms.CharField(label=_("Who is your hero?"), max_length=120)
    slogan = forms.CharField(label=_("Slogan"), max_length=120, required=False)
    programme = forms.CharField(
        label=_("What does the hero promise?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 5}),
        help_text=_("In the hero's own words: everybody will read them."),
    )  # fmt: skip
    agent = forms.CharField(
        label=_("Who speaks for the hero?"), max_length=150, required=False,
        help_text=_("A class, a club, a first name. Readers see it, so no surnames, please."),
    )  # fmt: skip
