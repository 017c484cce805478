"""Events in the diary: what goes on today, what of events waits for somebody. The number of queries does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.care.models import Keeper, Session
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules
from chytalnia.programmes import lives
from chytalnia.programmes.lines import badge_of, hour_of, where_of
from chytalnia.programmes.models import Occasion, Task
from chytalnia.spaces.models import Booking

#: More of a day are in the plan of the month.
MOST = 12
#: Before an event people are let in from this long before.
DOOR = timedelta(hours=1)
_OPEN = ("planned", "announced", "registration", "held")
#: Checklists are looked at so many days ahead.
AHEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Today:
    """An event of the day as a line: `url` and `action` lead to what is done with it now."""

    occasion: Occasion
    hour: str
    where: str
    people: str
    badge: str
    badge_kind: str
    url: str
    action: str


def of_day(user: Any, unit: Unit | None, day: date) -> tuple[list[Today], int]:
    """Events of a library and those under it on a day, and how many more there are."""
    if unit is None or not rules.may(user, "programmes.view", unit):
        return [], 0
    rows = (
        Occasion.objects.filter(under([unit.path], "unit__path"), day__lte=day, last_day__gte=day)
        .exclude(stage="idea")
        .select_related("unit", "zone", "programme", "care", "reception")
        .prefetch_related("seats")
    )
    found = list(rows.order_by("starts_at", "pk")[: MOST + 1])
    more = rows.count() - MOST if len(found) > MOST else 0
    return [_line(one) for one in found[:MOST]], more


def _line(occasion: Occasion) -> Today:
    now = timezone.now()
    badge, colour = badge_of(occasion, now)
    if occasion.stage in ("counted", "reported", "archived"):
        badge, colour = str(occasion.at_stage.label), "ok"
    address, action = _next(occasion, now)
    return Today(
        occasion=occasion, hour=hour_of(occasion), where=where_of(occasion), people=_people(occasion), badge=str(badge),
        badge_kind=colour, url=address, action=action,
    )  # fmt: skip


def _people(occasion: Occasion) -> str:
    taken = [each for each in occasion.seats.all() if each.taken or each.capacity]
    return ", ".join(f"{each.taken} / {each.capacity}" if each.capacity else str(each.taken) for each in taken)


def _next(occasion: Occasion, now: Any) -> tuple[str, str]:
    life = lives.of_occasion(occasion)
    # What has a door of its own is let in and counted there.
    own = life.people(occasion) if life and life.people else ""
    if occasion.stage in _OPEN and occasion.ends_at <= now:
        return own or reverse("desk_programmes:result", args=[occasion.pk]), _("Count")
    if occasion.stage in _OPEN and not occasion.is_long and occasion.starts_at - DOOR <= now:
        return own or reverse("desk_programmes:door", args=[occasion.pk]), _("Door")
    return reverse("desk_programmes:occasion", args=[occasion.pk]), _("Open")


def uncounted(unit: Unit) -> Any:
    return Occasion.objects.filter(under([unit.path], "unit__path"), stage__in=_OPEN, ends_at__lt=timezone.now())


def tasks(unit: Unit, day: date) -> Any:
    """Lines of checklists that are due these days, or were."""
    return Task.objects.filter(under([unit.path], "occasion__unit__path"), done_at=None, due__lte=day + AHEAD).exclude(
        occasion__stage__in=("cancelled", "archived", "postponed")
    )


def asked_for(unit: Unit) -> Any:
    """Bookings of rooms that wait for a yes."""
    return Booking.objects.at_stage("asked").filter(under([unit.path], "space__unit__path"), ends_at__gt=timezone.now())


def without_adults(unit: Unit) -> Any:
    """Sessions with children to come for which nobody is on duty."""
    there = Keeper.objects.filter(session=OuterRef("pk"))
    return Session.objects.filter(
        ~Exists(there), under([unit.path], "occasion__unit__path"), finished_at=None, occasion__starts_at__gt=timezone.now(),
        occasion__stage__in=_OPEN,
    )  # fmt: skip
