"""Forms of the desk: floors and pieces in metres, rooms, bookings."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from chytalnia.core.forms import DayField, TranslatedFormField, TranslatedTextarea
from chytalnia.journal.kinds import DocumentKind
from chytalnia.network.models import Unit, Zone
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.readers import queries as readers
from chytalnia.spaces import geometry, matching
from chytalnia.spaces.models import Approval, Equipment, Furniture, Piece, PieceKind, Plan, Space

from .own import moment

_DAY = {"type": "date"}
_HOUR = {"type": "time", "step": "900"}


class Metres(forms.DecimalField):
    """Metres with two places after the comma; centimetres come out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=6, decimal_places=2, **kwargs)
        self.widget.attrs |= {"step": "0.05", "inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        metres = super().clean(value)
        return None if metres is None else round(metres * 100)


def in_metres(centimetres: int) -> Decimal:
    return (Decimal(centimetres) / 100).quantize(Decimal("0.01"))


class PlanForm(forms.Form):
    floor = forms.CharField(label=_("Floor"), max_length=10, help_text=_("As zones name it: 1, 2, -1."))
    width = Metres(label=_("Width, m"), min_value=1, max_value=200)
    depth = Metres(label=_("Depth, m"), min_value=1, max_value=200)
    name = TranslatedFormField(label=_("Name, if it has one"), required=False)
    is_public = forms.BooleanField(label=_("Shown to readers"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(plan: Plan) -> dict[str, Any]:
        return {
            "floor": plan.floor, "width": in_metres(plan.width), "depth": in_metres(plan.depth), "name": plan.name,
            "is_public": plan.is_public, "version": plan.version,
        }  # fmt: skip


class PieceForm(forms.Form):
    """A piece by plain fields: all that mouse and keys do can be typed."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PieceKind.choices)
    label = forms.CharField(
        label=_("Label"), max_length=40, required=False, help_text=_("What is written on it: “4”, “A–D”.")
    )
    x = Metres(label=_("From the left, m"), min_value=0)
    y = Metres(label=_("From the top, m"), min_value=0)
    w = Metres(label=_("Width, m"), min_value=Decimal("0.05"))
    h = Metres(label=_("Depth, m"), min_value=Decimal("0.05"))
    zone: Any = forms.ModelChoiceField(queryset=None, label=_("Zone"), required=False)
    furniture = forms.ChoiceField(label=_("Furniture"), choices=[("", "–"), *Furniture.choices], required=False)
    note = TranslatedFormField(
        label=_("What stands here, in words"), required=False, help_text=_("As readers look for it: Ukrainian poetry.")
    )
    classes = forms.CharField(
        label=_("Classes"), max_length=300, required=False,
        help_text=_("Beginnings of class numbers, by commas; a span with a stroke: 82, 94(477), 50/59."),
    )  # fmt: skip
    first_mark = forms.CharField(label=_("First shelf mark"), max_length=120, required=False)
    last_mark = forms.CharField(label=_("Last shelf mark"), max_length=120, required=False)
    document_kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of documents"), choices=DocumentKind.choices, required=False,
        widget=forms.SelectMultiple({"size": 5}),
    )  # fmt: skip
    corners = forms.CharField(
        label=_("Corners, if it is no rectangle"), required=False, max_length=1000,
        help_text=_("Metres from the left and from the top, by commas: 0 0, 4 0, 4 2.5."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["zone"].queryset = Zone.objects.filter(unit=plan.unit_id).order_by("sort_order", "code")

    #: What every piece has, and what only a shelf.
    FIRST = ("kind", "label", "x", "y", "w", "h", "zone", "furniture")
    SHELF = ("note", "classes", "first_mark", "last_mark", "document_kinds", "corners")

    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    def shelf_fields(self) -> list[Any]:
        return [self[name] for name in self.SHELF]

    def clean_classes(self) -> str:
        text = str(self.cleaned_data["classes"])
        try:
            matching.read_classes(text)
        except ValueError:
            raise forms.ValidationError(_t("The classes could not be read: 82, 94(477), 50/59.")) from None
        return text

    def clean_corners(self) -> list[list[int]]:
        try:
            return geometry.read_corners(self.cleaned_data["corners"])
        except ValueError:
            raise forms.ValidationError(_t("The corners could not be read: 0 0, 4 0, 4 2.5.")) from None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kind") == PieceKind.ZONE and not told.get("zone"):
            self.add_error("zone", _t("Say which zone of the library it is."))
        if told.get("kind") == PieceKind.FURNITURE and not told.get("furniture"):
            self.add_error("furniture", _t("Say which piece of furniture it is."))
        return told

    def asked(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told.pop("version", None)
        told["points"] = told.pop("corners")
        if told["kind"] != PieceKind.FURNITURE:
            told["furniture"] = ""
        return told

    @staticmethod
    def initial_of(piece: Piece) -> dict[str, Any]:
        told = {name: getattr(piece, name) for name in ("kind", "label", "zone", "furniture", "note", "classes",
                                                        "first_mark", "last_mark", "document_kinds")}  # fmt: skip
        told |= {name: in_metres(getattr(piece, name)) for name in ("x", "y", "w", "h")}
        return told | {"corners": geometry.written_corners(piece.points), "version": piece.plan.version}


class PlaceForm(forms.Form):
    """Where a piece was dragged or pushed to; centimetres."""

    x = forms.IntegerField(min_value=0, max_value=20_000)
    y = forms.IntegerField(min_value=0, max_value=20_000)
    w = forms.IntegerField(min_value=5, max_value=20_000)
    h = forms.IntegerField(min_value=5, max_value=20_000)
    version = forms.IntegerField()


class SpaceForm(forms.Form):
    unit: Any = forms.ModelChoiceField(queryset=None, label=_("Library"))
    name = TranslatedFormField(label=pgettext_lazy("a thing", "Name"))
    zone: Any = forms.ModelChoiceField(
        queryset=None,
        label=_("Zone"),
        required=False,
        help_text=_("Events that are planned in this zone hold the room."),
    )
    seats = forms.IntegerField(label=_("People at most"), min_value=1, max_value=2000)
    area = forms.DecimalField(
        label=_("Area, m²"), min_value=1, max_value=9999, max_digits=6, decimal_places=1, required=False
    )
    norm = forms.DecimalField(
        label=_("Norm, m² for one person"), min_value=Decimal("0.3"), max_value=99, max_digits=4, decimal_places=1,
        required=False, help_text=_("Left empty, the norm of the library holds."),
    )  # fmt: skip
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"), choices=Equipment.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    about = TranslatedFormField(label=_("What it is good for"), required=False, widget=TranslatedTextarea)
    rules = TranslatedFormField(label=_("What to keep to"), required=False)
    readers_may = forms.BooleanField(label=_("People with an account may book"), required=False, initial=True)
    approval = forms.ChoiceField(label=_("How it is booked"), choices=Approval.choices)
    most_minutes = forms.IntegerField(label=_("Minutes at most"), min_value=15, max_value=1440, initial=120)
    ahead_days = forms.IntegerField(label=_("Days ahead at most"), min_value=1, max_value=400, initial=30)
    needs_check_in = forms.BooleanField(
        label=_("Given to others when nobody comes"), required=False, initial=True,
        help_text=_("Who comes says so by the code at the door."),
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("In use"), required=False, initial=True)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        mine = rules.units_where(user, "spaces.set_up").places()
        fields["unit"].queryset = mine
        fields["zone"].queryset = Zone.objects.filter(unit__in=mine).select_related("unit")
        fields["zone"].label_from_instance = lambda zone: f"{zone.unit} – {zone}"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("zone") and told.get("unit") and told["zone"].unit_id != told["unit"].pk:
            self.add_error("zone", _t("This zone belongs to another library."))
        told["order"] = told.get("order") or 0
        return told


class BookingForm(forms.Form):
    """A booking as the desk writes it down; weekly when it says until which day."""

    day = DayField(label=_("Day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    begins = forms.TimeField(label=pgettext_lazy("a time", "From"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    persons = forms.IntegerField(label=_("How many people"), min_value=1, initial=1)
    name = forms.CharField(label=_("Who"), max_length=150, required=False)
    card = forms.CharField(
        label=_("Reader's card"), max_length=40, required=False, help_text=_("Then it stands in the reader's account.")
    )
    purpose = forms.CharField(label=_("What for"), max_length=120, required=False)
    until = DayField(label=_("Every week until"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    without = forms.CharField(
        label=_("But not on"), required=False, max_length=500, help_text=_("Days by commas: 24.12.2026, 31.12.2026.")
    )
    outside_hours = forms.BooleanField(label=_("Also when the library is closed"), required=False)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space

    def clean_card(self) -> Any:
        number = self.cleaned_data["card"].strip()
        if not number:
            return None
        found = readers.by_card(number)
        if found is None:
            raise forms.ValidationError(_t("No reader has this card."))
        return found

    def clean_without(self) -> set[date]:
        return read_days(self.cleaned_data["without"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("begins") and told.get("ends") and told["ends"] <= told["begins"]:
            self.add_error("ends", _t("It ends before it begins."))
        if told.get("until") and told.get("day") and told["until"] < told["day"]:
            self.add_error("until", _t("The last day is before the first."))
        if not (told.get("name") or told.get("card") or told.get("purpose")):
            self.add_error("name", _t("Say who it is for, or what for."))
        return told

    @property
    def is_weekly(self) -> bool:
        return bool(self.cleaned_data.get("until"))

    def once(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "starts_at": moment(self.space, told["day"], told["begins"]),
            "ends_at": moment(self.space, told["day"], told["ends"]), **self._common(),
        }  # fmt: skip

    def weekly(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "first_day": told["day"], "last_day": told["until"], "begins": told["begins"], "ends": told["ends"],
            "without": told["without"], **self._common(),
        }  # fmt: skip

    def _common(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "persons": told["persons"], "name": told["name"], "reader": told["card"], "purpose": told["purpose"],
            "outside_hours": told["outside_hours"],
        }  # fmt: skip


class MoveBookingForm(forms.Form):
    space: Any = forms.ModelChoiceField(queryset=None, label=_("Room"))
    day = DayField(label=_("Day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    begins = forms.TimeField(label=pgettext_lazy("a time", "From"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(_HOUR, format="%H:%M"))
    outside_hours = forms.BooleanField(label=_("Also when the library is closed"), required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["space"].queryset = Space.objects.open().filter(unit=unit)

    def asked(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "space": told["space"], "starts_at": moment(told["space"], told["day"], told["begins"]),
            "ends_at": moment(told["space"], told["day"], told["ends"]), "outside_hours": told["outside_hours"],
        }  # fmt: skip


def read_days(text: str) -> set[date]:
    """«24.12.2026, 2026-12-31» as days."""
    found = set()
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            continue
        for form in ("%d.%m.%Y", "%Y-%m-%d"):
            try:
                found.add(datetime.strptime(part.strip(), form).date())  # noqa: DTZ007 - a day has no zone
                break
            except ValueError:
                continue
        else:
            raise forms.ValidationError(_t("These days could not be read: 24.12.2026, 31.12.2026."))
    return found


def norm_warning(space: Space, persons: int) -> str:
    """What the norm says about so many people, or nothing."""
    fits = space.by_norm(Decimal(str(setting(space.unit, "spaces.norm"))))
    if fits is None or persons <= fits:
        return ""
    return ngettext(
        "By the norm the room has space for %(n)d person.", "By the norm the room has space for %(n)d people.", fits
    ) % {"n": fits}


def quarter_after(at: time) -> time:
    minutes = min(at.hour * 60 + at.minute + 60, 23 * 60 + 45)
    return time(minutes // 60, minutes % 60)


def asked_time(text: str) -> time | None:
    """An hour named in an address; anything odd is none."""
    try:
        return parse_time(text)
    except ValueError:
        return None
