"""Holds follow what they wait for when works are joined or split: into the queue that its copies come to now."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from chytalnia.catalogue.services import works as catalogue
from chytalnia.lending.models import Hold

from .holds import retarget

log = logging.getLogger(__name__)


def astray() -> QuerySet[Hold]:
    """Live holds in a queue that is not, or is no longer, the one of what they wait for."""
    return Hold.objects.live().filter(
        Q(work__isnull=False, work__joined_into__isnull=False)
        | (Q(record__isnull=False) & ~Q(queue_work=F("record__work")))
        | (Q(wanted_item__isnull=False) & ~Q(queue_work=F("wanted_item__record__work")))
    )


def follow(holds: QuerySet[Hold] | None = None) -> int:
    """Put holds that went astray into their right queues; returns how many. Places go by time, so none is lost."""
    rows = list(
        (astray() if holds is None else holds).values_list("pk", "work", "record__work", "wanted_item__record__work")
    )
    roots = catalogue.roots_of({work for _pk, work, *_others in rows if work})
    done = 0
    for pk, work, of_record, of_item in rows:
        right: dict[str, Any] = {"queue_work": roots[work], "work": roots[work]} if work else {}
        right = right or {"queue_work": of_record or of_item}
        try:
            with transaction.atomic():
                done += Hold.objects.filter(pk=pk).update(**right)
        except IntegrityError:
            # The reader waits for the other work too: that hold stands for both, this one keeps its queue.
            log.info("hold %s stays with a work that was joined", pk)
    return done


def regrouped(works: Iterable[int]) -> int:
    """What a join or a split brings about at once: holds of these works change queues, and free copies are set aside for
    them. Returns how many readers got one. What fails is done again at night."""
    works = set(works)
    follow(
        astray().filter(Q(queue_work__in=works) | Q(record__work__in=works) | Q(wanted_item__record__work__in=works))
    )
    roots = set(catalogue.roots_of(works).values())
    waiting = Hold.objects.waiting(timezone.localdate()).filter(queue_work__in=roots)
    done = 0
    for hold in list(waiting.only("pk")):
        try:
            done += retarget(hold=hold)
        except Exception:
            log.exception("hold %s was not looked after when its work changed", hold.pk)
    return done
