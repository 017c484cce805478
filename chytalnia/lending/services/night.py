"""The work of a night: holds that have run out, copies for those who wait, reminders, forgetting."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core import nights
from chytalnia.lending.models import Hold, HoldState, Night
from chytalnia.lending.snapshot import snapshot
from chytalnia.network import settings as unit_settings
from chytalnia.people.readers import services as readers

from .following import follow
from .forgetting import forget
from .holds import expire_hold, retarget
from .ill import reminded_of
from .reminding import remind

log = logging.getLogger(__name__)

#: A night that was begun this long ago and never ended was broken off.
BROKEN_OFF = timedelta(hours=2)


def nightly(day: date | None = None) -> dict[str, float]:
    """Do what is due by a day; returns how much of each was done, and seconds. Safe to break off, and to do again.

    One work that fails is logged and does not hold up the others.
    """
    day = day or timezone.localdate()
    began = time.monotonic()
    counts: dict[str, float] = {}
    steps: tuple[tuple[str, Callable[[date], int]], ...] = (
        ("queues_joined", follow_works),
        ("holds_expired", expire_holds),
        ("holds_targeted", target_holds),
        ("notices", remind),
        ("notices_of_foreign_copies", reminded_of),
        ("forgotten", forget),
        ("readers", lambda day: sum(readers.nightly(day).values())),
        *nights.steps().items(),
    )
    with unit_settings.remembered(snapshot().settings):
        for name, step in steps:
            try:
                counts[name] = step(day)
            except Exception:
                log.exception("the nightly work %s failed", name)
                counts[f"{name}_failed"] = 1
    counts["seconds"] = round(time.monotonic() - began, 2)
    return counts


def once_a_night(day: date | None = None) -> dict[str, float] | None:
    """`nightly`, unless this or another worker has done it for the day, or is at it."""
    day = day or timezone.localdate()
    now = timezone.now()
    try:
        with transaction.atomic():
            Night.objects.create(day=day, started_at=now)
    except IntegrityError:
        # One that was broken off is taken over by whoever changes its row first.
        broken = Night.objects.filter(day=day, finished_at=None, started_at__lt=now - BROKEN_OFF)
        if not broken.update(started_at=now):
            return None
    counts = nightly(day)
    Night.objects.filter(day=day).update(finished_at=timezone.now(), counts=counts)
    return counts


def follow_works(day: date) -> int:
    """Holds whose works were joined or split since, by an import or while the program was busy."""
    return follow()


def expire_holds(day: date) -> int:
    """Holds that nobody picked up, and those no longer wanted."""
    over = Hold.objects.filter(
        Q(state=HoldState.ON_SHELF, shelf_until__lt=day)
        | Q(state__in=(HoldState.QUEUED, HoldState.ASSIGNED), expires_on__lt=day)
    )
    return sum(_done(lambda hold: expire_hold(hold=hold, on=day), pk) for pk in list(over.values_list("pk", flat=True)))


def target_holds(day: date) -> int:
    """Copies that stand free for holds in the queue; other copies for those that nobody took from the shelf in time."""
    free = Item.objects.filter(status=ItemStatus.AVAILABLE)
    waiting = Hold.objects.waiting(day).filter(
        Exists(free.filter(record__work=OuterRef("queue_work")))
        & (
            Q(work__isnull=False)
            | Exists(free.filter(record=OuterRef("record")))
            | Exists(free.filter(pk=OuterRef("wanted_item")))
        )
    )
    done = sum(_done(lambda hold: retarget(hold=hold, on=day), pk) for pk in list(waiting.values_list("pk", flat=True)))
    here = snapshot()
    assigned = Hold.objects.filter(state=HoldState.ASSIGNED, wanted_item=None).exclude(pick_unit=F("pickup_unit"))
    for pk, unit, at in list(assigned.values_list("pk", "pick_unit", "assigned_at")):
        days = here.setting(here.unit(unit), "lending.pick_days")
        if timezone.localdate(at) < day - timedelta(days=days):
            done += _done(lambda hold: retarget(hold=hold, on=day, elsewhere=True), pk)
    return done


def _done(act: Callable[[Hold], object], pk: int) -> int:
    """One hold; what fails is logged and tried again the next night."""
    try:
        return int(bool(act(Hold(pk=pk))))
    except Exception:
        log.exception("the nightly work on hold %s failed", pk)
        return 0
