"""Forms that readers fill in themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.people.models import ConsentKind, Reader, ReaderKind
from chytalnia.people.readers import parents, queries
from chytalnia.people.readers.forms.fields import BirthField

CHANNELS = (ConsentKind.EMAIL, ConsentKind.SMS, ConsentKind.MESSENGER)


class LibraryChoice(forms.ModelChoiceField):
    """Libraries with their towns: every town has its central library."""

    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, (str(obj), str(obj.settlement))))


class JoinForm(forms.Form):
    """As little as a card needs; the document is shown at the first visit."""

    surname = forms.CharField(
        label=_("Surname"), max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "additional-name"}),
    )
    birth_date = BirthField()
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("A phone or an e-mail is needed, so that the library can answer you."),
    )  # fmt: skip
    unit = LibraryChoice(
        Unit.objects.none(), label=_("Where you will take the card"), empty_label=_("Choose a library")
    )
    adult = forms.CharField(
        label=_("For a child: your own name"), max_length=300, required=False,
        help_text=_("A parent or guardian writes here who they are, and comes along with a document."),
    )  # fmt: skip
    to_rules = forms.BooleanField(label=_("I agree to the rules of use"))
    to_data = forms.BooleanField(label=_("I agree that my data are kept"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(Unit.objects.places())
        with unit_settings.remembered():
            unit_settings.remember_all(places)
            opened = [unit.pk for unit in places if unit_settings.setting(unit, "people.preregistration")]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=opened)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("phone") or found.get("email")):
            self.add_error("phone", _t("Leave a phone or an e-mail, so that the library can answer you."))
        unit, born = found.get("unit"), found.get("birth_date")
        if unit and born and not found.get("adult", "").strip():
            child = Reader(kind=ReaderKind.PERSON, home_unit=unit, birth_date=born)
            if queries.is_child(child):
                self.add_error("adult", _t("A child is registered by a parent or guardian: write your name here."))
        return found


class OpenForm(forms.Form):
    """What opens an account from home: the card, the day of birth, and a code of the desk or a known address."""

    number = forms.CharField(
        label=_("Number of the card"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = BirthField()
    code = forms.CharField(
        label=_("Code from the library"), max_length=20, required=False,
        help_text=_("Eight figures that a librarian gave you."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Or the e-mail that the library knows"), required=False,
        help_text=_("A letter will come with the way to a password."), widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("code") or found.get("email")):
            raise forms.ValidationError(_t("Write the code, or the e-mail that the library knows."))
        return found


class WishesForm(forms.ModelForm):
    """How the library may write, in what language, and what it may remember."""

    channels = forms.MultipleChoiceField(
        label=_("How the library may write to me"), required=False,
        choices=[(kind.value, kind.label) for kind in CHANNELS], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Reader
        fields = ["phone", "email", "language", "interests", "keep_history", "shows_parents"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of letters"), choices=[("", _("as the library")), *settings.LANGUAGES], required=False
        )
        given = queries.consents(self.instance).filter(withdrawn_at=None, kind__in=CHANNELS)
        self.initial["channels"] = list(given.values_list("kind", flat=True))
        if not parents.is_of_age(self.instance):
            del self.fields["shows_parents"]
        self.order_fields(["phone", "email", "channels", "language", "interests", "keep_history"])
