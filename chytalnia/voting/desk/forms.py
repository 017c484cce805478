"""What staff fill in: the decree, the commission, candidates, materials, sheets, counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.forms import TranslatedFormField, TranslatedTextarea
from chytalnia.network.models import PLACES, Unit
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.people.models import AgeBand
from chytalnia.voting.models import Candidate, Election, Material, Post

MOST_MEMBERS = 7


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), **more
    )


class ElectionForm(forms.ModelForm):
    title = TranslatedFormField(label=_("Title"))
    purpose = TranslatedFormField(label=_("Goal"), required=False, widget=TranslatedTextarea)
    nomination_until = _moment(_("Nomination until"))
    silence_from = _moment(_("Silence from"))
    opens_at = _moment(_("Polls open"))
    closes_at = _moment(_("Polls close"))
    roll_on = forms.DateField(
        label=_("Registered by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Readers registered in that year, up to this day."),
    )  # fmt: skip

    class Meta:
        model = Election
        fields = [
            "unit", "title", "purpose", "decree", "nomination_until", "silence_from", "opens_at", "closes_at", "roll_kind",
            "roll_on", "age_from", "age_to", "online", "may_change", "quorum_percent", "tie",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = rules.units_where(user, "voting.run")
        if self.instance.pk is None and not self.initial.get("unit"):
            self.initial["unit"] = unit.queryset.first()


class SecondRoundForm(forms.Form):
    silence_from = _moment(_("Silence from"))
    opens_at = _moment(_("Polls open"))
    closes_at = _moment(_("Polls close"))


class CommissionForm(forms.Form):
    """Up to seven members, a row each, and the libraries where one can vote."""

    stations: Any = forms.ModelMultipleChoiceField(
        label=_("Polling stations"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        members = list(election.members.all())
        initial: dict[str, Any] = {"stations": list(election.stations.values_list("unit_id", flat=True))}
        for n, member in enumerate(members):
            initial |= {f"name_{n}": member.name, f"post_{n}": member.post, f"user_{n}": member.user_id}
        super().__init__(*args, **{**kwargs, "initial": initial})
        stations: Any = self.fields["stations"]
        stations.queryset = Unit.objects.filter(under([election.unit.path]), kind__in=PLACES).order_by("path")
        staff = (
            get_user_model()._default_manager.filter(
                under([election.unit.path[:4]], "role_grants__unit__path"), is_active=True
            ).distinct().order_by("last_name", "username")
        )  # fmt: skip
        accounts = [("", "—"), *((user.pk, user.get_full_name() or user.get_username()) for user in staff[:500])]
        for n in range(MOST_MEMBERS):
            self.fields[f"name_{n}"] = forms.CharField(label=_("Name"), max_length=150, required=False)
            self.fields[f"post_{n}"] = forms.ChoiceField(
                label=_("Post"), choices=Post.choices, required=False,
                initial=Post.CHAIR if n == 0 else Post.SECRETARY if n == 1 else Post.MEMBER,
            )  # fmt: skip
            self.fields[f"user_{n}"] = forms.TypedChoiceField(
                label=_("Account"), choices=accounts, required=False, coerce=int, empty_value=None
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"name_{n}"], self[f"post_{n}"], self[f"user_{n}"]) for n in range(MOST_MEMBERS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [data[f"name_{n}"].strip() for n in range(MOST_MEMBERS) if data.get(f"name_{n}", "").strip()]
        chairs = [n for n in range(MOST_MEMBERS) if data.get(f"name_{n}") and data.get(f"post_{n}") == Post.CHAIR]
        if len(names) != len(set(names)):
            raise forms.ValidationError(_("A member stands in the commission twice."))
        if len(chairs) > 1:
            raise forms.ValidationError(_("A commission has one chair."))
        return data

    def members(self) -> list[tuple[str, str, Any]]:
        users = get_user_model()._default_manager.in_bulk(
            [pk for n in range(MOST_MEMBERS) if (pk := self.cleaned_data.get(f"user_{n}"))]
        )
        data = self.cleaned_data
        return [
            (data[f"name_{n}"].strip(), data[f"post_{n}"] or Post.MEMBER, users.get(data[f"user_{n}"]))
            for n in range(MOST_MEMBERS) if data.get(f"name_{n}", "").strip()
        ]  # fmt: skip


class CandidateForm(forms.ModelForm):
    hero = TranslatedFormField(label=_("Hero"))
    slogan = TranslatedFormField(label=_("Slogan"), required=False)
    programme = TranslatedFormField(label=_("Programme"), required=False, widget=TranslatedTextarea)
    picture = forms.FileField(
        label=_("Portrait"), required=False,
        help_text=_("A drawing by a reader, a photo of who plays the hero. Without one a portrait is drawn."),
        widget=forms.ClearableFileInput({"accept": "image/*"}),
    )  # fmt: skip

    class Meta:
        model = Candidate
        fields = ["hero", "slogan", "programme", "agent", "played_by"]


class MaterialForm(forms.ModelForm):
    candidate: Any = forms.ModelChoiceField(
        label=_("Candidate"), queryset=None, required=False, empty_label=_("the whole election")
    )
    title = TranslatedFormField(label=_("Title"))
    text = TranslatedFormField(label=_("Text"), required=False, widget=TranslatedTextarea)
    at = _moment(_("Held at"), required=False)
    link = forms.URLField(label=_("Address on the net"), required=False, assume_scheme="https")
    file = forms.FileField(label=_("Picture"), required=False)

    class Meta:
        model = Material
        fields = ["kind", "candidate", "title", "text", "author", "at", "place", "link"]

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidate: Any = self.fields["candidate"]
        candidate.queryset = election.candidates.filter(stage__in=["proposed", "registered"])


class SheetForm(forms.Form):
    unit: Any = forms.ModelChoiceField(label=_("Library"), queryset=None)
    name = forms.CharField(label=_("Class or group"), max_length=120)
    teacher = forms.CharField(label=_("Teacher"), max_length=150)
    size = forms.IntegerField(label=_("Codes"), min_value=1, max_value=200, initial=30)
    band = forms.ChoiceField(label=_("Age"), choices=[("", _("not said")), *AgeBand.choices], required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(under([election.unit.path]), kind__in=PLACES)


class CountForm(forms.Form):
    """What one person counted: the box first, then candidate by candidate."""

    found = forms.IntegerField(label=_("Ballots in the box"), min_value=0, max_value=100_000)
    invalid = forms.IntegerField(label=_("Invalid"), min_value=0, max_value=100_000, initial=0)
    unused = forms.IntegerField(label=_("Unused"), min_value=0, max_value=100_000)

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [candidate.number for candidate in candidates]
        for candidate in candidates:
            self.fields[f"votes_{candidate.number}"] = forms.IntegerField(
                label=f"№ {candidate.number} {candidate.hero}", min_value=0, max_value=100_000
            )

    def votes(self) -> dict[int, int]:
        return {number: self.cleaned_data[f"votes_{number}"] for number in self.numbers if number is not None}


class CardForm(forms.Form):
    card = forms.CharField(
        label=pgettext_lazy("of a reader", "Card number"), max_length=40,
        widget=forms.TextInput({"data-scan": "", "autocomplete": "off"}),
    )  # fmt: skip
