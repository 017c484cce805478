"""What an answer can be narrowed by, as groups of boxes and as chips that take a condition away."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.catalogue import presenting
from chytalnia.catalogue.finding import WORK, Asked, Found
from chytalnia.network import memory
from chytalnia.network.models import PLACES, Unit, UnitState
from chytalnia.search.queries import FacetValue

#: Values shown in a group; those already ticked are shown beyond it.
SHOWN = 12
BARS = 24


def groups(found: Found, units: dict[str, Unit]) -> list[dict[str, Any]]:
    """The groups with something to choose, in the order of the sketch: where, language, year, kind, author, subject, age."""
    if found.asked.kind != WORK:
        return []
    out = [
        _where(found, units),
        _choice(found, "language", _("Language"), is_open=True),
        _years(found),
        _choice(found, "format", _("Kind")),
        _choice(found, "author", _("Author")),
        _choice(found, "subject", _("Subject")),
        _choice(found, "age", _("Age")),
    ]
    return [group for group in out if group]


def label(name: str, value: str, units: dict[str, Unit]) -> str:
    """A condition as a reader would say it."""
    if name == "language":
        return presenting.language_name(value)
    if name == "format":
        return str(presenting.KINDS.get(value, value))
    if name == "unit":
        return str(units.get(value, value))
    if name == "available":
        return _("In place now")
    if name == "year":
        return _year_label(value)
    if name == "kind" and value == "library":
        return _("Libraries")
    return value


def _year_label(span: str) -> str:
    low, dash, high = span.partition("-")
    if not dash:
        return low
    if not low:
        return _("until %(year)s") % {"year": high}
    if not high:
        return _("since %(year)s") % {"year": low}
    return f"{low}–{high}"


def chips(asked: Asked, path: str, units: dict[str, Unit], *, kind: str = "") -> list[dict[str, Any]]:
    """The conditions, each with the address of the same search without it; `kind` says what was found in words."""
    return [
        {
            "label": kind if kind and name == "kind" else label(name, value, units),
            "url": asked.without(name, value).at(path),
            "on": True,
            "remove": True,
        }
        for name, value in asked.conditions
    ]


def _where(found: Found, units: dict[str, Unit]) -> dict[str, Any] | None:
    here = next((value.count for value in found.facets.get("available", ())), 0)
    is_on = bool(found.asked.values("available"))
    options = []
    if here or is_on:
        options.append(_option("available", "1", _("In place now"), here, is_on))
    places = [
        value for value in found.facets.get("unit", ()) if value.value in units and units[value.value].kind in PLACES
    ]
    libraries = _options("unit", places, found.asked, units)
    # Two towns may each have a "Central Library": there the town is said too.
    said = Counter(option["label"] for option in libraries)
    for option in libraries:
        unit = units.get(option["value"])
        if said[option["label"]] > 1 and unit and (town := str(unit.settlement)):
            option["label"] = f"{option['label']}, {town}"
    options += libraries
    return _group("unit", _("Where"), options, is_open=True)


def _choice(found: Found, name: str, title: str, *, is_open: bool = False) -> dict[str, Any] | None:
    return _group(name, title, _options(name, found.facets.get(name, []), found.asked, {}), is_open=is_open)


def _options(name: str, values: list[FacetValue], asked: Asked, units: dict[str, Unit]) -> list[dict[str, Any]]:
    chosen = asked.values(name)
    shown = values[:SHOWN] + [value for value in values[SHOWN:] if value.value in chosen]
    missing = [FacetValue(value, 0) for value in chosen if value not in {one.value for one in shown}]
    return [
        _option(name, one.value, label(name, one.value, units), one.count, one.value in chosen)
        for one in [*missing, *shown]
    ]


def _option(name: str, value: str, text: str, count: int, is_on: bool) -> dict[str, Any]:
    # The id stays with the value, so that the focus stays on the box when the answer under it is exchanged.
    mark = hashlib.blake2b(f"{name}={value}".encode(), digest_size=5).hexdigest()
    return {"name": name, "value": value, "label": text, "count": count, "on": is_on, "id": f"f-{mark}"}


def _group(name: str, title: str, options: list[dict[str, Any]], *, is_open: bool) -> dict[str, Any] | None:
    chosen = sum(option["on"] for option in options)
    if not chosen and len(options) < 2:
        return None
    return {"name": name, "label": title, "options": options, "chosen": chosen, "open": is_open}


def _years(found: Found) -> dict[str, Any] | None:
    counts = {int(v.value): v.count for v in found.facets.get("year", ()) if v.value.isascii() and v.value.isdecimal()}
    span = next(iter(found.asked.values("year")), "")
    if not span and len(counts) < 2:
        return None
    low, dash, high = span.partition("-")
    first, last = min(counts, default=0), max(counts, default=0)
    return {
        "name": "year",
        "label": _("Year"),
        "kind": "years",
        "open": True,
        "chosen": 1 if span else 0,
        "bars": histogram(counts),
        "first": str(first or low),
        "last": str(last or high),
        "from": low,
        "to": high if dash else low,
    }


def histogram(counts: dict[int, int]) -> list[int]:
    """Counts by year gathered into at most BARS equal stretches; nothing for a few years, whose bars tell nothing."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    step = -(-(last - first + 1) // BARS)
    bars = [0] * ((last - first) // step + 1)
    for year, count in counts.items():
        bars[(year - first) // step] += count
    return bars if len(bars) > 3 else []


def units_of(found: Found) -> dict[str, Unit]:
    """The units that the answer and its conditions name."""
    codes = [value.value for value in found.facets.get("unit", ())]
    return memory.units_coded([*codes, *found.asked.values("unit")])


def libraries_in(found: Found, units: dict[str, Unit]) -> int:
    """In how many libraries the found things are."""
    chosen = set(found.asked.values("unit"))
    there = [unit.code for unit in units.values() if unit.kind in PLACES and unit.state != UnitState.CLOSED]
    counted = {value.value for value in found.facets.get("unit", ()) if value.count}
    return sum(code in counted and (not chosen or code in chosen) for code in there)
