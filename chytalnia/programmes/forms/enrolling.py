"""The form by which people enrol, made of what this event asks for."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.programmes.models import EnrolmentKind, Occasion, Part, Question, QuestionKind

MOST_IN_A_GROUP = 60
#: A person, without an account: no more is asked than it takes to reach them.
WHO = pgettext_lazy("who enrols", "Who comes")


#: How a librarian is asked about somebody else.
_AT_DESK = {
    "part": _("How they come"), "name": pgettext_lazy("a person", "Name"),
    "needs": _("What would help them to take part"),
}  # fmt: skip


class EnrolForm(forms.Form):
    """Fields come and go with the event: online or not, groups or not, an account or not, the organiser's questions. At the desk
    it speaks of the person who calls or stands there, and a card tells the rest."""

    card = forms.CharField(
        label=_("Card of the reader"), max_length=40, required=False, help_text=_("Empty for who has none."),
        widget=forms.TextInput({"data-scan": "", "autocomplete": "off"}),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    part = forms.ChoiceField(label=_("How you come"), choices=Part.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=WHO, choices=EnrolmentKind.choices, initial=EnrolmentKind.PERSON, widget=forms.RadioSelect
    )
    group_name = forms.CharField(
        label=_("School and class, or name of the group"), max_length=200, required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    seats = forms.IntegerField(
        label=_("How many people come"), min_value=1, initial=1, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    children = forms.IntegerField(
        label=_("Of them children"),
        min_value=0,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The ticket and news about changes come here."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    needs = forms.CharField(
        label=_("What would help you to take part"), max_length=300, required=False,
        help_text=_("A ramp, a place near the front, sign language …"),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_("I agree that the library keeps my name and how to reach me until the event is over and counted")
    )

    def __init__(
        self, *args: Any, occasion: Occasion, reader: Reader | None = None, at_desk: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.occasion, self.reader, self.at_desk = occasion, reader, at_desk
        self.fields["key"].initial = uuid.uuid4()
        parts = [each.part for each in occasion.seats.all()]
        if len(parts) < 2:
            del self.fields["part"]
            self.only_part = parts[0] if parts else Part.ONSITE
        else:
            self.only_part = ""
            self.fields["part"].initial = Part.ONSITE
        if not occasion.groups_welcome and not at_desk:
            del self.fields["kind"], self.fields["group_name"]
        elif "children" in self.fields:
            self.fields["children"].help_text = _("Of a class left empty: all but one, who brings them.")
        if occasion.audience in ("adults", "youth"):
            del self.fields["children"]
        most = MOST_IN_A_GROUP if occasion.groups_welcome or at_desk else occasion.most_seats
        if most == 1:
            del self.fields["seats"]
        else:
            seats: Any = self.fields["seats"]
            seats.max_value = most
            seats.widget.attrs["max"] = most
        if reader is not None:
            del self.fields["name"], self.fields["agree"]
            self.fields["email"].initial, self.fields["phone"].initial = reader.email, reader.phone
        if at_desk:
            self._speak_to_librarian()
        else:
            del self.fields["card"]
        for question in occasion.questions.all():
            self.fields[f"q{question.pk}"] = field_of(question)

    def _speak_to_librarian(self) -> None:
        del self.fields["agree"]
        self.fields["name"].required = False
        for name, label in _AT_DESK.items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["email"].help_text = _("The ticket and news about changes go there.")
        for field in self.fields.values():
            # The browser would offer the librarian's own name and phone.
            if "autocomplete" in field.widget.attrs:
                field.widget.attrs["autocomplete"] = "off"

    def clean_card(self) -> str:
        number: str = self.cleaned_data["card"].strip()
        if number:
            self.reader = readers.by_card(number)
            if self.reader is None:
                raise forms.ValidationError(_t("No reader has this card."))
        return number

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.reader is None and not self.at_desk and not told.get("email") and not told.get("phone"):
            self.add_error("email", _t("Leave an e-mail address or a phone, so that we can tell you of a change."))
        if self.at_desk and not told.get("name") and not told.get("card") and "card" not in self.errors:
            self.add_error("name", _t("Write the name, or scan the card."))
        if told.get("kind") in (EnrolmentKind.GROUP, EnrolmentKind.CLASS) and not told.get("group_name"):
            self.add_error("group_name", _t("Write the school and the class, or the name of the group."))
        if (told.get("children") or 0) > (told.get("seats") or 1):
            self.add_error("children", _t("There are more children than people."))
        return told

    def asked(self) -> dict[str, Any]:
        """What the service wants."""
        told = self.cleaned_data
        answers = {
            str(question.pk): told[f"q{question.pk}"]
            for question in self.occasion.questions.all()
            if told.get(f"q{question.pk}") not in (None, "")
        }
        seats, children = told.get("seats") or 1, told.get("children")
        if children is None and "children" in self.fields and told.get("kind") == EnrolmentKind.CLASS:
            children = seats - 1
        # Letters go in the reader's language or that of the library, whatever the librarian reads the desk in.
        language = "" if self.at_desk else get_language() or ""
        kind = told.get("kind") or (EnrolmentKind.FAMILY if (told.get("seats") or 1) > 1 else EnrolmentKind.PERSON)
        return {
            "part": told.get("part") or self.only_part, "kind": kind, "seats": seats, "children": children or 0,
            "name": told.get("name", ""), "group_name": told.get("group_name", ""),
            "email": told.get("email", ""), "phone": told.get("phone", ""), "needs": told.get("needs", ""),
            "answers": answers, "key": told.get("key"), "language": language,
            "reader": self.reader,
        }  # fmt: skip


def field_of(question: Question) -> forms.Field:
    """A question of the organiser as a field."""
    shown: dict[str, Any] = {"label": str(question.text), "required": question.required}
    if question.kind == QuestionKind.CHOICE:
        options = [(option, option) for option in question.options]
        return forms.ChoiceField(choices=[("", "–"), *options], **shown)
    if question.kind == QuestionKind.YES:
        return forms.BooleanField(**shown)
    if question.kind == QuestionKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=100_000, **shown)
    return forms.CharField(max_length=500, **shown)
