"""Forms of stock accounting: a check, an act, a lot, numbers read by a scanner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chytalnia.catalogue.desk.item_forms import CURRENCIES, UnitChoice, ZoneChoice, day_input
from chytalnia.catalogue.models import AcquisitionSource, WithdrawalReason
from chytalnia.network.models import Unit, Zone
from chytalnia.people.rules import units_where
from chytalnia.stock.models import Funding
from chytalnia.stock.models.act import Fate
from chytalnia.stock.models.check import CheckReason


class PeopleField(forms.CharField):
    """People by lines, the first of them the chair; a list of texts."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Commission"))
        kwargs.setdefault("help_text", _("One person a line: name, post. The first one chairs."))
        super().__init__(required=False, max_length=2000, **kwargs)

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        """Lengths are those of the text as it was typed."""
        super().run_validators("\n".join(value))


class _Own(forms.Form):
    """A form that offers only libraries, and zones of libraries, where the person may do its action."""

    def __init__(self, *args: Any, user: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(user, action)
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.queryset = units
            elif isinstance(field, ZoneChoice):
                field.queryset = (
                    Zone.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
                )


class CheckForm(_Own):
    unit = UnitChoice(Unit.objects.none(), label=_("Library"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("the whole library"))
    shelf_from = forms.CharField(label=_("Shelf marks from"), required=False, max_length=120)
    shelf_to = forms.CharField(
        label=_("to"),
        required=False,
        max_length=120,
        help_text=_("With all that begins with it: «84» takes in «84.5»."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=CheckReason.choices)
    basis = forms.CharField(label=_("Order or other ground"), required=False, max_length=200)
    commission = PeopleField()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        zone, unit = found.get("zone"), found.get("unit")
        if zone and unit and zone.unit_id != unit.pk:
            self.add_error("zone", _t("This zone is in another library."))
        if unit and not unit.is_place:
            self.add_error("unit", _t("Books stand in libraries: choose one, not a system of them."))
        return found


class ActForm(_Own):
    unit = UnitChoice(
        Unit.objects.none(), label=_("Library"), help_text=_("The act takes copies of this library and all under it.")
    )
    on = forms.DateField(label=_("Date of the act"), widget=day_input(), initial=timezone.localdate)
    reason = forms.ChoiceField(label=_("Reason"), choices=WithdrawalReason.choices)
    fate = forms.ChoiceField(label=_("What becomes of them"), choices=Fate.choices)
    coefficient = forms.DecimalField(
        label=_("Coefficient of value"), min_value=Decimal(0), max_digits=8, decimal_places=3, initial=Decimal(1)
    )
    basis = forms.CharField(label=_("Order or other ground"), required=False, max_length=200)
    commission = PeopleField(
        help_text=_("One person a line: name, post. The first one chairs; without three people an act is not approved.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class LotForm(_Own):
    unit = UnitChoice(Unit.objects.none(), label=_("Taken in at"))
    on = forms.DateField(label=_("Date of entry"), widget=day_input(), initial=timezone.localdate)
    source = forms.ChoiceField(label=_("Source of receipt"), choices=AcquisitionSource.choices, initial="trade")
    supplier = forms.CharField(label=_("From whom"), required=False, max_length=200)
    document = forms.CharField(
        label=_("Accompanying document"), required=False, max_length=80,
        help_text=_("Its kind and number. Empty for a gift without papers: then print an act of receipt."),
    )  # fmt: skip
    document_on = forms.DateField(label=_("Date of the document"), required=False, widget=day_input())
    funding = forms.ChoiceField(label=_("Paid from"), choices=Funding.choices, initial="local")
    declared_copies = forms.IntegerField(label=_("Copies by the document"), required=False, min_value=0)
    declared = forms.DecimalField(
        label=_("Sum by the document"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    commission = PeopleField()
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def values(self) -> dict[str, Any]:
        asked = dict(self.cleaned_data)
        declared = asked.pop("declared")
        return {**asked, "declared_minor": None if declared is None else int(declared * 100)}


class LotCopiesForm(_Own):
    """New copies of a record in a lot: what the lot says itself is not asked again."""

    count = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=500, initial=1)
    unit = UnitChoice(Unit.objects.none(), label=_("Library"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False)
    price = forms.DecimalField(label=_("Price"), required=False, min_value=Decimal(0), max_digits=12, decimal_places=2)
    without_number = forms.BooleanField(label=_("without inventory numbers: on summary account only"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        zone, unit = found.get("zone"), found.get("unit")
        if zone and unit and zone.unit_id != unit.pk:
            self.add_error("zone", _t("This zone is in another library."))
        return found

    def values(self) -> dict[str, Any]:
        asked = self.cleaned_data
        given: dict[str, Any] = {
            "count": asked["count"], "unit": asked["unit"], "zone": asked["zone"], "numbered": not asked["without_number"],
        }  # fmt: skip
        if asked["price"] is not None:
            given["price_minor"] = int(asked["price"] * 100)
        return given


class CodesForm(forms.Form):
    codes = forms.CharField(
        label=pgettext_lazy("of copies", "Numbers"), max_length=400_000, widget=forms.Textarea(attrs={"rows": 4, "data-scan": ""}),
        help_text=_("Scan or paste barcodes or inventory numbers, one a line."),
    )  # fmt: skip

    def lines(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data["codes"].splitlines() if line.strip()))


class ScanForm(forms.Form):
    """A number read on a phone, perhaps a while ago, when there was no line. Times are milliseconds since 1970."""

    number = forms.CharField(max_length=60)
    at = forms.IntegerField(required=False, min_value=0, max_value=99_999_999_999_999)


class RangeForm(forms.Form):
    first = forms.CharField(label=_("Numbers from"), required=False, max_length=40)
    last = forms.CharField(label=_("to"), required=False, max_length=40)


class BehindForm(forms.Form):
    """Which number of the summary book was opened."""

    part = forms.ChoiceField(choices=[(code, code) for code in ("1", "2", "start", "end")])
    line = forms.CharField(required=False, max_length=80)
    column = forms.CharField(required=False, max_length=40)
    quarter = forms.IntegerField(required=False, min_value=1, max_value=4)


def first_of(units: Any) -> Unit | None:
    """The library that a form begins with: the first that is a place, else the first."""
    rows = list(units[:200])
    return next((unit for unit in rows if unit.is_place), rows[0] if rows else None)
