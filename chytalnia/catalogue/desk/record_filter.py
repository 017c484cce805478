"""The filters above the list of records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import Item, Record
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules

from . import reach
from .worksheet import LANGUAGES

KINDS = (
    ("book", _("book")), ("serial", _("journal")), ("newspaper", _("newspaper")), ("article", _("article")),
    ("electronic", _("electronic")), ("sound", _("sound")), ("video", _("video")), ("music", _("printed music")), ("map", _("map")),
    ("picture", _("picture")), ("manuscript", _("manuscript")), ("object", _("object")),
)  # fmt: skip
_ANY = ("", _("any"))


class RecordFilter(forms.Form):
    q = forms.CharField(label=_("Title, author, ISBN, number"), max_length=300, required=False)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Library"), queryset=None, required=False, empty_label=_("all of mine")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[_ANY, *KINDS], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[_ANY, *LANGUAGES], required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1400, max_value=2100, required=False)
    state = forms.ChoiceField(
        label=_("Shown"), required=False,
        choices=[("", _("in the catalogue")), ("hidden", _("hidden from readers")), ("removed", _("taken out"))],
    )  # fmt: skip
    bare = forms.BooleanField(label=_("without copies"), required=False)
    mine = forms.BooleanField(label=_("changed by me"), required=False)
    derived = forms.BooleanField(label=_("script to confirm"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        owned = Exists(Record.objects.filter(owner=OuterRef("pk")))
        self.fields["unit"].queryset = rules.units_where(user, reach.VIEW).filter(owned)  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].replace("\x00", "").split())

    def narrow(self, found: QuerySet[Record]) -> QuerySet[Record]:
        """The records that answer to the filters."""
        asked = self.cleaned_data
        if asked["state"] == "removed":
            found = found.exclude(deleted_at=None)
        else:
            found = found.filter(deleted_at=None, merged_into=None)
            if asked["state"] == "hidden":
                found = found.filter(visible=False)
        if asked["unit"]:
            found = found.filter(under([asked["unit"].path], "owner__path"))
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        if code := asked["language"]:
            found = found.filter(
                Q(languages=code) | Q(languages__startswith=f"{code} ") | Q(languages__contains=f" {code}")
            )
        if asked["year"]:
            found = found.filter(year=asked["year"])
        if asked["bare"]:
            found = found.filter(~Exists(Item.objects.in_stock().filter(record=OuterRef("pk"))))
        if asked["mine"]:
            found = found.filter(changed_by=self.user)
        if asked["derived"]:
            found = found.filter(derived_script=True)
        return found
