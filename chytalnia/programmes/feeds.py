"""Events for the calendars of others: rows straight into iCalendar, without building models in between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum, TextField
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit, Zone
from chytalnia.wire import ical

from . import formats

#: Seconds that a feed serves everybody who asks the same; calendars are asked to come back after an hour.
KEPT, FRESH = 60, timedelta(hours=1)
_STATUS: dict[str, ical.Status] = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
#: Texts come as they are stored: those of a series are the same, and are read once.
_TEXTS = ("title", "about", "place")
_FIELDS = (
    "pk", "uid", "sequence", "changed_at", "starts_at", "ends_at", "time_zone", "stored_title", "stored_about", "stage", "mode",
    "stored_place", "unit_id", "zone_id", "format_code", "online_url", "day", "last_day", "taking",
)  # fmt: skip
#: Of what will be, a calendar shows as much as fits on a phone.
LONGEST_ABOUT = 600


def stamp(found: Any) -> str:
    """What a set of events is now, so that a change of any of them shows."""
    now = found.order_by().aggregate(n=Count("pk"), at=Max("changed_at"), s=Sum("sequence"))
    return hashlib.blake2b(f"{now['n']}|{now['at']}|{now['s']}".encode(), digest_size=9).hexdigest()


def calendar(found: Any, *, name: str) -> bytes:
    return ical.calendar(
        _events(found), name=name, product="Chytalnia//Events", language=get_language() or "", fresh=FRESH
    )


def _events(found: Any) -> Iterator[ical.Event]:
    stored = {f"stored_{name}": Cast(name, TextField()) for name in _TEXTS}
    rows = list(found.annotate(**stored).values_list(*_FIELDS))
    language = get_language() or "uk"
    texts = _Texts(language)
    places, points = _places({row[12] for row in rows})
    zones = dict(Zone.objects.filter(pk__in={row[13] for row in rows if row[13]}).values_list("pk", "name"))
    names = {code: str(name) for code, name in formats.library.names({row[14] for row in rows}).items()}
    home = settings.PUBLIC_URL + reverse("programmes:occasion", args=[0]).removesuffix("0/")
    host = settings.PUBLIC_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    for row in rows:
        (pk, uid, sequence, changed, starts, ends, zone, title, about, stage, mode, place, unit, hall, kind, online, day,
         last_day, taking) = row  # fmt: skip
        where = texts[place] if mode == "outside" else places.get(unit, "")
        if mode == "online":
            where = (online if taking == "free" else "") or places.get(unit, "")
        elif mode != "outside" and hall in zones:
            where = f"{_in(zones[hall], language)}, {where}"
        yield ical.Event(
            uid=f"{uid}@{host}", sequence=sequence, changed=changed, starts=starts, ends=ends, zone=zone,
            summary=texts[title], description=texts[about][:LONGEST_ABOUT], location=where,
            url=f"{home}{pk}/", status=_STATUS.get(stage, "CONFIRMED"), categories=(names[kind],) if kind in names else (),
            geo=points.get(unit) if mode in ("inside", "hybrid") else None, all_day=(last_day - day).days > 1,
        )  # fmt: skip


class _Texts(dict[str, str]):
    """Stored texts in a language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, stored: str) -> str:
        text = self[stored] = _in(json.loads(stored or "{}"), self.language)
        return text


def _in(text: Any, language: str) -> str:
    return Translated(text or {}).in_language(language)[0]


def _places(pks: set[int]) -> tuple[dict[int, str], dict[int, tuple[float, float]]]:
    """Libraries with their addresses, and where they stand."""
    texts, points = {}, {}
    for unit in Unit.objects.filter(pk__in=pks).only(
        "pk", "path", "depth", "code", "name", "short_name", "settlement", "address", "latitude", "longitude"
    ):
        texts[unit.pk] = ", ".join(part for part in (str(unit), str(unit.settlement), str(unit.address)) if part)
        if unit.point:
            points[unit.pk] = unit.point
    return texts, points


def response(body: bytes, name: str, *, etag: str = "") -> HttpResponse:
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    if etag:
        answer["ETag"] = etag
    patch_cache_control(answer, public=True, max_age=KEPT)
    return answer
