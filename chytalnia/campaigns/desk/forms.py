"""What staff fill in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.campaigns import queries
from chytalnia.campaigns.life import FORMATS
from chytalnia.campaigns.models import Among, Campaign, Kind, Participant, Score
from chytalnia.campaigns.services.diary import MOST, Row
from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.journal.kinds import Audience
from chytalnia.network.models import Unit, UnitType
from chytalnia.people import rules
from chytalnia.people.readers import queries as readers
from chytalnia.programmes import formats
from chytalnia.programmes.models import AgeMark
from chytalnia.programmes.models.occasion import AUDIENCES

#: Rows of the quick form for paper diaries.
ROWS = 12


def _day(label: Any, **more: Any) -> DayField:
    return DayField(label=label, **more)


def _text(label: Any, **more: Any) -> TranslatedFormField:
    return TranslatedFormField(label=label, required=False, widget=TranslatedTextarea, **more)


class CampaignForm(forms.Form):
    """The founding paper. What belongs to the programme stands among it: people think of one thing."""

    unit: Any = forms.ModelChoiceField(label=_("Library that runs it"), queryset=None)
    format_code = forms.ChoiceField(label=pgettext_lazy("of work with people", "Format"))
    title = TranslatedFormField(label=_("Title"))
    about = _text(_("In a few words"))
    score = forms.ChoiceField(label=_("What is counted"), choices=Score.choices)
    first_day, last_day = _day(_("First day")), _day(_("Last day"))
    goals, task = _text(_("Goals")), _text(_("Task"))
    who, how = _text(_("Who takes part")), _text(_("How to take part"))
    organiser = _text(_("Organiser"), help_text=_("Empty: the library that runs it."))
    leader_name = forms.CharField(label=_("Who signs"), max_length=200, required=False)
    partners = forms.CharField(label=_("Partners"), max_length=500, required=False)
    hashtags = forms.CharField(label=_("Hashtags"), max_length=200, required=False)
    elements = _text(_("What a post must have"), help_text=_("A line each; libraries tick them."))
    criteria, prizes_told = _text(_("How results are judged")), _text(_("Prizes"))
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES, initial="mixed")
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_to = forms.IntegerField(label=pgettext_lazy("an age", "to"), min_value=0, max_value=120, required=False)
    age_mark = forms.ChoiceField(label=_("Age mark"), choices=[("", "–"), *AgeMark.choices], required=False)
    goal = forms.IntegerField(
        label=_("Common goal"), min_value=0, max_value=1_000_000_000, required=False, help_text=_("0: no thermometer.")
    )
    finish_at = forms.IntegerField(
        label=_("Goal of one participant"), min_value=0, max_value=MOST, required=False,
        help_text=_("0: any line makes a finisher; in a combo, all its parts."),
    )  # fmt: skip
    day_limit = forms.IntegerField(
        label=_("At most in a day"), min_value=0, max_value=MOST, required=False, help_text=_("0: no limit.")
    )
    back_days = forms.IntegerField(
        label=_("Days back that a reader may write down"), min_value=0, max_value=366, initial=7
    )
    review_least = forms.IntegerField(
        label=_("Signs of a review at least"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("0: not asked for."),
    )
    prizes = forms.IntegerField(label=_("How many prizes are drawn"), min_value=0, max_value=1000, required=False)
    among = forms.ChoiceField(label=_("Drawn among"), choices=Among.choices)
    open_to_readers = forms.BooleanField(label=_("readers take part"), required=False, initial=True)
    open_to_all_libraries = forms.BooleanField(
        label=_("libraries may join without an invitation"), required=False, initial=True
    )
    counts_loans = forms.BooleanField(
        label=_("borrowed books may count by themselves, for readers who wish so"), required=False
    )
    is_public = forms.BooleanField(label=_("shown to readers"), required=False, initial=True)

    WIDE = ("title", "about", "goals", "task", "who", "how", "organiser", "elements", "criteria", "prizes_told")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = rules.units_where(user, "campaigns.run")
        known = formats.built_in()
        fields["format_code"].choices = [(code, str(known[code])) for code in FORMATS if code in known]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first_day") and told.get("last_day") and told["last_day"] < told["first_day"]:
            self.add_error("last_day", _t("The last day is before the first."))
        if told.get("counts_loans") and told.get("score") not in (None, Score.BOOKS):
            self.add_error("counts_loans", _t("Borrowed books count only where books are counted."))
        for name in ("goal", "finish_at", "day_limit", "review_least", "prizes"):
            if name in told:
                told[name] = told[name] or 0
        return told


class InviteForm(forms.Form):
    """Which libraries are shown to be ticked."""

    q = forms.CharField(label=_("Name, town or number"), max_length=100, required=False)
    under: Any = forms.ModelChoiceField(
        label=pgettext_lazy("a part of the network", "Where"), queryset=None, required=False,
        empty_label=pgettext_lazy("a part of the network", "everywhere"),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Town or village"), required=False,
        choices=[("", _("towns and villages")), ("town", _("in towns")), ("rural", _("in villages"))],
    )  # fmt: skip
    type = forms.MultipleChoiceField(
        label=_("Kinds of libraries"), choices=UnitType.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under: Any = self.fields["under"]
        # Of other regions too: a network campaign knows no border.
        under.queryset = Unit.objects.filter(Q(kind__in=("region", "system")) | Q(kind="library", numchild__gt=0))
        under.label_from_instance = lambda unit: "\u2003" * (unit.depth - 1) + str(unit)

    def found(self) -> list[Unit]:
        told = self.cleaned_data if self.is_valid() else {}
        return queries.libraries(
            under=told.get("under"), types=told.get("type") or (), text=told.get("q", ""),
            is_rural={"town": False, "rural": True}.get(told.get("place", "")),
        )  # fmt: skip


class CardForm(forms.Form):
    """The page of a library in the campaign."""

    responsible = forms.CharField(label=_("Responsible"), max_length=150, required=False)
    about = forms.CharField(
        label=_("How we take part"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class PostForm(forms.Form):
    link = forms.CharField(
        label=_("Address on the net"), max_length=500, widget=forms.URLInput({"placeholder": "https://"})
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    day = _day(_("Published on"))
    ticks = forms.TypedMultipleChoiceField(
        label=_("The post has"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reach = forms.IntegerField(
        label=_("People reached, as the network says"), min_value=0, max_value=1_000_000_000, required=False
    )
    photo = forms.FileField(label=_("Photo"), required=False, widget=forms.FileInput({"accept": "image/*"}))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticks: Any = self.fields["ticks"]
        ticks.choices = list(enumerate([*campaign.required()]))
        if not ticks.choices:
            del self.fields["ticks"]
        self.initial.setdefault("day", min(timezone.localdate(), campaign.last_day))


class TakePartForm(forms.Form):
    """A reader by the card, or somebody without one: a class, a child with a paper diary."""

    card = forms.CharField(
        label=_("Card"), max_length=40, required=False, help_text=_("Empty for who has none."),
        widget=forms.TextInput({"data-scan": "", "autocomplete": "off"}),
    )  # fmt: skip
    nick = forms.CharField(label=_("Nick"), max_length=40, help_text=_("Everybody sees it instead of a name."))
    kind = forms.ChoiceField(label=_("Who"), choices=Kind.choices, initial=Kind.PERSON)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=200, initial=1)
    audience = forms.ChoiceField(
        label=_("Age, when there is no card"), required=False,
        choices=[("", "–"), *((one.value, one.label) for one in Audience if one.value not in ("mixed", "family"))],
    )  # fmt: skip

    def clean_card(self) -> Any:
        number = self.cleaned_data["card"].strip()
        if not number:
            return None
        reader = readers.by_card(number)
        if reader is None:
            raise forms.ValidationError(_t("No reader has this card."))
        return reader


class DiaryForm(forms.Form):
    """The quick form: a row for each line of a paper diary. A row without an amount is none."""

    def __init__(self, *args: Any, campaign: Campaign, people: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        fields: dict[str, Any] = self.fields
        choices = [("", "–"), *((one.pk, f"№ {one.number} {one.nick}") for one in people)]
        here = min(timezone.localdate(), campaign.last_day)
        for n in range(ROWS):
            fields[f"who_{n}"] = forms.TypedChoiceField(
                label=_("Participant"), choices=choices, coerce=int, empty_value=None, required=False
            )
            fields[f"day_{n}"] = _day(_("Day"), required=False, initial=here)
            fields[f"day_{n}"].widget.attrs |= {"min": campaign.first_day.isoformat(), "max": here.isoformat()}
            fields[f"amount_{n}"] = forms.IntegerField(
                label=_("How much"), min_value=1, max_value=MOST, required=False,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )  # fmt: skip
            fields[f"book_{n}"] = forms.CharField(label=_("Book or ISBN"), max_length=300, required=False)
            fields[f"key_{n}"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
        for n in range(ROWS):
            for name in ("who", "day", "amount", "book"):
                fields[f"{name}_{n}"].widget.attrs["aria-label"] = f"{fields[f'{name}_{n}'].label}, {n + 1}"

    def rows(self) -> list[list[Any]]:
        return [[self[f"{name}_{n}"] for name in ("who", "day", "amount", "book", "key")] for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        before: Any = None
        for n in range(ROWS):
            # The same participant over several lines is chosen once.
            who = before = told.get(f"who_{n}") or before
            if told.get(f"amount_{n}") and (who is None or not told.get(f"day_{n}")):
                self.add_error(f"who_{n}", _t("Say who has read, and on which day."))
            told[f"who_{n}"] = who
        return told

    def lines(self) -> list[Row]:
        from chytalnia.wire.isbn import normal_isbn

        told, made = self.cleaned_data, []
        for n in range(ROWS):
            if not told.get(f"amount_{n}"):
                continue
            book, day = told[f"book_{n}"], told[f"day_{n}"]
            assert isinstance(day, date)
            is_number = bool(normal_isbn(book))
            made.append(
                Row(self.people[told[f"who_{n}"]], day, told[f"amount_{n}"], told[f"key_{n}"] or uuid.uuid4(),
                    title="" if is_number else book, isbn=book if is_number else "")
            )  # fmt: skip
        return made


class PartForm(forms.Form):
    title = TranslatedFormField(label=_("Title"))
    opens_on = _day(_("Open from"))
    link = forms.URLField(label=_("Address on the net"), max_length=500, required=False, assume_scheme="https")
    word = forms.CharField(
        label=_("Word told in this part"), max_length=60, required=False,
        help_text=_("Who knows it has taken part. Empty: a press is enough."),
    )  # fmt: skip


class DrawForm(forms.Form):
    public = forms.CharField(
        label=_("What was thrown before everybody"), max_length=200,
        help_text=_(
            "After the list is frozen and before anybody knows the winners: for example three dice thrown by a child before "
            "the camera, «4 6 1»."
        ),
    )  # fmt: skip


class LineForm(forms.Form):
    day = _day(_("Day"))
    amount = forms.IntegerField(label=_("How much"), min_value=1, max_value=MOST)
