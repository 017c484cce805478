"""Forms: a parent's application, new sessions, the plan of a day, the door."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import DayField, TranslatedFormField
from chytalnia.people import rules
from chytalnia.people.models import Reader

from .models import CAMP, NANNY, ConsentKind, IncidentKind
from .services import Asked, Told
from .texts import consents

_DAY = {"type": "date"}
_HOUR = {"type": "time", "step": "300"}
ADULTS = 3
OLDEST = 18


#: How a librarian is asked about a child whose parent calls or stands there.
_AT_DESK = {
    "needs": _("What the library should know"), "guardian_name": _("Name of the parent or guardian"),
    "guardian_phone": _("Phone of the parent or guardian"),
}  # fmt: skip


class ApplyForm(forms.Form):
    """The whole application on one page of a phone. The second and third adult are folded away. At the desk it speaks to the
    librarian."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    child_name = forms.CharField(
        label=_("Name and surname of the child"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    allergies = forms.CharField(
        label=_("Allergies"), max_length=500, help_text=_("Food, insects, plants. When there are none, write «none».")
    )
    needs = forms.CharField(
        label=_("What should we know?"), max_length=500, required=False,
        help_text=_("Special needs, fears, what calms, how to ask to the toilet …"),
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    guardian_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    guardian_phone = forms.CharField(
        label=_("Your phone"), max_length=40, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )
    session_phone = forms.CharField(
        label=_("Phone at which somebody answers during the session"), max_length=40,
        widget=forms.TextInput({"inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    other_name = forms.CharField(label=_("Second parent or guardian"), max_length=200, required=False)
    other_phone = forms.CharField(
        label=_("Their phone"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )

    def __init__(self, *args: Any, reader: Reader | None = None, at_desk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.at_desk = at_desk
        fields["key"].initial = uuid.uuid4()
        if at_desk:
            for name, label in _AT_DESK.items():
                fields[name].label = label
            for field in fields.values():
                # The browser would offer the librarian's own name and phone.
                if "autocomplete" in field.widget.attrs:
                    field.widget.attrs["autocomplete"] = "off"
        fields["birth_date"].widget.attrs["max"] = timezone.localdate().isoformat()
        if reader is not None:
            fields["guardian_name"].initial, fields["email"].initial = reader.full_name, reader.email
            fields["guardian_phone"].initial = fields["session_phone"].initial = reader.phone
        for n in range(1, ADULTS + 1):
            first = n == 1
            fields[f"adult{n}_name"] = forms.CharField(label=_("Name and surname"), max_length=200, required=first)
            fields[f"adult{n}_phone"] = forms.CharField(
                label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "tel"})
            )
            fields[f"adult{n}_document"] = forms.CharField(
                label=_("Document to be shown, its last digits"), max_length=60, required=False,
                help_text=_("For instance: passport, …417. Not the whole number.") if first else "",
            )  # fmt: skip
            fields[f"adult{n}_word"] = forms.CharField(
                label=_("Code word"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"}),
                help_text=_("Told at the door instead of the PIN. We keep it so that nobody can read it.") if first else "",
            )  # fmt: skip
        for kind, text in consents().items():
            fields[f"consent_{kind}"] = forms.BooleanField(label=text, required=kind != ConsentKind.PHOTO)

    def group(self, *names: str) -> list[Any]:
        return [self[name] for name in names]

    @property
    def child_fields(self) -> list[Any]:
        return self.group("child_name", "birth_date", "allergies", "needs")

    @property
    def guardian_fields(self) -> list[Any]:
        return self.group("guardian_name", "guardian_phone", "session_phone", "email")

    @property
    def other_fields(self) -> list[Any]:
        return self.group("other_name", "other_phone")

    @property
    def adult_groups(self) -> list[list[Any]]:
        parts = ("name", "phone", "document", "word")
        return [[self[f"adult{n}_{part}"] for part in parts] for n in range(1, ADULTS + 1)]

    @property
    def consent_fields(self) -> list[Any]:
        return self.group(*(f"consent_{kind}" for kind in ConsentKind.values))

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if not today - timedelta(days=366 * OLDEST) <= born <= today:
            raise forms.ValidationError(_t("Please look at the date of birth again."))
        return born

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for n in range(1, ADULTS + 1):
            if told.get(f"adult{n}_name") and not told.get(f"adult{n}_document") and not told.get(f"adult{n}_word"):
                self.add_error(f"adult{n}_word", _t("Give a code word or a document, so that we know this adult."))
        return told

    def told(self) -> Told:
        said = self.cleaned_data
        same = (
            "child_name", "birth_date", "guardian_name", "guardian_phone", "session_phone", "allergies", "needs",
            "other_name", "other_phone", "email",
        )  # fmt: skip
        # Letters go in the language of the parent or of the library, whatever the librarian reads the desk in.
        language = "" if self.at_desk else get_language() or ""
        return Told(
            **{name: said[name] for name in same}, language=language,
            adults=[
                tuple(said[f"adult{n}_{part}"] for part in ("name", "phone", "document", "word"))  # type: ignore[misc]
                for n in range(1, ADULTS + 1)
                if said[f"adult{n}_name"]
            ],
            agreed=frozenset(kind for kind in ConsentKind.values if said.get(f"consent_{kind}")),
        )  # fmt: skip


_WEEKDAYS = [
    (0, _("Mon")), (1, _("Tue")), (2, _("Wed")), (3, _("Thu")), (4, _("Fri")), (5, _("Sat")), (6, _("Sun")),
]  # fmt: skip


class NewForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("of children in care", "What"), widget=forms.RadioSelect, initial=NANNY,
        choices=[(NANNY, _("nanny hours, bibliosad")), (CAMP, _("a shift of a camp: 5–15 days"))],
    )  # fmt: skip
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    first_day = DayField(label=_("First day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    last_day = DayField(
        label=_("Last day"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
        help_text=_("Left empty, there is one session."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which weekdays"), choices=_WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Left empty, on all workdays between."),
    )  # fmt: skip
    begins = forms.TimeField(label=_("Begins"), initial="10:00", widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), initial="13:00", widget=forms.TimeInput(_HOUR, format="%H:%M"))
    age_from = forms.IntegerField(label=_("Age from"), min_value=2, max_value=17, initial=3)
    age_to = forms.IntegerField(label=_("Age to"), min_value=2, max_value=17, initial=5)
    price = forms.CharField(label=_("Price"), max_length=100, required=False, help_text=_("Left empty, it is free."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules.units_where(user, "care.plan").places()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_day"), told.get("last_day")
        if first and first < timezone.localdate():
            self.add_error("first_day", _t("This day is past."))
        if first and last and not first <= last <= first + timedelta(days=366):
            self.add_error("last_day", _t("The last day is before the first, or more than a year after it."))
        return told

    def asked(self) -> Asked:
        told = self.cleaned_data
        first, last = told["first_day"], told["last_day"] or told["first_day"]
        wanted = told["weekdays"] or (range(5) if last > first else range(7))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return Asked(
            unit=told["unit"], title=told["title"], days=tuple(day for day in days if day.weekday() in wanted),
            begins=told["begins"], ends=told["ends"], ages=(told["age_from"], told["age_to"]), price=told["price"],
        )  # fmt: skip


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("an incident", "Kind"), choices=IncidentKind.choices)
    text = forms.CharField(
        label=_("What happened"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Without names: the journal is kept. The child is told by number."),
    )  # fmt: skip
    done = forms.CharField(
        label=_("What was done, whom we called"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
