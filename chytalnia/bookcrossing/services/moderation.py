"""Complaints of anybody. What three people complain of is hidden until somebody has looked."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.bookcrossing.models import Report, Words

ENOUGH = 3


@transaction.atomic
def report(*, words: Words, reason: str = "", address: str = "") -> Words:
    """Note a complaint; the same address complains of the same words once a day."""
    who = hashlib.sha256(f"{settings.SECRET_KEY}{timezone.localdate()}{address}".encode()).hexdigest()[:32]
    try:
        with transaction.atomic():
            Report.objects.create(words=words, reason=reason[:300], who=who)
    except IntegrityError:
        return words
    words = Words.objects.get(pk=words.pk)
    if words.stage == "shown":
        words.move("report")
    if words.stage == "reported" and words.reports.count() >= ENOUGH:
        words.move("withhold")
    return words
