"""Forms of the desk: an event, its time, its numbers, its report, a programme."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.network.models import Unit, Zone
from chytalnia.network.settings import time_zone
from chytalnia.people import rules
from chytalnia.people.models import User
from chytalnia.programmes import formats
from chytalnia.programmes.models import AgeMark, Mode, Occasion, Part, Programme, Taking
from chytalnia.programmes.models.occasion import AUDIENCES, named
from chytalnia.programmes.services.counting import BANDS, outputs_of, places_of

LANGUAGES = [
    ("ukr", _("Ukrainian")),
    ("rus", _("Russian")),
    ("kaz", _("Kazakh")),
    ("eng", _("English")),
    ("sgn", _("sign language")),
]
_DAY = {"type": "date"}
_HOUR = {"type": "time", "step": "300"}


class OccasionForm(forms.Form):
    """An event as a librarian writes it down: day and hours by the clock of the library."""

    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    day = DayField(label=_("Day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    last_day = DayField(
        label=_("Last day"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
        help_text=_("Only for what goes on for days: an exhibition, a challenge."),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("Where"), choices=Mode.choices)
    zone: Any = forms.ModelChoiceField(queryset=None, label=_("Zone"), required=False)
    place = TranslatedFormField(label=_("Place, when it is not in the library"), required=False)
    online_url = forms.URLField(label=_("Address of the broadcast"), required=False, assume_scheme="https")
    taking = forms.ChoiceField(label=_("How people take part"), choices=Taking.choices)
    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=100_000, required=False, help_text=_("Left empty, there is no limit.")
    )
    online_places = forms.IntegerField(label=_("Places online"), min_value=1, max_value=1_000_000, required=False)
    most_seats = forms.IntegerField(label=_("Places for one enrolment at most"), min_value=1, max_value=100, initial=5)
    groups_welcome = forms.BooleanField(label=_("Groups and classes may enrol"), required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=120, required=False)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    about = TranslatedFormField(label=_("What will be"), required=False, widget=TranslatedTextarea)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    programme: Any = forms.ModelChoiceField(queryset=None, label=_("Part of the programme"), required=False)
    responsible: Any = forms.ModelChoiceField(queryset=None, label=_("Responsible"), required=False)
    partners = forms.CharField(label=_("Partners"), max_length=500, required=False)
    jubilee = forms.CharField(label=_("Which date it serves"), max_length=200, required=False)
    price = forms.CharField(label=_("Price"), max_length=100, required=False, help_text=_("Left empty, it is free."))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    access_mobility = forms.BooleanField(label=_("Reachable without steps"), required=False)
    access_hearing = forms.BooleanField(label=_("For people with impaired hearing"), required=False)
    access_sight = forms.BooleanField(label=_("For people with impaired sight"), required=False)
    access_note = TranslatedFormField(label=_("What there is for those who need help"), required=False)
    budget_note = forms.CharField(label=_("What it costs and who pays"), max_length=300, required=False)
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False, initial=True)

    #: What a first glance needs; the rest is folded away.
    FIRST = (
        "unit",
        "title",
        "day",
        "begins",
        "ends",
        "last_day",
        "mode",
        "zone",
        "place",
        "online_url",
        "taking",
        "places",
        "online_places",
    )

    def __init__(
        self, *args: Any, user: Any, right: str = "programmes.plan", own_rules: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if own_rules:
            # Who takes part, and how many, is the special life's own business.
            for name in ("taking", "places", "online_places", "most_seats", "groups_welcome"):
                del self.fields[name]
        mine = rules.units_where(user, right).places()
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = mine
        fields["zone"].queryset = Zone.objects.filter(unit__in=mine).select_related("unit")
        fields["zone"].label_from_instance = lambda zone: f"{zone.unit} – {zone}"
        fields["programme"].queryset = Programme.objects.waiting().filter(unit__in=rules.units_where(user, right))
        fields["responsible"].queryset = User.objects.filter(role_grants__isnull=False, is_active=True).distinct()
        fields["responsible"].label_from_instance = named
        directions = formats.library.labels("directions").items()
        fields["direction"].choices = [("", "–"), *((code, str(name)) for code, name in directions)]

    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST if name in self.fields]

    def other_fields(self) -> list[Any]:
        return [field for field in self if field.name not in self.FIRST]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        unit, zone = told.get("unit"), told.get("zone")
        if unit and zone and zone.unit_id != unit.pk:
            self.add_error("zone", _t("This zone belongs to another library."))
        first, last = told.get("age_from"), told.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _t("The upper age is below the lower one."))
        if told.get("last_day") and told.get("day") and told["last_day"] < told["day"]:
            self.add_error("last_day", _t("The last day is before the first."))
        if told.get("mode") == Mode.OUTSIDE and not told.get("place"):
            self.add_error("place", _t("Say where it will be."))
        return told

    def asked(self) -> dict[str, Any]:
        """Fields of the event, with its moments instead of day and hours."""
        told = dict(self.cleaned_data)
        starts, ends = moments(
            told["unit"], told.pop("day"), told.pop("begins"), told.pop("ends"), told.pop("last_day", None)
        )
        return told | {"starts_at": starts, "ends_at": ends}


def moments(unit: Unit, day: Any, begins: time, ends: time, last_day: Any = None) -> tuple[datetime, datetime]:
    """Hours of a day as moments; an end at or before the beginning is on the next day."""
    zone = time_zone(unit)
    starts = datetime.combine(day, begins, zone)
    until = datetime.combine(last_day or day, ends, zone)
    return starts, until if until > starts else until + timedelta(days=1)


def initial_of_card(card: formats.Card, unit: Unit | None) -> dict[str, Any]:
    begins = time(15) if "children" in card.audiences else time(17)
    ends = (datetime.combine(date(2000, 1, 1), begins) + timedelta(minutes=min(card.usual_minutes, 8 * 60))).time()
    return {
        "unit": unit, "title": dict(card.name), "begins": begins, "ends": ends, "mode": card.mode, "taking": card.taking,
        "places": card.people[1] if card.taking != "free" else None, "audience": card.audiences[0],
        "age_from": card.ages[0] or None, "age_to": card.ages[1] if card.ages[1] < 100 else None, "age_mark": card.age_mark,
        "about": dict(card.about), "direction": card.direction, "groups_welcome": "groups" in card.counts or "teams" in card.counts,
        "access_mobility": bool(unit and unit.access_mobility), "access_sight": bool(unit and unit.access_sight),
        "access_hearing": bool(unit and unit.access_hearing), "is_public": True,
    }  # fmt: skip


def initial_of_occasion(occasion: Occasion) -> dict[str, Any]:
    capacity = {each.part: each.capacity for each in occasion.seats.all()}
    own = {
        name: getattr(occasion, name)
        for name in (
            "unit", "title", "mode", "zone", "place", "online_url", "taking", "most_seats", "groups_welcome", "audience",
            "age_from", "age_to", "age_mark", "about", "direction", "programme", "responsible", "partners", "jubilee", "price",
            "languages", "access_mobility", "access_hearing", "access_sight", "access_note", "budget_note", "is_public",
        )
    }  # fmt: skip
    return own | {
        "day": occasion.day, "begins": occasion.begins.time(), "ends": occasion.ends.time(),
        "last_day": occasion.last_day if occasion.is_long else None, "places": capacity.get(Part.ONSITE),
        "online_places": capacity.get(Part.ONLINE),
    }  # fmt: skip


class MovedForm(forms.Form):
    """Another time, told to everybody enrolled."""

    day = DayField(label=_("Day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    reason = forms.CharField(label=_("Why, for those who come"), max_length=300, required=False)
    following = forms.BooleanField(label=_("All later ones of the series by as much"), required=False)


class RepeatForm(forms.Form):
    every = forms.ChoiceField(
        label=_("Repeat"),
        choices=[
            ("7", _("every week")),
            ("14", _("every other week")),
            ("1", _("every day")),
            ("month", _("every month, on the same weekday")),
        ],
    )
    times = forms.IntegerField(label=_("How many times more"), min_value=1, max_value=60, initial=4)

    def days(self, first: Any) -> list[Any]:
        every, times = self.cleaned_data["every"], self.cleaned_data["times"]
        if every != "month":
            return [first + timedelta(days=int(every) * n) for n in range(1, times + 1)]
        # The second Tuesday stays the second Tuesday; a fifth one falls to the last of a shorter month.
        week, days, month = (first.day - 1) // 7, [], first.replace(day=1)
        for _n in range(times):
            month = (month + timedelta(days=32)).replace(day=1)
            day = month + timedelta(days=(first.weekday() - month.weekday()) % 7 + 7 * week)
            days.append(day if day.month == month.month else day - timedelta(days=7))
        return days


class CountForm(forms.Form):
    """Heads by place and age, and what the format asks for."""

    with_disabilities = forms.IntegerField(label=_("Of them people with disabilities"), min_value=0, required=False)
    online_peak = forms.IntegerField(label=_("Watching at once, at most"), min_value=0, required=False)
    books_shown = forms.IntegerField(label=_("Books shown"), min_value=0, required=False)
    books_issued = forms.IntegerField(label=_("Books taken home"), min_value=0, required=False)

    def __init__(self, *args: Any, occasion: Occasion, heads: dict[tuple[str, str], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_of(occasion)
        if not occasion.is_online:
            del self.fields["online_peak"]
        for place in self.places:
            for band in BANDS:
                self.fields[f"{place}_{band}"] = forms.IntegerField(
                    label=_band(band), min_value=0, max_value=100_000, required=False, initial=heads.get((place, band)),
                )  # fmt: skip
        for code, label in outputs_of(occasion):
            self.fields[f"out_{code}"] = forms.IntegerField(label=str(label), min_value=0, required=False)

    def grid(self) -> list[tuple[str, list[Any]]]:
        names = {"onsite": _("in the library"), "outside": _("out of the library"), "remote": _("online")}
        return [(str(names[place]), [self[f"{place}_{band}"] for band in BANDS]) for place in self.places]

    def rest(self) -> list[Any]:
        return [field for field in self if not field.name.startswith(tuple(f"{place}_" for place in self.places))]

    def asked(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "heads": {(p, band): told.get(f"{p}_{band}") or 0 for p in self.places for band in BANDS},
            "with_disabilities": told.get("with_disabilities") or 0, "online_peak": told.get("online_peak") or 0,
            "books_shown": told.get("books_shown") or 0, "books_issued": told.get("books_issued") or 0,
            "outputs": {n.removeprefix("out_"): v or 0 for n, v in told.items() if n.startswith("out_")},
        }  # fmt: skip


def _band(code: str) -> Any:
    return {"children": _("children"), "youth": _("youth"), "adults": _("adults")}[code]


class ReportForm(forms.Form):
    story = TranslatedFormField(label=_("What was, for readers"), required=False, widget=TranslatedTextarea)
    went_well = forms.CharField(label=_("What went well"), required=False, widget=forms.Textarea({"rows": 3}))
    to_change = forms.CharField(label=_("What to change"), required=False, widget=forms.Textarea({"rows": 3}))
    recording_url = forms.URLField(label=_("Address of the recording"), required=False, assume_scheme="https")
    views_later = forms.IntegerField(label=_("Views of the recording in 30 days"), min_value=0, required=False)


class ProgrammeForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    title = TranslatedFormField(label=_("Title"))
    about = TranslatedFormField(label=_("What it is about"), required=False, widget=TranslatedTextarea)
    format_code = forms.ChoiceField(label=pgettext_lazy("of work with people", "Format"), required=False)
    first_day = DayField(label=_("First day"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    last_day = DayField(label=_("Last day"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=120, required=False)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    leader_name = forms.CharField(label=_("Who leads it"), max_length=200, required=False)
    partners = forms.CharField(label=_("Partners"), max_length=500, required=False)
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = rules.units_where(user, "programmes.plan")
        fields["format_code"].choices = [("", "–"), *((code, str(card)) for code, card in formats.built_in().items())]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first_day") and told.get("last_day") and told["last_day"] < told["first_day"]:
            self.add_error("last_day", _t("The last day is before the first."))
        return told


class FormatForm(forms.Form):
    """A library's own format: what people change. Lines are «day | role | text»; the rest stays as it was."""

    name = TranslatedFormField(label=pgettext_lazy("a thing", "Name"))
    about = TranslatedFormField(label=_("What it is"), widget=TranslatedTextarea)
    minutes = forms.IntegerField(label=_("Usual length in minutes"), min_value=5, max_value=14400)
    people_from = forms.IntegerField(label=_("People, at least"), min_value=1, max_value=10000)
    people_to = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=10000)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=120)
    steps = forms.CharField(
        label=_("Checklist"),
        widget=forms.Textarea({"rows": 14, "class": "prog-steps"}),
        help_text=_(
            "A line for each thing: day | role | what to do. "
            "The day is counted from the event: -14 is two weeks before, 2 is two days after."
        ),
    )
    risks = forms.CharField(
        label=_("What may go wrong, a line each"), required=False, widget=forms.Textarea({"rows": 4})
    )
    note = forms.CharField(label=_("Why it is changed"), max_length=300, required=False)

    def __init__(self, *args: Any, card: formats.Card, **kwargs: Any) -> None:
        self.card = card
        kwargs.setdefault("initial", {
            "name": dict(card.name), "about": dict(card.about), "minutes": card.minutes[1], "people_from": card.people[0],
            "people_to": card.people[1], "age_from": card.ages[0], "age_to": card.ages[1],
            "steps": "\n".join(f"{step.day} | {step.role} | {step}" for step in card.steps),
            "risks": "\n".join(map(str, card.risks)),
        })  # fmt: skip
        super().__init__(*args, **kwargs)

    def clean_steps(self) -> list[dict[str, Any]]:
        """Lines whose text is unchanged keep their other languages."""
        known = {str(step): step.text for step in self.card.steps}
        language = _language()
        steps = []
        for number, line in enumerate(self.cleaned_data["steps"].splitlines(), 1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|", 2)]
            try:
                day = int(parts[0].replace("\N{MINUS SIGN}", "-"))
                role, text = parts[1], parts[2]
            except (ValueError, IndexError):
                raise forms.ValidationError(
                    _t("Line %(n)d is not “day | role | what to do”.") % {"n": number}
                ) from None
            if role not in formats.library.labels("roles"):
                role = _role_named(role) or "organiser"
            steps.append({"day": day, "role": role, **(known.get(text) or {language: text})})
        if not steps:
            raise forms.ValidationError(_t("A format without a checklist is only a name."))
        return steps

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for first, last in (("people_from", "people_to"), ("age_from", "age_to")):
            if told.get(first) is not None and told.get(last) is not None and told[last] < told[first]:
                self.add_error(last, _t("The upper number is below the lower one."))
        return told

    def asked(self) -> dict[str, Any]:
        told = self.cleaned_data
        known = {str(line): line for line in self.card.risks}
        language = _language()
        risks = [
            (known[text].code or dict(known[text].text)) if text in known else {language: text}
            for text in (line.strip() for line in told["risks"].splitlines())
            if text
        ]
        used = {step["role"] for step in told["steps"]}
        roles = [*self.card.roles, *sorted(used - set(self.card.roles))]
        minutes = told["minutes"]
        return {
            "name": dict(told["name"]), "about": dict(told["about"]),
            "minutes": sorted([min(self.card.minutes[0], minutes), minutes, max(self.card.minutes[2], minutes)]),
            "people": [told["people_from"], told["people_to"]], "ages": [told["age_from"], told["age_to"]],
            "tasks": told["steps"], "risks": risks, "roles": roles,
        }  # fmt: skip


def _language() -> str:
    from django.utils.translation import get_language

    code = get_language() or settings.LANGUAGE_CODE
    return code if code in formats.reading.LANGUAGES else "uk"


def _role_named(text: str) -> str:
    """The role whose name in any language this is."""
    wanted = text.casefold()
    for code, name in formats.library.labels("roles").items():
        if wanted in {said.casefold() for said in name.values()}:
            return code
    return ""
