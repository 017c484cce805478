"""What readers' requests may say."""

from __future__ import annotations

from typing import Any

from django import forms

#: Ids in one address: what a reader's list or a page of results may hold.
MOST_IDS = 500


class NumbersField(forms.CharField):
    """Positive numbers separated by commas, each once, in their order; anything else in between is passed over."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        text = super().to_python(value) or ""
        found = dict.fromkeys(
            int(piece) for piece in text.split(",") if piece.isascii() and piece.isdigit() and len(piece) < 16
        )
        return list(found)[:MOST_IDS]


class ReaderPlaceForm(forms.Form):
    """Where the reader is, or which library is theirs."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    unit = forms.SlugField(required=False, max_length=40)


class SelectionForm(forms.Form):
    """Which records a file or a printed list is made of: records by number, works by number, or what a search finds."""

    ids = NumbersField(required=False, max_length=10_000)
    works = NumbersField(required=False, max_length=10_000)
    q = forms.CharField(required=False, max_length=400)
    dialect = forms.ChoiceField(required=False, choices=[(d, d) for d in ("marc21", "unimarc", "rusmarc")])
    limit = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    @property
    def asked(self) -> dict[str, Any]:
        """What was understood of the request; a field that makes no sense is as if it were not there."""
        self.is_valid()
        return dict(self.cleaned_data)


class ListChangeForm(forms.Form):
    """A book put on the reader's list, taken off it, or the list emptied."""

    work = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    act = forms.ChoiceField(choices=[(act, act) for act in ("add", "remove", "clear")])


class CorrectionForm(forms.Form):
    """What a reader says is wrong in letters that were turned back by tables."""

    proposed = forms.CharField(max_length=500, required=False)
    comment = forms.CharField(max_length=1000, required=False, widget=forms.Textarea)
    # A field that people do not see and programs fill in.
    website = forms.CharField(required=False, max_length=200)
