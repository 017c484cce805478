"""What readers fill in: taking part, a line of the log, the word of a part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.people.models import Reader
from chytalnia.wire.isbn import normal_isbn

from . import saying
from .models import Campaign, Kind, Line, Member
from .services.diary import MOST

DAY = {"type": "date"}


class JoinForm(forms.Form):
    """Of the reader, or of a child of the reader's."""

    whose = forms.ChoiceField(label=_("Who takes part"), widget=forms.RadioSelect)
    member: Any = forms.ModelChoiceField(
        label=_("With which library"), queryset=None, help_text=_("What you read counts for it.")
    )
    nick = forms.CharField(
        label=_("Nick"), max_length=40, help_text=_("Everybody sees it instead of a name. Not your surname, please.")
    )
    counts_loans = forms.BooleanField(
        label=_("count the books I borrow from now on"), required=False,
        help_text=_("Each book borrowed with the card writes itself down once. You can switch it off at any time."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, reader: Reader, children: list[Reader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        whose = [("me", _t("I myself"))]
        if reader.household_id and reader.household and reader.household.members.active().count() > 1:
            whose.append(("family", _t("our family as one team: %(family)s") % {"family": reader.household}))
        whose += [(f"child-{child.pk}", child.name or str(child)) for child in children]
        fields["whose"].choices, fields["whose"].initial = whose, "me"
        if len(whose) == 1:
            fields["whose"].widget = forms.HiddenInput()
        members = Member.objects.filter(campaign=campaign, state="joined").select_related("unit").order_by("unit__path")
        fields["member"].queryset = members
        near = members.filter(unit=reader.home_unit).first()
        fields["member"].initial = near or (members.first() if members.count() == 1 else None)
        if not campaign.counts_loans:
            del fields["counts_loans"]


class LineForm(forms.Form):
    """A line of the log. `key` makes it one, however often a phone sends it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.IntegerField(
        min_value=1, max_value=MOST, widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"})
    )
    day = forms.DateField(label=_("On which day"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    book = forms.CharField(
        label=_("Which book"), max_length=300, required=False, help_text=_("The title, or the ISBN from the back of the cover."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    work = forms.IntegerField(required=False, widget=forms.HiddenInput)
    whole = forms.BooleanField(label=_("read to the end"), required=False)
    review = forms.CharField(
        label=_("A few words about it"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    who = forms.CharField(label=_("Who of you has read"), max_length=40, required=False)

    def __init__(
        self, *args: Any, campaign: Campaign, kind: str = Kind.PERSON, line: Line | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["amount"].label = saying.how_much(campaign)
        here = min(timezone.localdate(), campaign.last_day)
        fields["day"].initial = here
        fields["day"].widget.attrs |= {"min": campaign.first_day.isoformat(), "max": here.isoformat()}
        if campaign.score == "books":
            del fields["whole"]
            fields["amount"].initial = 1
        if campaign.review_least:
            fields["review"].required = True
            fields["review"].help_text = _t("At least %(n)d signs, by the rules.") % {"n": campaign.review_least}
        if kind == Kind.PERSON:
            del fields["who"]
        if line is not None:
            del fields["key"]

    def told(self) -> dict[str, Any]:
        """As the service takes it; the box of the book holds a title or a number."""
        found = self.cleaned_data
        number = normal_isbn(found["book"])
        return {
            "isbn": found["book"] if number else "", "title": "" if number else found["book"], "author": found["author"],
        }  # fmt: skip


class WordForm(forms.Form):
    word = forms.CharField(max_length=60, required=False)


class NickForm(forms.Form):
    nick = forms.CharField(label=_("Nick"), max_length=40)
