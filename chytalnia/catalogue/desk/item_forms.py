"""Forms of the items' screens: filters, new copies, an edit, what to do with many."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from chytalnia.catalogue.models import AcquisitionSource, Item, ItemStatus, WithdrawalReason
from chytalnia.network.models import Unit, Zone
from chytalnia.network.settings import setting
from chytalnia.people.rules import units_where

#: In which money a library of the country buys.
CURRENCY_OF = {"UA": "UAH", "KZ": "KZT", "RU": "RUB"}
CURRENCIES = [("UAH", "UAH"), ("KZT", "KZT"), ("RUB", "RUB"), ("EUR", "EUR"), ("USD", "USD")]
#: States that a person may choose by hand; loans, reservations and journeys are set by lending itself.
CHOSEN_STATES = [
    choice for choice in ItemStatus.choices if choice[0] not in {"withdrawn", "on_loan", "on_hold", "in_transit"}
]
#: Copies received at once: a school set is a few hundred, and a slip of the finger is more.
MOST_COPIES = 500


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitChoice(forms.ModelChoiceField):
    """Units in the order of the tree, each a step in from the one above it."""

    def label_from_instance(self, obj: Any) -> str:
        return "\N{EM SPACE}" * (obj.depth - 1) + str(obj)


class ZoneChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit}: {obj}"


class _OfUnits(forms.Form):
    """A form that offers only units, and zones of units, where the person may do its action."""

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

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        zone, unit = found.get("zone"), found.get("unit")
        if zone and unit and zone.unit_id != unit.pk and not isinstance(self, ItemFilter):
            self.add_error("zone", _t("This zone is in another library."))
        return found


class ItemFilter(_OfUnits):
    q = forms.CharField(
        label=_("Find a copy"), required=False, max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": _("barcode, inventory number, ISBN, words"), "data-scan": "", "autocomplete": "off"}
        ),
    )  # fmt: skip
    unit = UnitChoice(Unit.objects.none(), label=_("Library"), required=False, empty_label=_("all"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("all"))
    status = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *ItemStatus.choices], required=False)
    shelf_from = forms.CharField(label=_("Shelf marks from"), required=False, max_length=120)
    shelf_to = forms.CharField(label=_("to"), required=False, max_length=120)
    acquired_from = forms.DateField(label=_("Received from"), required=False, widget=day_input())
    acquired_to = forms.DateField(label=_("until"), required=False, widget=day_input())
    source = forms.ChoiceField(label=_("Source"), choices=[("", _("all")), *AcquisitionSource.choices], required=False)
    lot = forms.CharField(label=_("Number in the summary book"), required=False, max_length=40)
    price_from = forms.DecimalField(label=_("Price from"), required=False, min_value=Decimal(0), max_digits=12)
    price_to = forms.DecimalField(label=_("to"), required=False, min_value=Decimal(0), max_digits=12)
    no_barcode = forms.BooleanField(label=_("without a barcode"), required=False)
    no_price = forms.BooleanField(label=_("without a price"), required=False)
    withdrawn = forms.BooleanField(label=_("withdrawn too"), required=False)
    record = forms.IntegerField(required=False, max_value=2**53, widget=forms.HiddenInput)
    job = forms.IntegerField(required=False, max_value=2**53, widget=forms.HiddenInput)


def currency_of(unit: Unit) -> str:
    """In which money the library buys."""
    return CURRENCY_OF.get(setting(unit, "network.country"), "UAH")


class _Money(forms.Form):
    price = forms.DecimalField(label=_("Price"), required=False, min_value=Decimal(0), max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False)

    def money(self) -> dict[str, Any]:
        price = self.cleaned_data.get("price")
        if price is None:
            return {}
        return {"price_minor": int(price * 100), "currency": self.cleaned_data.get("currency") or "UAH"}


class CopiesForm(_Money, _OfUnits):
    """New copies of a record."""

    count = forms.IntegerField(label=_("How many copies"), min_value=1, max_value=MOST_COPIES, initial=1)
    unit = UnitChoice(Unit.objects.none(), label=_("Library"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("without a zone"))
    source = forms.ChoiceField(label=_("Source"), choices=AcquisitionSource.choices, initial="trade")
    acquired_on = forms.DateField(label=_("Received on"), widget=day_input())
    accession_lot = forms.CharField(label=_("Number in the summary book"), required=False, max_length=40)
    document = forms.CharField(label=_("Accompanying document"), required=False, max_length=120)
    class_number = forms.CharField(label=_("Class"), required=False, max_length=80)
    author_mark = forms.CharField(label=_("Author mark"), required=False, max_length=20)
    numbers = forms.CharField(
        label=_("Inventory numbers"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. What is not given is taken from the library's own sequence."),
    )  # fmt: skip
    barcodes = forms.CharField(
        label=_("Barcodes"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Scan them one after another, or leave it to the sequence."),
    )  # fmt: skip

    field_order = ["count", "unit", "zone", "source", "acquired_on", "price", "currency", "accession_lot", "document"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for name in ("numbers", "barcodes"):
            lines = [line.strip() for line in found.get(name, "").splitlines() if line.strip()]
            if len(lines) > found.get("count", 0):
                self.add_error(name, _t("There are more numbers than copies."))
            if len(set(lines)) < len(lines):
                self.add_error(name, _t("One number stands here twice."))
            if any(len(line) > 40 for line in lines):
                self.add_error(name, _t("A number has at most 40 signs."))
            found[name] = lines
        return found

    def values(self) -> dict[str, Any]:
        names = ("zone", "source", "acquired_on", "accession_lot", "document")
        given = {name: self.cleaned_data[name] for name in names}
        return {
            **given,
            **{n: self.cleaned_data[n] for n in ("class_number", "author_mark") if self.cleaned_data[n]},
            **self.money(),
        }


class ItemForm(_Money, _OfUnits):
    """Everything of one copy that a person may change; place, state and withdrawal have their own buttons."""

    inventory_number = forms.CharField(label=_("Inventory number"), required=False, max_length=40)
    barcode = forms.CharField(label=_("Barcode"), required=False, max_length=40)
    class_number = forms.CharField(label=_("Class"), required=False, max_length=80)
    author_mark = forms.CharField(label=_("Author mark"), required=False, max_length=20)
    shelf_mark = forms.CharField(label=_("Shelf mark"), required=False, max_length=120)
    part = forms.CharField(label=_("Part"), required=False, max_length=80)
    source = forms.ChoiceField(label=_("Source"), choices=AcquisitionSource.choices)
    acquired_on = forms.DateField(label=_("Received on"), required=False, widget=day_input())
    accession_lot = forms.CharField(label=_("Number in the summary book"), required=False, max_length=40)
    document = forms.CharField(label=_("Accompanying document"), required=False, max_length=120)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = [
        "inventory_number",
        "barcode",
        "class_number",
        "author_mark",
        "shelf_mark",
        "part",
        "price",
        "currency",
    ]

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        names = [name for name in ItemForm.base_fields if name not in ("price", "currency")]
        return {
            **{name: getattr(item, name) for name in names},
            "price": item.price, "currency": item.currency or currency_of(item.unit),
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        names = [name for name in self.fields if name not in ("price", "currency")]
        money = self.money() or {"price_minor": None, "currency": ""}
        return {**{name: self.cleaned_data[name] for name in names}, **money}


class MoveForm(_OfUnits):
    unit = UnitChoice(Unit.objects.none(), label=_("To the library"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("without a zone"))

    def values(self) -> dict[str, Any]:
        return {"unit": self.cleaned_data["unit"], "zone": self.cleaned_data["zone"]}


class StatusForm(_OfUnits):
    status = forms.ChoiceField(label=_("New state"), choices=CHOSEN_STATES)

    def values(self) -> dict[str, Any]:
        return {"status": self.cleaned_data["status"]}


class WithdrawForm(_OfUnits):
    reason = forms.ChoiceField(label=_("Reason"), choices=WithdrawalReason.choices)
    act = forms.CharField(label=_("Number of the act"), max_length=60)
    on = forms.DateField(label=_("Date of the act"), widget=day_input(), initial=timezone.localdate)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SetForm(_Money, _OfUnits):
    """Fields of many copies at once: what is left empty stays as it is."""

    source = forms.ChoiceField(
        label=_("Source"), choices=[("", _("as it is")), *AcquisitionSource.choices], required=False
    )
    acquired_on = forms.DateField(label=_("Received on"), required=False, widget=day_input())
    accession_lot = forms.CharField(label=_("Number in the summary book"), required=False, max_length=40)
    document = forms.CharField(label=_("Accompanying document"), required=False, max_length=120)
    shelf_mark = forms.CharField(label=_("Shelf mark"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not any(found.get(n) not in (None, "") for n in self.fields if n != "currency"):
            raise forms.ValidationError(_t("Fill in at least one field."))
        return found

    def values(self) -> dict[str, Any]:
        names = ("source", "acquired_on", "accession_lot", "document", "shelf_mark")
        return {**{n: self.cleaned_data[n] for n in names if self.cleaned_data[n]}, **self.money()}


#: What can be done with many items: form and label. Labels and lists have pages of their own.
ACTIONS: dict[str, tuple[type[_OfUnits], Any]] = {
    "move": (MoveForm, _("Move to another library or zone")),
    "status": (StatusForm, _("Change the state")),
    "edit": (SetForm, _("Set price, source, date")),
    "withdraw": (WithdrawForm, _("Withdraw by an act")),
}


class ShelfForm(_OfUnits):
    unit = UnitChoice(Unit.objects.none(), label=_("Library"))
    zone = ZoneChoice(Zone.objects.none(), label=_("Zone"), required=False, empty_label=_("the whole library"))
    codes = forms.CharField(
        label=_("Numbers as they stand"), widget=forms.Textarea(attrs={"rows": 8, "data-scan": ""}), max_length=400_000,
        help_text=_("Scan the copies from left to right; one number a line."),
    )  # fmt: skip
