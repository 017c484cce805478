"""An event as schema.org tells it to search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from chytalnia.network import structured

from .models import Mode, Occasion

_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
_MODE = {
    Mode.ONLINE: "OnlineEventAttendanceMode", Mode.HYBRID: "MixedEventAttendanceMode",
}  # fmt: skip


def event(occasion: Occasion) -> SafeString:
    """The JSON-LD, safe to stand in a page."""
    return structured.script(as_data(occasion))


def as_data(occasion: Occasion) -> dict[str, Any]:
    home = settings.PUBLIC_URL
    page = home + occasion.get_absolute_url()
    unit = occasion.unit
    library = {"@type": "Library", "name": str(unit.name), "url": home + unit.get_absolute_url()}
    places: list[dict[str, Any]] = []
    if occasion.mode == Mode.OUTSIDE:
        places.append({"@type": "Place", "name": str(occasion.place), "address": str(occasion.place)})
    elif occasion.is_onsite:
        place: dict[str, Any] = {
            "@type": "Place",
            "name": str(unit),
            "address": {
                "@type": "PostalAddress",
                "streetAddress": str(unit.address),
                "addressLocality": str(unit.settlement),
                "postalCode": unit.postal_code,
            },
        }
        if unit.point:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": unit.point[0], "longitude": unit.point[1]}
        places.append(place)
    if occasion.is_online:
        places.append({"@type": "VirtualLocation", "url": occasion.open_url or page})
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": page,
        "identifier": str(occasion.uid),
        "name": str(occasion.title),
        "description": str(occasion.about),
        "url": page,
        "startDate": occasion.begins.isoformat(timespec="minutes"),
        "endDate": occasion.ends.isoformat(timespec="minutes"),
        "eventStatus": f"https://schema.org/{_STATUS.get(occasion.stage, 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{_MODE.get(Mode(occasion.mode), 'OfflineEventAttendanceMode')}",
        "location": places[0] if len(places) == 1 else places,
        "organizer": library,
        "isAccessibleForFree": not occasion.price,
    }
    if occasion.languages:
        told["inLanguage"] = list(occasion.languages)
    if occasion.age_from is not None or occasion.age_to is not None:
        told["typicalAgeRange"] = f"{occasion.age_from or 0}-{'' if occasion.age_to is None else occasion.age_to}"
    capacity = [each.capacity for each in occasion.seats.all() if each.part == "onsite" and each.capacity]
    if capacity:
        told["maximumPhysicalAttendeeCapacity"] = capacity[0]
    if occasion.photo_id and occasion.photo:
        told["image"] = [home + occasion.photo.get_absolute_url()]
    works = [link.work for link in occasion.links.all() if link.work_id]
    if works:
        told["about"] = [
            {"@type": "Book", "name": work.title, "author": work.author, "url": home + work.get_absolute_url()}
            for work in works
            if work is not None
        ]
    return told
