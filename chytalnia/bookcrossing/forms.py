"""What people fill in: a find, a release, a registration, a follow. Nothing personal is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.network.models import Unit

from .errors import CrossingError
from .models import Condition, Shelf
from .models.shelf import AgeMark
from .numbers import parse
from .places import rounded

MOST_PHOTO = 15 << 20
_NOT_YOU = _("If you like; not your real name.")


class _Unseen:
    """Filled in by the phone: its owner can neither see nor mend what stands there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)  # type: ignore[misc]
        except forms.ValidationError:
            return None


class _UnseenFloat(_Unseen, forms.FloatField):
    pass


class _UnseenInteger(_Unseen, forms.IntegerField):
    pass


class SaidForm(forms.Form):
    """Words, photo and place; what is unreadable in hidden fields is left out rather than held against a person."""

    nick = forms.CharField(label=_("How shall we call you?"), max_length=60, required=False, help_text=_NOT_YOU)
    text = forms.CharField(
        label=_("A line about the book or the find"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    place = forms.CharField(
        label=_("Where? In words"), max_length=200, required=False,
        help_text=_("A park, a café, a town. Never your home."),
    )  # fmt: skip
    lat = _UnseenFloat(required=False, widget=forms.HiddenInput)
    lon = _UnseenFloat(required=False, widget=forms.HiddenInput)
    photo = forms.FileField(
        label=_("Photo"), required=False, help_text=_("Of the book and the place, without faces."),
        # Named one by one, so that a phone which takes HEIC sends a JPEG.
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    rating = forms.TypedChoiceField(
        label=_("Stars for the book"), required=False, coerce=int, empty_value=None,
        choices=[("", _("no stars")), *((n, "★" * n) for n in range(1, 6))],
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail, to hear where it goes"), required=False, help_text=_("It is shown to nobody."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    #: Filled in by programs alone.
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo is not None and photo.size > MOST_PHOTO:
            raise forms.ValidationError(_("The photo is larger than 15 MB."))
        return photo

    @property
    def is_a_trap(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class FindForm(SaidForm):
    """`key` makes the find once; `sent` is the clock of the phone in milliseconds, when the find was made without a line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    sent = _UnseenInteger(required=False, widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        said = super().said()
        sent = said.pop("sent", None)
        try:
            said["at"] = datetime.fromtimestamp(sent / 1000, UTC) if sent else None
        except (OverflowError, ValueError, OSError):
            said["at"] = None
        return said


class ReleaseForm(FindForm):
    shelf: Any = forms.ModelChoiceField(label=_("Shelf"), queryset=None, required=False, empty_label=_("in the wild"))

    field_order = ["shelf", "place", "text", "nick", "photo", "rating", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelf: Any = self.fields["shelf"]
        shelf.queryset = Shelf.objects.filter(is_open=True).order_by("code")
        self.fields["text"].label = _("What the finder should know")
        del self.fields["rating"], self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not data.get("shelf")
            and not data.get("place")
            and rounded(data.get("lat"), data.get("lon")) is None
            and not self.errors
        ):
            self.add_error("place", _("Choose a shelf, say the place in words or take it from the phone."))
        return data


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Number on the label"), max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-read": "number"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        try:
            return parse(self.cleaned_data["number"])
        except CrossingError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RegisterForm(forms.Form):
    """By ISBN or by title; a book of the catalogue comes with its `work`."""

    work = forms.IntegerField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number on a printed label"), max_length=40, required=False,
        help_text=_("Leave empty to get a new number."), widget=forms.TextInput({"autocomplete": "off", "data-read": "number"}),
    )  # fmt: skip
    isbn = forms.CharField(
        label="ISBN", max_length=40, required=False, help_text=_("The rest is found by it."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-read": "isbn"}),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    owner_nick = forms.CharField(label=_("Name for the page"), max_length=60, required=False, help_text=_NOT_YOU)
    condition = forms.ChoiceField(label=_("Condition"), choices=Condition.choices, required=False)
    age_mark = forms.ChoiceField(label=_("Age"), choices=AgeMark.choices, required=False)
    external_bcid = forms.RegexField(
        r"^\d{3}-\d{7,8}$", label=_("Number at bookcrossing.com, if it has one"), required=False,
        widget=forms.TextInput({"placeholder": "123-4567890", "autocomplete": "off"}),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def clean_number(self) -> str:
        text = self.cleaned_data["number"]
        try:
            return parse(text) if text.strip() else ""
        except CrossingError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and not data.get("isbn") and not data.get("work") and not self.errors:
            self.add_error("title", _("Name the book: its title is enough."))
        return data


class FollowForm(forms.Form):
    target = forms.ChoiceField(choices=[("traveller", ""), ("shelf", ""), ("unit", "")], widget=forms.HiddenInput)
    pk = forms.IntegerField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label=pgettext_lazy("to follow", "E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))


class RoadForm(forms.Form):
    """Which books on the road are looked at; anything odd narrows nothing."""

    q = forms.CharField(label=_("Title or author"), max_length=100, required=False)
    unit: Any = forms.ModelChoiceField(
        label=_("Library or region"),
        queryset=Unit.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("everywhere"),
    )


class WindowForm(forms.Form):
    """A window of a map, which runs round the Earth several times when it is dragged that far."""

    south = forms.FloatField(min_value=-90, max_value=90)
    west = forms.FloatField(min_value=-3600, max_value=3600)
    north = forms.FloatField(min_value=-90, max_value=90)
    east = forms.FloatField(min_value=-3600, max_value=3600)
    zoom = forms.IntegerField(min_value=0, max_value=20)
