"""Complaints of anybody. What three people complain of is hidden until a librarian has looked; after that it takes three others."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction

from chytalnia.bookcrossing.models import Report, Words
from chytalnia.core.limits import household

ENOUGH = 3


@transaction.atomic
def report(*, words: Words, reason: str = "", address: str = "") -> Words:
    """Note a complaint; one address – and one house with all its addresses of the new kind – complains of the same words once."""
    who = hashlib.sha256(f"{settings.SECRET_KEY}{words.pk}{household(address)}".encode()).hexdigest()[:32]
    try:
        with transaction.atomic():
            Report.objects.create(words=words, reason=reason[:300], who=who)
    except IntegrityError:
        return words
    words = Words.objects.get(pk=words.pk)
    if words.stage == "shown":
        words.move("report")
    if words.stage == "reported" and words.reports.filter(weighed_at=None).count() >= ENOUGH:
        words.move("withhold")
    return words
