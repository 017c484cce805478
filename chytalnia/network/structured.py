"""A library for machines: schema.org and GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .hours import Hours, week
from .listing import Listed
from .models import Contact, ContactKind, Unit

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def library(unit: Unit, hours: Hours, *, url: str, today: date, image: str = "") -> dict[str, Any]:
    """schema.org/Library, with the usual week and the unusual days of the next two months."""
    contacts = list(unit.contacts.all())
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Library",
        "@id": url,
        "url": url,
        "name": str(unit.name),
        "alternateName": [text for text in {*unit.short_name.values(), *unit.name.values()} if text != str(unit.name)],
        "description": str(unit.summary),
        "image": image,
        "telephone": _first(contacts, ContactKind.PHONE),
        "email": _first(contacts, ContactKind.EMAIL),
        "sameAs": [c.value for c in contacts if c.kind in {ContactKind.SITE, ContactKind.SOCIAL} and c.href],
        "foundingDate": unit.founded_on.isoformat() if unit.founded_on else str(unit.founded_year or ""),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": str(unit.address),
            "addressLocality": str(unit.settlement),
            "postalCode": unit.postal_code,
        },
        "geo": {"@type": "GeoCoordinates", "latitude": unit.point[0], "longitude": unit.point[1]}
        if unit.point
        else None,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": _DAYS[day],
                "opens": f"{o:%H:%M}",
                "closes": f"{c:%H:%M}",
            }
            for day, intervals in sorted(hours.weekly.items())
            for o, c in intervals
        ],
        "specialOpeningHoursSpecification": _unusual(hours, today),
    }
    return _without_empty(told)


def _first(contacts: Iterable[Contact], kind: str) -> str:
    return next((contact.value for contact in contacts if contact.kind == kind), "")


def _unusual(hours: Hours, today: date) -> list[dict[str, Any]]:
    told = []
    for day in week(hours, today, 60):
        if not day.is_unusual:
            continue
        span = {"validFrom": day.date.isoformat(), "validThrough": day.date.isoformat()}
        # A day that is closed is said with equal hours of opening and closing, as search engines ask for it.
        intervals = [(f"{o:%H:%M}", f"{c:%H:%M}") for o, c in day.intervals] or [("00:00", "00:00")]
        told += [{"@type": "OpeningHoursSpecification", "opens": o, "closes": c, **span} for o, c in intervals]
    return told


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    kept = {key: _without_empty(value) if isinstance(value, dict) else value for key, value in told.items()}
    return {
        key: value
        for key, value in kept.items()
        if value not in ("", None, [], {}) and value != {"@type": "PostalAddress"}
    }


def geojson(listed: Iterable[Listed], urls: dict[str, str]) -> dict[str, Any]:
    """Libraries that have coordinates, as a FeatureCollection (RFC 7946: longitude first)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one.unit.code,
                "geometry": {"type": "Point", "coordinates": [one.unit.point[1], one.unit.point[0]]},
                "properties": {
                    "name": str(one.unit),
                    "address": str(one.unit.address),
                    "open": one.status.is_open,
                    "hours": one.sentence,
                    "url": urls[one.unit.code],
                },
            }
            for one in listed
            if one.unit.point
        ],
    }


def markers(listed: Iterable[Listed]) -> list[dict[str, Any]]:
    """The same as the map on our pages takes it."""
    return [
        {
            "lat": one.unit.point[0],
            "lon": one.unit.point[1],
            "title": str(one.unit),
            "text": one.sentence,
            "url": one.unit.get_absolute_url(),
            "kind": "open" if one.status.is_open else "closed",
        }
        for one in listed
        if one.unit.point
    ]


def script(told: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(told, ensure_ascii=False)
    for character, escape in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308 – escaped above


def unusual_days(hours: Hours, today: date, days: int = 45) -> list:
    """Days ahead that are not as usual, neighbours of one reason together, as (first, last, day)."""
    runs: list = []
    for day in week(hours, today, days):
        if not day.is_unusual:
            continue
        last = runs[-1] if runs else None
        if last and last[1] == day.date - timedelta(days=1) and last[2].exception == day.exception and day.exception:
            runs[-1] = (last[0], day.date, day)
        else:
            runs.append((day.date, day.date, day))
    return runs
