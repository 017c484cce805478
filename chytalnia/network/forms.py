"""What a reader may ask of the list of libraries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LibraryFilter(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    open = forms.BooleanField(label=_("Open now"), required=False)
    good_at = forms.SlugField(required=False)
    place = forms.CharField(required=False, max_length=120)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    @property
    def asked(self) -> dict:
        """What was asked for that makes sense; a wrong value is none, for addresses are typed and cut by hand."""
        self.is_valid()
        return self.cleaned_data

    @property
    def here(self) -> tuple[float, float] | None:
        lat, lon = self.asked.get("lat"), self.asked.get("lon")
        return None if lat is None or lon is None else (lat, lon)
