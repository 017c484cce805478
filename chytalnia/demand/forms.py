"""What staff fill in: a line of the register, what to look at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.journal.kinds import Audience, Knowledge
from chytalnia.people import rules

from .models import Channel, Purpose, Reason

#: Ages as the diary counts them; families and mixed groups do not ask for a book.
AGES = [(code, label) for code, label in Audience.choices if code.startswith("age_")]


class RefusalForm(forms.Form):
    text = forms.CharField(
        label=_("What was asked for"), max_length=300,
        help_text=_("Author and title, ISBN, or the topic in the reader's words."),
        widget=forms.TextInput({"data-scan": "", "autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("Why it was not given"), choices=Reason.choices, widget=forms.RadioSelect)
    unit: Any = forms.ModelChoiceField(label=_("Library"), queryset=None)
    audience = forms.ChoiceField(label=_("Age"), choices=[("", _("not said")), *AGES], required=False)
    knowledge = forms.ChoiceField(label=_("Subject"), choices=[("", _("not said")), *Knowledge.choices], required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, required=False)
    channel = forms.ChoiceField(
        label=_("How it was asked"), required=False,
        choices=[(c.value, c.label) for c in (Channel.DESK, Channel.PHONE, Channel.ILL, Channel.OTHER)],
    )  # fmt: skip
    card = forms.CharField(label=_("Whom to tell: card number"), max_length=40, required=False)
    offered = forms.CharField(label=_("What was offered instead"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = rules.units_where(user, "demand.record").places()
        units_field: Any = self.fields["unit"]
        units_field.queryset = units
        if "initial" not in kwargs or not kwargs["initial"].get("unit"):
            self.initial.setdefault("unit", units.first())


class LookForm(forms.Form):
    """What part of the register is looked at; anything odd in the address narrows nothing."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    unit: Any = forms.ModelChoiceField(label=_("Library"), queryset=None, required=False)
    first = forms.DateField(
        label=pgettext_lazy("a date", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    last = forms.DateField(
        label=pgettext_lazy("a date", "To"), required=False, widget=forms.DateInput({"type": "date"})
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *Reason.choices], required=False)
    channel = forms.ChoiceField(label=_("How it was asked"), choices=[("", "—"), *Channel.choices], required=False)
    audience = forms.ChoiceField(label=_("Age"), choices=[("", "—"), *AGES], required=False)
    knowledge = forms.ChoiceField(label=_("Subject"), choices=[("", "—"), *Knowledge.choices], required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units_field: Any = self.fields["unit"]
        units_field.queryset = rules.units_where(user, "demand.view")

    def asked(self) -> dict[str, Any]:
        """What was filled in and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
