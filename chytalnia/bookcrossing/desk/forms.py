"""What staff fill in."""

from __future__ import annotations

from itertools import count
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chytalnia.bookcrossing.errors import CrossingError
from chytalnia.bookcrossing.forms import RegisterForm
from chytalnia.bookcrossing.models import Challenge, ChallengeKind, Shelf, Traveller
from chytalnia.bookcrossing.numbers import parse
from chytalnia.bookcrossing.papers import size_choices
from chytalnia.bookcrossing.queries import by_number
from chytalnia.catalogue.models import WithdrawalReason
from chytalnia.media.errors import RefusedFile
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.readers import queries as readers

#: Reasons for which a sound book may be given away.
_REASONS = [
    (one.value, one.label)
    for one in (WithdrawalReason.SURPLUS, WithdrawalReason.NOT_OF_PROFILE, WithdrawalReason.OBSOLETE)
]
_DATE = forms.DateInput({"type": "date"})


class LookForm(forms.Form):
    q = forms.CharField(
        label=_("Number, title or author"), max_length=100, required=False, widget=forms.TextInput({"data-scan": ""})
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", "—"), *((s.code, s.label) for s in Traveller.machine.stages.values())],
    )
    silent = forms.BooleanField(label=_("only silent for half a year"), required=False)


class _InUnits(forms.Form):
    """A form with a library in which the person may do `action`."""

    action = "bookcrossing.register"
    unit: Any = forms.ModelChoiceField(label=_("Library"), queryset=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = rules.units_where(user, self.action)
        self.initial.setdefault("unit", field.queryset.places().first())


class DeskRegisterForm(_InUnits, RegisterForm):
    card = forms.CharField(
        label=_("Card of the reader or class who gives it"), max_length=40, required=False,
        help_text=_("Empty: the library itself sets it free."),
    )  # fmt: skip
    field_order = [
        "unit",
        "isbn",
        "title",
        "author",
        "card",
        "owner_nick",
        "number",
        "condition",
        "age_mark",
        "external_bcid",
    ]

    def clean_card(self) -> Any:
        number = self.cleaned_data["card"].strip()
        reader = readers.by_card(number) if number else None
        if number and reader is None:
            raise forms.ValidationError(_("Nobody has this card."))
        return reader


class BookForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    author = forms.CharField(label=_("Author"), max_length=200, required=False)
    owner_nick = forms.CharField(label=_("Name for the page"), max_length=60, required=False)
    condition = RegisterForm.base_fields["condition"]
    age_mark = RegisterForm.base_fields["age_mark"]
    external_bcid = RegisterForm.base_fields["external_bcid"]


class LabelsForm(_InUnits):
    count = forms.IntegerField(label=_("How many labels"), min_value=1, max_value=1000, initial=24)
    size = forms.ChoiceField(label=_("Sticker"), choices=[])
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    outlines = forms.BooleanField(label=_("draw the edges, for plain paper"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size: Any = self.fields["size"]
        size.choices = size_choices()
        self.initial.setdefault("languages", [settings.LANGUAGE_CODE])


class SetFreeForm(_InUnits):
    action = "stock.write_off"
    reason = forms.ChoiceField(label=_("Reason of the write-off"), choices=_REASONS)
    numbers = forms.CharField(
        label=_("Barcodes or inventory numbers, one a line"),
        widget=forms.Textarea({"rows": 6, "data-scan": ""}),
        max_length=20_000,
    )


class TakeInForm(_InUnits):
    action = "stock.accept_receipt"


class ShelfForm(forms.ModelForm):
    picture = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"})
    )

    class Meta:
        model = Shelf
        fields = [
            "name", "code", "unit", "partner", "settlement", "address", "hours", "keeper", "age_mark", "capacity", "latitude",
            "longitude", "about", "is_open",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = rules.units_where(user, "bookcrossing.keep_shelves")
        self.fields["code"].required = False
        if self.instance.pk:
            self.fields["code"].disabled = True
        else:
            self.fields["code"].help_text = _(
                "Latin letters and digits; it never changes. Empty: it is made by itself."
            )
            self.initial["unit"] = unit.queryset.places().first()

    def clean_picture(self) -> Any:
        from chytalnia.bookcrossing import pictures

        upload = self.cleaned_data["picture"]
        if upload is None:
            return None
        try:
            return pictures.small(upload)
        except (CrossingError, RefusedFile) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("code") and data.get("unit"):
            data["code"] = _free_code(data["unit"])
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A place has both latitude and longitude."))
        return data


def _free_code(unit: Unit) -> str:
    base = unit.code[:30]
    taken = set(Shelf.objects.filter(code__startswith=f"{base}-").values_list("code", flat=True))
    return next(code for n in count(1) if (code := f"{base}-{n}") not in taken)


class GameForm(forms.ModelForm):
    hidden = forms.CharField(
        label=_("Hidden books: number, a space, the clue; one a line"), required=False, widget=forms.Textarea({"rows": 6}),
        help_text=_("Only for a hunt."), max_length=20_000,
    )  # fmt: skip

    class Meta:
        model = Challenge
        fields = ["kind", "unit", "name", "about", "first", "last", "goal"]
        widgets = {"first": _DATE, "last": _DATE}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = rules.units_where(user, "bookcrossing.run_games")
        if not self.instance.pk:
            self.initial["unit"] = unit.queryset.order_by("path").first()
            self.initial["kind"] = ChallengeKind.RELEASE
        else:
            self.initial["hidden"] = "\n".join(
                f"{clue.traveller.written} {clue.text}" for clue in self.instance.clues.select_related("traveller")
            )

    def clean_hidden(self) -> list[tuple[Traveller, str]]:
        found: dict[int, tuple[Traveller, str]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["hidden"].splitlines())):
            number, _space, clue = line.partition(" ")
            try:
                book = by_number(parse(number))
            except CrossingError:
                book = None
            if book is None:
                raise forms.ValidationError(_("No book has the number %(number)s."), params={"number": number})
            found[book.pk] = (book, clue.strip()[:300])
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The last day is before the first."))
        if data.get("kind") == ChallengeKind.HUNT and not data.get("hidden") and "hidden" not in self.errors:
            self.add_error("hidden", _("A hunt needs hidden books."))
        return data
