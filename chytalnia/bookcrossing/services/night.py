"""What a night does: asks after silent books, notes those silent for long, forgets what is not needed."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from chytalnia.bookcrossing.models import Follow, News, Report, Traveller
from chytalnia.network.settings import setting

from .following import wake

log = logging.getLogger(__name__)

#: Followers who never answered, complaints, and news that were sent or that nobody could send, are kept so long.
UNANSWERED, COMPLAINTS, NEWS = timedelta(days=30), timedelta(days=365), timedelta(days=60)


def nightly(day: date | None = None) -> dict[str, int]:
    """May be repeated; each silent book is asked after once in its term."""
    day = day or timezone.localdate()
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    counts = {"asked": 0, "silent": 0, "forgotten": 0}
    # The shortest terms a unit can set are a month and two: younger silence concerns nobody.
    silent = Traveller.objects.roaming().filter(last_at__lt=noon - timedelta(days=30))
    for book in silent.select_related("unit", "holder__user", "reader__user").iterator(chunk_size=500):
        days = (noon - book.last_at).days
        term, lost = setting(book.unit, "bookcrossing.sleep_days"), setting(book.unit, "bookcrossing.lost_days")
        try:
            if days >= lost:
                book.move("lose")
                counts["silent"] += 1
            elif days >= term and (book.woken_at is None or (noon - book.woken_at).days >= term):
                counts["asked"] += wake(book, day.isoformat())
                Traveller.objects.filter(pk=book.pk).update(woken_at=noon)
        except Exception:
            log.exception("the night's work on the travelling book %s failed", book.pk)
    gone = Follow.objects.filter(Q(confirmed_at=None) & Q(made_at__lt=noon - UNANSWERED)).delete()[0]
    gone += News.objects.filter(made_at__lt=timezone.now() - NEWS).delete()[0]
    counts["forgotten"] = gone + Report.objects.filter(at__lt=noon - COMPLAINTS).delete()[0]
    return counts
