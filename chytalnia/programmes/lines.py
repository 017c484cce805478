"""An event as a line: when, what, where, for whom, is there a place. The same on every page that lists events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.core.translated import Translated
from chytalnia.core.words import clock, day_in_words

from . import formats
from .models import Occasion
from .queries.occasions import seats_in_words


@dataclass(frozen=True, slots=True)
class Shown:
    occasion: Occasion
    kind: Any
    hour: str
    day: str
    where: str
    ages: str
    places: str
    badge: str = ""
    badge_kind: str = ""


def lines(occasions: Iterable[Occasion], *, now: datetime | None = None) -> list[Shown]:
    found = list(occasions)
    names = formats.library.names({each.format_code for each in found})
    now = now or timezone.now()
    return [line(each, names.get(each.format_code, Translated()), now) for each in found]


def line(occasion: Occasion, kind: Any, now: datetime) -> Shown:
    badge, colour = badge_of(occasion, now)
    return Shown(
        occasion=occasion, kind=kind, hour=hour_of(occasion), day=day_of(occasion, now.astimezone(occasion.clock).date()),
        where=where_of(occasion), ages=ages_of(occasion.age_from, occasion.age_to), badge=badge, badge_kind=colour,
        places=seats_in_words(occasion, short=True) if occasion.stage == "registration" else "",
    )  # fmt: skip


def in_results(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Events as an answer of the search shows them: the title, and when, what and where. Two queries at most."""
    told: dict[int, tuple[str, str]] = {}
    # A question for nothing is written in full before the database is spared it: a fifth of a page without events.
    if not (wanted := list(pks)):
        return told
    found = Occasion.objects.shown().filter(pk__in=wanted).select_related("unit", "zone")
    for shown in lines(found.prefetch_related("seats")):
        when = f"{shown.day}, {shown.hour}" if shown.hour else shown.day
        parts = (shown.badge, when, str(shown.kind), shown.where)
        told[shown.occasion.pk] = (str(shown.occasion.title), " · ".join(part for part in parts if part))
    return told


def hour_of(occasion: Occasion) -> str:
    return "" if occasion.is_long else clock(occasion.begins.time())


def day_of(occasion: Occasion, today: date) -> str:
    if occasion.is_long and occasion.day <= today <= occasion.last_day:
        return day_in_words(occasion.last_day, way="until", today=today)
    return day_in_words(occasion.day, today=today)


def where_of(occasion: Occasion) -> str:
    if occasion.mode == "outside":
        return str(occasion.place) or str(occasion.unit)
    if occasion.mode == "online":
        return _("online, %(library)s") % {"library": occasion.unit}
    place = f"{occasion.unit}, {occasion.zone}" if occasion.zone_id and occasion.zone else str(occasion.unit)
    return _("%(place)s and online") % {"place": place} if occasion.mode == "hybrid" else place


def ages_of(first: int | None, last: int | None) -> str:
    if first and last:
        return _("%(first)d–%(last)d years") % {"first": first, "last": last}
    if first:
        return ngettext("from %(n)d year on", "from %(n)d years on", first) % {"n": first}
    if last:
        return ngettext("up to %(n)d year", "up to %(n)d years", last) % {"n": last}
    return ""


def badge_of(occasion: Occasion, now: datetime) -> tuple[str, str]:
    """A word about an event that is not as usual."""
    if occasion.stage == "cancelled":
        return _("called off"), "late"
    if occasion.stage == "postponed":
        return _("postponed"), "wait"
    if occasion.stage in ("announced", "registration") and occasion.starts_at <= now < occasion.ends_at:
        return _("goes on now"), "ok"
    if occasion.is_online:
        return _("online"), "net"
    return "", ""
