"""The libraries of the demonstration network, from `data/units.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network import services
from chytalnia.network.models import Service, Specialisation, StaffMember, Unit

from . import facades

DATA = Path(__file__).parent / "data"
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_TEXTS = ("short_name", "honour_name", "summary", "state_note", "settlement", "address", "directions", "history")
_PLAIN = (
    "type", "state", "number", "is_model", "is_rural", "in_culture_centre", "postal_code", "katottg", "founded_year",
    "population", "working_share",
)  # fmt: skip


def described() -> dict[str, Any]:
    return tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))


@transaction.atomic
def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    """Open every library of the file, with its card, hours, zones, people and unusual days near today."""
    told = described()
    for order, row in enumerate(told["specialisations"]):
        Specialisation.objects.get_or_create(
            code=row["code"], defaults={**row, "name": Translated(row["name"]), "order": order}
        )
    for order, row in enumerate(told["services"]):
        Service.objects.get_or_create(
            code=row["code"], defaults={**row, "name": Translated(row["name"]), "order": order}
        )
    for number, row in enumerate(told["units"], 1):
        _open(row, told["zones"])
        progress(number, len(told["units"]))
    _unusual_days()


def _open(row: dict[str, Any], zones: dict[str, Any]) -> None:
    card: dict[str, Any] = {name: Translated(row[name]) for name in _TEXTS if name in row}
    card |= {name: row[name] for name in _PLAIN if name in row}
    if "working_share" in card:
        card["working_share"] = Decimal(card["working_share"])
    if point := row.get("point"):
        card["latitude"], card["longitude"] = (Decimal(str(part)).quantize(Decimal("0.000001")) for part in point)
    if seats := row.get("seats"):
        card["seats"], card["seats_pc"], card["seats_net"] = seats
    if area := row.get("area"):
        card["area_total"], card["area_stock"], card["area_users"] = (Decimal(str(part)) for part in area)
        card["area_own"] = card["area_total"]
    for name, value in row.get("access", {}).items():
        card[f"access_{name}"] = Translated(value) if name == "note" else value
    parent = Unit.objects.get(code=row["parent"]) if "parent" in row else None
    unit = services.create_unit(
        code=row["code"], kind=row["kind"], name=Translated(row["name"]), parent=parent,
        specialisations=row.get("specialisations", ()), services=row.get("services", ()), **card,
    )  # fmt: skip
    for key, value in row.get("settings", {}).items():
        services.set_setting(unit=unit, key=key, value=value)
    if hours := row.get("hours"):
        services.set_hours(unit=unit, weekly=weekly(hours))
    if sanitary := row.get("sanitary"):
        services.set_sanitary_days(unit=unit, rules=[(week, day) for week, day in sanitary])
    _contacts(unit, row)
    for order, (name, post) in enumerate(row.get("staff", ())):
        StaffMember.objects.create(
            unit=unit, sort_order=order, is_head=order == 0, name=_spoken(row, name), post=_spoken(row, post)
        )  # fmt: skip
    for order, text in enumerate(row.get("zones", ())):
        _zone(unit, text, order, zones)
    if unit.is_place:
        language, name = next(iter(row["name"].items()))
        facades.hang(unit, name, language)


def _spoken(row: dict[str, Any], text: str) -> Translated:
    """A text in the language of the library itself: the first its name is told in."""
    return Translated({next(iter(row["name"])): text})


def weekly(text: str) -> dict[int, list[tuple[str, str]]]:
    """«tue-fri 10:00-14:00 15:00-19:00; sat 10:00-17:00» as the services take it."""
    week: dict[int, list[tuple[str, str]]] = {}
    for part in text.split(";"):
        days, *spans = part.split()
        first, _, last = days.partition("-")
        for day in range(_DAYS[first], _DAYS[last or first] + 1):
            week[day] = [(span.split("-")[0], span.split("-")[1]) for span in spans]
    return week


def _contacts(unit: Unit, row: dict[str, Any]) -> None:
    if phone := row.get("phone"):
        services.add_contact(unit=unit, kind="phone", value=phone)
        services.add_contact(unit=unit, kind="email", value=f"{row['code']}@library.example")
    if row["kind"] == "library" or row.get("is_model"):
        services.add_contact(
            unit=unit, kind="social", value=f"https://social.example/{re.sub('[^a-z0-9]', '', row['code'])}"
        )  # fmt: skip


def _zone(unit: Unit, text: str, order: int, zones: dict[str, Any]) -> None:
    kind, seats, floor = text.split(":")
    told = zones[kind]
    services.add_zone(
        unit=unit, code=kind.replace("_", "-"), kind=kind, name=Translated(told["name"]),
        shelves=Translated(told.get("shelves", {})), noise=told["noise"], is_bookable=told.get("bookable", False),
        seats=int(seats) or None, floor=floor, is_open_to_readers=kind != "storage", is_accessible=floor == "1",
        sort_order=order,
    )  # fmt: skip


def _unusual_days() -> None:
    """Public holidays of each region, and what is not as usual in some libraries in the days to come."""
    today = timezone.localdate()
    for row in described()["units"]:
        for day, reason in row.get("holidays", ()):
            month, number = map(int, day.split("-"))
            coming = date(today.year, month, number)
            coming = coming if coming >= today else date(today.year + 1, month, number)
            services.add_exception(
                unit=Unit.objects.get(code=row["code"]), first=coming, reason=_spoken(row, reason)
            )  # fmt: skip
    for row in described()["unusual"]:
        services.add_exception(
            unit=Unit.objects.get(code=row["unit"]),
            first=today + timedelta(days=row["ahead"]),
            intervals=[(opens, closes) for opens, closes in row.get("hours", ())],
            reason=Translated(row["reason"]),
        )
