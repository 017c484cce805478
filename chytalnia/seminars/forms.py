"""Forms of seminars: the call, questions, and what the desk fills in."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.core.words import weekday_and_day
from chytalnia.network.models import PLACES
from chytalnia.people import rules
from chytalnia.programmes.models import Mode

from .models import ClauseKind, Seminar, SeminarKind, Talk, TalkKind

MOST_LINES = 3000
MOST_DAYS = 14


def _text(label: Any, most: int, *, required: bool = True, rows: int = 0, **attrs: str) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class ProposeForm(forms.Form):
    """The call: who speaks, where from, what about."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    speaker = _text(_("Surname, name, patronymic"), 200, autocomplete="name")
    post = _text(pgettext_lazy("of a speaker", "Post"), 200, autocomplete="organization-title")
    library = _text(_("Library"), 200, autocomplete="organization")
    city = _text(_("Town or village"), 120, autocomplete="address-level2")
    region = _text(_("Region"), 120, autocomplete="address-level1")
    title = _text(_("Title of the talk"), 300)
    abstract = _text(_("What it is about, in a few sentences"), 3000, rows=6)
    how = forms.ChoiceField(
        label=_("How you speak"), choices=[("onsite", _("I come")), ("remote", _("online"))], widget=forms.RadioSelect,
        initial="onsite",
    )  # fmt: skip
    needs = _text(_("What you need: projector, sound, interpreter"), 300, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The committee answers here."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = _text(_("Phone"), 40, required=False, autocomplete="tel", inputmode="tel")
    agree = forms.BooleanField(label=_("I agree that my name, post and talk are published in the programme"))

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4()
        if not seminar.occasion.is_online or not seminar.occasion.is_onsite:
            del self.fields["how"]
        self.is_remote = not seminar.occasion.is_onsite

    def asked(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told.pop("agree")
        how = told.pop("how", "")
        return told | {"is_remote": how == "remote" or self.is_remote, "language": (get_language() or "")[:2]}


class AskForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = _text(_("Your question"), 600, rows=3)
    name = _text(_("Your name"), 120, required=False, autocomplete="name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4()


class SeminarForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    kind = forms.ChoiceField(label=_("Kind"), choices=SeminarKind.choices)
    title = TranslatedFormField(label=_("Title"))
    about = TranslatedFormField(label=_("Aim, and whom it is for"), required=False, widget=TranslatedTextarea)
    day = DayField(label=_("Day"))
    last_day = DayField(
        label=_("Last day, when it lasts longer than one"), required=False,
        help_text=_("Each day goes from the hour at which the first begins to the hour at which the last ends."),
    )  # fmt: skip
    begins = forms.TimeField(
        label=_("Begins"), initial=time(10), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(label=_("Ends"), initial=time(16), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    mode = forms.ChoiceField(
        label=_("Where"), choices=[(mode.value, mode.label) for mode in (Mode.HYBRID, Mode.INSIDE, Mode.ONLINE)]
    )
    places = forms.IntegerField(label=_("Places in the hall"), min_value=1, required=False)
    online_places = forms.IntegerField(label=_("Places online"), min_value=1, required=False)
    online_url = forms.URLField(
        label=_("Address of the broadcast"), required=False, assume_scheme="https",
        help_text=_("Only those enrolled for online see it, on their ticket."),
    )  # fmt: skip
    call = TranslatedFormField(label=_("Call: which talks are wanted"), required=False, widget=TranslatedTextarea)
    call_until = DayField(label=_("Talks are taken until"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, "seminars.run").filter(kind__in=PLACES)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        day, until = told.get("day"), told.get("call_until")
        if day and until and until >= day:
            self.add_error("call_until", _t("The call ends before the seminar."))
        self._refuse_days(told)
        return told

    def _refuse_days(self, told: dict[str, Any]) -> None:
        day, last = told.get("day"), told.get("last_day")
        if not day or not last:
            return
        if last < day:
            self.add_error("last_day", _t("The last day is before the first."))
        elif (last - day).days >= MOST_DAYS:
            self.add_error("last_day", _t("A seminar lasts two weeks at most."))
        elif last > day and told.get("begins") and told.get("ends") and told["ends"] <= told["begins"]:
            self.add_error("ends", _t("A seminar of several days ends later in the day than it begins."))


class CallForm(forms.Form):
    call = TranslatedFormField(label=_("Call: which talks are wanted"), required=False, widget=TranslatedTextarea)
    call_until = DayField(label=_("Talks are taken until"), required=False)
    percent_present = forms.IntegerField(
        label=_("Part of the time online that counts as presence, per cent"), min_value=1, max_value=100
    )
    resolved_on = DayField(label=_("Resolution adopted"), required=False, help_text=_("From this day on readers see the resolution."),
    )  # fmt: skip


class TalkForm(forms.Form):
    """What stands of a talk, and where it stands in the grid."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TalkKind.choices)
    title = _text(_("Title"), 300)
    speaker = _text(_("Surname, name, patronymic of the speaker"), 200, required=False)
    post = _text(pgettext_lazy("of a speaker", "Post"), 200, required=False)
    library = _text(_("Library"), 200, required=False)
    city = _text(_("Town or village"), 120, required=False)
    region = _text(_("Region"), 120, required=False)
    is_remote = forms.BooleanField(label=_("speaks online"), required=False)
    moderator = _text(_("Moderator"), 200, required=False)
    abstract = _text(_("What it is about"), 3000, required=False, rows=3)
    day = forms.ChoiceField(label=_("Day"), required=False)
    hall = _text(_("Hall or stream"), 80, required=False, list="halls")
    begins = forms.TimeField(
        label=_("Begins"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, required=False, initial=20)
    recording_url = forms.URLField(label=_("Address of the recording"), required=False, assume_scheme="https")
    recording_file = forms.FileField(label=_("or the recording as a file"), required=False)
    slides_url = forms.URLField(label=_("Address of the slides"), required=False, assume_scheme="https")
    slides_file = forms.FileField(label=_("or the slides as a file (PDF, PPTX or ODP)"), required=False)
    drop_files = forms.BooleanField(label=_("Take the uploaded files away"), required=False)
    questions_put = _text(_("Round table: questions to discuss, one a line"), 3000, required=False, rows=3)
    minutes_text = _text(_("Round table: minutes"), 20000, required=False, rows=4)
    recommends = _text(_("Round table: recommendations, one a line"), 5000, required=False, rows=3)

    def __init__(self, *args: Any, seminar: Seminar, talk: Talk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seminar = seminar
        days = seminar.days
        if len(days) > 1:
            field: Any = self.fields["day"]
            field.choices = [(day.key, weekday_and_day(day.begins.date())) for day in days]
        else:
            del self.fields["day"]
        if talk is None or not (talk.recording_file_id or talk.slides_file_id):
            del self.fields["drop_files"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("hall")) != bool(told.get("begins")):
            self.add_error("begins", _t("A hall and an hour go together."))
        return told

    def told(self) -> dict[str, Any]:
        """Words of the talk, its place in the grid or nothing, and files: an upload, None for one to be taken away."""
        words = dict(self.cleaned_data)
        hall, begins, minutes = words.pop("hall"), words.pop("begins"), words.pop("minutes") or 20
        day, drop = words.pop("day", ""), words.pop("drop_files", False)
        uploads = {name: words.pop(name) for name in ("recording_file", "slides_file")}
        files = {name: upload or None for name, upload in uploads.items() if upload or drop}
        if not hall:
            return words | {"files": files, "where": None}
        occasion = self.seminar.occasion
        on = date.fromisoformat(day) if day else occasion.begins.date()
        at = datetime.combine(on, begins, occasion.clock)
        return words | {"files": files, "where": {"hall": hall, "starts_at": at, "minutes": minutes}}


class ClauseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ClauseKind.choices, initial=ClauseKind.DECIDE)
    text = _text(_("Text"), 1500, rows=3)
    responsible = _text(_("Responsible"), 200, required=False)
    due = DayField(label=_("Until"), required=False)


class MinutesForm(forms.Form):
    day = forms.ChoiceField(label=_("Day"), required=False)
    lines = forms.CharField(
        label=_("E-mail or ticket, and minutes; a line a person"), max_length=200_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("As the platform of the broadcast exports it: parted by a comma, a semicolon or a tab."),
    )  # fmt: skip

    def __init__(self, *args: Any, seminar: Seminar | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = seminar.days if seminar is not None else []
        if len(days) > 1:
            field: Any = self.fields["day"]
            field.choices = [(day.key, weekday_and_day(day.date)) for day in days]
        else:
            del self.fields["day"]

    def clean_day(self) -> date | None:
        return date.fromisoformat(self.cleaned_data["day"]) if self.cleaned_data["day"] else None

    def clean_lines(self) -> dict[str, int]:
        found: dict[str, int] = {}
        text = self.cleaned_data["lines"]
        for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
            if not line.strip():
                continue
            mark = next((each for each in "\t;," if each in line), ",")
            parts = [part.strip() for part in next(csv.reader(io.StringIO(line), delimiter=mark))]
            if len(parts) < 2 or not parts[-1].isascii() or not parts[-1].isdecimal() or len(parts[-1]) > 5:
                if number == 1:
                    continue
                raise forms.ValidationError(
                    _t("Line %(n)d cannot be read: %(line)s") % {"n": number, "line": line[:60]}
                )
            found[parts[0]] = max(found.get(parts[0], 0), int(parts[-1]))
        return found


def initial_of(talk: Talk) -> dict[str, Any]:
    told = {name: getattr(talk, name) for name in TalkForm.base_fields if hasattr(talk, name)}
    told |= {"recording_file": None, "slides_file": None}
    if talk.starts_at and talk.ends_at:
        told |= {"day": talk.begins.date().isoformat(), "begins": talk.begins.time()}
        told |= {"minutes": round((talk.ends_at - talk.starts_at).total_seconds() / 60)}
    else:
        told |= {"begins": None, "minutes": 20}
    return told
