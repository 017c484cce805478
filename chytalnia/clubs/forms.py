"""Forms of clubs at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.people import rules
from chytalnia.people.models import User
from chytalnia.people.readers import queries as readers
from chytalnia.programmes.models import AgeMark
from chytalnia.programmes.models.occasion import AUDIENCES, named

from .models import WEEKDAYS, WEEKS, Club, ClubRole, Joining, Profile, Rhythm


class ClubForm(forms.Form):
    """A club and its programme as one sheet."""

    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Name of the club"))
    motto = TranslatedFormField(label=_("Motto"), required=False)
    about = TranslatedFormField(label=_("What it is about"), required=False, widget=TranslatedTextarea)
    profile = forms.ChoiceField(label=_("Interest"), choices=Profile.choices)
    leader: Any = forms.ModelChoiceField(queryset=None, label=_("Leader, a colleague"), required=False)
    leader_name = forms.CharField(label=_("Leader, when it is somebody else"), max_length=200, required=False)
    rhythm = forms.ChoiceField(label=_("How often it meets"), choices=Rhythm.choices, initial=Rhythm.MONTH)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), choices=[("", "–"), *WEEKDAYS], coerce=int, empty_value=None, required=False
    )
    week = forms.TypedChoiceField(label=_("Which week of the month"), choices=WEEKS, coerce=int, initial=1)
    begins = forms.TimeField(
        label=_("Begins"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=720, initial=90)
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=120, required=False)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    joining = forms.ChoiceField(label=_("How one joins"), choices=Joining.choices)
    places = forms.IntegerField(
        label=_("Places for members"), min_value=1, max_value=1000, required=False,
        help_text=_("Nothing is no limit. Nobody joins above it, online or at the desk."),
    )  # fmt: skip
    how_to_join = TranslatedFormField(label=_("How to join, in a few words"), required=False)
    founded = DayField(label=_("Founded"), required=False)
    partners = forms.CharField(label=_("Partners"), max_length=500, required=False)
    card = forms.CharField(
        label=_("Card of the club"), max_length=40, required=False,
        help_text=_("A group reader's card, when the club borrows as one."),
    )  # fmt: skip
    emblem = forms.FileField(label=_("Emblem"), required=False, widget=forms.ClearableFileInput({"accept": "image/*"}))
    statute = forms.CharField(label=_("Statute"), required=False, widget=forms.Textarea({"rows": 6}))
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, club: Club | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = rules.units_where(user, "clubs.manage").places()
        fields["leader"].queryset = User.objects.filter(role_grants__isnull=False, is_active=True).distinct()
        fields["leader"].label_from_instance = named

    def clean_card(self) -> Any:
        number = self.cleaned_data["card"].strip()
        if not number:
            return None
        reader = readers.by_card(number)
        if reader is None or not reader.is_collective:
            raise forms.ValidationError(_t("No group has this card."))
        return reader

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("age_from"), told.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _t("The upper age is below the lower one."))
        if told.get("founded") and told["founded"] > timezone.localdate():
            self.add_error("founded", _t("This day is still to come."))
        return told

    @staticmethod
    def initial_of(club: Club) -> dict[str, Any]:
        programme = club.programme
        own = {
            name: getattr(club, name)
            for name in (
                "motto", "profile", "rhythm", "weekday", "week", "begins", "minutes", "joining", "places", "how_to_join", "founded",
                "statute",
            )
        }  # fmt: skip
        rest = {
            name: getattr(programme, name)
            for name in (
                "unit", "title", "about", "leader", "leader_name", "audience", "age_from", "age_to", "age_mark", "partners",
                "is_public",
            )
        }  # fmt: skip
        card = readers.working_card(club.borrows_as) if club.borrows_as else None
        return own | rest | {"card": card.number if card else ""}


class PlanForm(forms.Form):
    first = DayField(label=pgettext_lazy("a time", "From"))
    last = DayField(label=_("Until"))
    announce = forms.BooleanField(label=_("Announce them at once"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first") and told.get("last") and told["last"] < told["first"]:
            self.add_error("last", _t("The last day is before the first."))
        return told


class JoinForm(forms.Form):
    """A reader at the desk, by card; a child with a grown-up who agrees."""

    card = forms.CharField(label=_("Card or name of the reader"), max_length=100)
    role = forms.ChoiceField(label=_("Role"), choices=ClubRole.choices, initial=ClubRole.MEMBER)
    guardian = forms.CharField(
        label=_("For a child: the grown-up who agrees"), max_length=200, required=False,
        help_text=_("Needed when nobody stands surety for the child in the library."),
    )  # fmt: skip
    guardian_phone = forms.CharField(label=_("Phone of the grown-up"), max_length=40, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_card(self) -> Any:
        """A card is exact; a name is good when one reader alone answers to it."""
        text = self.cleaned_data["card"]
        if (reader := readers.by_card(text)) is not None:
            return reader
        found = readers.find(text, user=self.user, limit=3)
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _t("Several readers are called so: scan the card.") if found else _t("Nobody has this card.")
        )


class ReadingForm(forms.Form):
    first_day = DayField(label=pgettext_lazy("a time", "From"))
    last_day = DayField(label=_("Until"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ProtocolForm(forms.Form):
    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)
    said = forms.CharField(label=_("What was said"), required=False, widget=forms.Textarea({"rows": 5}))
    decisions = forms.CharField(label=_("Decisions"), required=False, widget=forms.Textarea({"rows": 3}))
    guest_children = forms.IntegerField(label=_("Guests: children"), min_value=0, max_value=5000, required=False)
    guest_youth = forms.IntegerField(label=_("Guests: youth"), min_value=0, max_value=5000, required=False)
    guest_adults = forms.IntegerField(label=_("Guests: adults"), min_value=0, max_value=5000, required=False)

    def asked(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        return {name: (value or 0) if name.startswith("guest_") else value for name, value in told.items()}
