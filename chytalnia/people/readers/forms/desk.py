"""Forms of the desk about readers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.core.forms import TranslatedFormField, TranslatedTextarea
from chytalnia.network.models import PLACES, Unit
from chytalnia.network.settings import setting
from chytalnia.people.models import Card, ConsentKind, HouseholdRole, Reader, ReaderKind, ReaderState, SocialCategory
from chytalnia.people.readers import names, queries
from chytalnia.people.readers.forms.fields import BirthField, CardField
from chytalnia.people.readers.services.registering import document_hash
from chytalnia.people.rules import units_where

DOCUMENTS = [
    ("passport", _("passport")),
    ("id", _("identity card")),
    ("birth", _("birth certificate")),
    ("student", _("certificate of study")),
    ("other", _("another document")),
]
#: Without these nobody is registered at the desk.
NEEDED = (ConsentKind.RULES, ConsentKind.DATA)


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Find a reader"), required=False, max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": _("card, name, phone or date of birth"), "data-scan": "", "autocomplete": "off"}
        ),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Library"), required=False, empty_label=_("All"))
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("active")), ("waiting", _("registered from home")), ("due", _("not re-registered this year")),
                 ("blocked", _("blocked")), ("children", _("children without a surety")),
                 ("closed", pgettext_lazy("a reader", "closed"))],
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(user, "people.view_reader").filter(kind__in=PLACES)  # type: ignore[attr-defined]


class ReaderForm(forms.ModelForm):
    """A person's data. The first row is enough to lend a book; the rest is asked when there is time."""

    birth_date = BirthField()
    social = forms.MultipleChoiceField(
        label=_("Social categories"), choices=SocialCategory.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    document_kind = forms.ChoiceField(label=_("Document"), choices=DOCUMENTS, required=False)
    document_number = forms.CharField(
        label=_("Its number"), required=False, max_length=40,
        help_text=_("Kept only as a code that tells nothing and finds the same person again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Reader
        fields = [
            "surname", "name", "patronymic", "birth_date", "phone", "email", "sex", "settlement", "address", "is_rural",
            "education", "occupation", "study_place", "study_group", "language", "interests", "social", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    FIRST = ("surname", "name", "patronymic", "birth_date", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["surname"].required = self.fields["name"].required = True
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of letters"), choices=[("", _("as the library")), *settings.LANGUAGES], required=False
        )
        for name, kind in (("phone", "tel"), ("email", "email")):
            self.fields[name].widget.attrs |= {"inputmode": kind}
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_social(self) -> list[str]:
        return list(self.cleaned_data["social"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("social") and not self._consents_to_social(found):
            self.add_error("social", _t("Without the reader's consent to it, the social category is not kept."))
        return found

    def _consents_to_social(self, found: dict[str, Any]) -> bool:
        return self.instance.pk is not None and queries.consented(self.instance, ConsentKind.SOCIAL)

    def document(self) -> tuple[str, str] | None:
        number = self.cleaned_data.get("document_number")
        return (self.cleaned_data["document_kind"] or "other", number) if number else None

    def data_of_reader(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class RegisterForm(ReaderForm):
    """A new reader: data, card, consents, and for a child who answers for them."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Library"), empty_label=None)
    card = forms.CharField(
        label=_("Number of the card"), required=False, max_length=40,
        help_text=_("Scan a printed card, or leave it empty for a new number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    consents = forms.MultipleChoiceField(
        label=_("The reader agrees to"), choices=ConsentKind.choices, widget=forms.CheckboxSelectMultiple,
        initial=NEEDED,
    )  # fmt: skip
    surety = CardField(label=_("Card of a parent or guardian"), required=False)
    surety_name = forms.CharField(label=_("Or name of the grown-up"), required=False, max_length=300)
    surety_phone = forms.CharField(label=_("Phone of the grown-up"), required=False, max_length=40)
    surety_document = forms.CharField(label=_("Number of their document"), required=False, max_length=40)
    family = CardField(label=_("Card of a relative"), required=False)
    family_role = forms.ChoiceField(
        label=_("In the family"), required=False, choices=[("", "–"), *HouseholdRole.choices]
    )
    apart = forms.BooleanField(label=_("This is another person"), required=False)

    def __init__(self, *args: Any, user: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = units_where(user, "people.register_reader").filter(kind__in=PLACES)
        self.fields["unit"].queryset = places  # type: ignore[attr-defined]
        self.fields["unit"].initial = unit if unit is not None and unit in places else places.first()
        self.fields["apart"].widget = forms.HiddenInput()

    def clean_card(self) -> str:
        number = names.clean_number(self.cleaned_data["card"])
        if number and Card.objects.filter(number=number).exists():
            raise forms.ValidationError(_("This card belongs to another reader."))
        if len(number) > 20:
            raise forms.ValidationError(_("A card's number has at most 20 characters."))
        return number

    def clean_consents(self) -> list[str]:
        given = self.cleaned_data["consents"]
        if missing := [str(kind.label) for kind in NEEDED if kind not in given]:
            raise forms.ValidationError(
                _("Nobody is registered without agreeing to: %(kinds)s."), params={"kinds": ", ".join(missing)}
            )
        return list(given)

    def _consents_to_social(self, found: dict[str, Any]) -> bool:
        return ConsentKind.SOCIAL in found.get("consents", ())

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        unit, born = found.get("unit"), found.get("birth_date")
        if unit and born and not self.errors:
            self.is_child = queries.is_child(Reader(kind=ReaderKind.PERSON, home_unit=unit, birth_date=born))
            if self.is_child and not (found.get("surety") or found.get("surety_name", "").strip()):
                self.add_error(
                    "surety_name",
                    _t("A reader younger than %(age)s needs the written word of a grown-up.")
                    % {"age": setting(unit, "people.child_age")},
                )
            if found.get("surety") and queries.is_child(found["surety"]):
                self.add_error("surety", _t("A child cannot answer for a child."))
        if found.get("family") and not found.get("family_role"):
            self.add_error("family_role", _t("Say who the reader is in the family."))
        return found

    def twins(self) -> list[Reader]:
        """Readers who may be this person, unless the librarian has said that it is another."""
        found = self.cleaned_data
        if found.get("apart"):
            return []
        document = self.document()
        return queries.duplicates(
            surname=found.get("surname", ""), name=found.get("name", ""), birth_date=found.get("birth_date"),
            phone=found.get("phone", ""), document_hash=document_hash(*document) if document else "",
            but=self.instance.pk,
        )  # fmt: skip


class GroupForm(forms.Form):
    """A class, an institution, a brigade: borrows as one, through the person who answers for it."""

    title = forms.CharField(label=_("Name of the group"), max_length=250)
    responsible = CardField(label=_("Card of the responsible person"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Library"), empty_label=None)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    note = forms.CharField(label=_("Note of the librarian"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = units_where(user, "people.register_reader").filter(kind__in=PLACES)
        self.fields["unit"].queryset = places  # type: ignore[attr-defined]
        self.fields["unit"].initial = unit if unit is not None and unit in places else places.first()

    def clean_responsible(self) -> Reader:
        reader: Reader = self.cleaned_data["responsible"]
        if reader.is_collective or queries.is_child(reader):
            raise forms.ValidationError(_("A grown-up has to answer for a group."))
        return reader


class RenewForm(forms.ModelForm):
    """What is asked at the first visit of a year: only what tends to change."""

    class Meta:
        model = Reader
        fields = ["surname", "phone", "email", "settlement", "address", "occupation", "study_place", "study_group"]


class NewCardForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the new card"), required=False, max_length=40,
        help_text=_("Scan a printed card, or leave it empty for a new number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("What became of the old one"),
        choices=[("lost", _("lost")), ("worn", _("worn out")), ("stolen", _("stolen")), ("renamed", _("the name changed"))],
    )  # fmt: skip


class BlockForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
    until = forms.DateField(
        label=_("Until"), required=False, help_text=_("Without a day, until somebody lifts it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return until


class FamilyForm(forms.Form):
    family = CardField(label=_("Card of a relative"))
    role = forms.ChoiceField(label=_("Who the reader is"), choices=HouseholdRole.choices)


class SuretyForm(forms.Form):
    surety = CardField(label=_("Card of a parent or guardian"), required=False)
    name = forms.CharField(label=_("Or name of the grown-up"), required=False, max_length=300)
    phone = forms.CharField(label=_("Phone of the grown-up"), required=False, max_length=40)
    document = forms.CharField(label=_("Number of their document"), required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("surety") or found.get("name")):
            raise forms.ValidationError(_("Scan a card or write a name."))
        if found.get("surety") and queries.is_child(found["surety"]):
            self.add_error("surety", _t("A child cannot answer for a child."))
        return found


class PairForm(forms.Form):
    """Two records of one person, each by its card or number."""

    first = forms.CharField(label=_("First reader"), max_length=40)
    second = forms.CharField(label=_("Second reader"), max_length=40)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name in ("first", "second"):
            if name in found:
                reader = self._named(found[name])
                if reader is None:
                    self.add_error(name, _t("No reader has this card."))
                found[name] = reader
        if found.get("first") is not None and found.get("first") == found.get("second"):
            raise forms.ValidationError(_("This is one and the same record."))
        return found

    def _named(self, text: str) -> Reader | None:
        if text.startswith("#") and text[1:].isdecimal():
            return Reader.objects.exclude(state=ReaderState.MERGED).filter(pk=int(text[1:])).first()
        card = queries.card(text)
        return None if card is None else queries.lead(card.reader)


class ConsentTextForm(forms.Form):
    text = TranslatedFormField(label=_("Text"), widget=TranslatedTextarea)
