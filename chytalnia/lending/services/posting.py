"""Letters that somebody printed and posted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.lending.models import Notice, NoticeState


@transaction.atomic
def letters_sent(*, letters: QuerySet[Notice], by: Any = None) -> int:
    """Note letters as sent by post; those already sent stay as they are. Returns how many were."""
    waiting = list(Notice.objects.select_for_update().filter(pk__in=letters.values("pk"), state=NoticeState.QUEUED))
    for letter in waiting:
        letter.state, letter.channel, letter.sent_at = NoticeState.SENT, "post", timezone.now()
    Notice.objects.bulk_update(waiting, ["state", "channel", "sent_at"])
    for letter in waiting:
        audit.log("lending.letter", by=by, about=letter, unit=letter.unit)
    return len(waiting)
