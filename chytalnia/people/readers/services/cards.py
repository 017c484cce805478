"""Cards: given, lost, replaced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.people.errors import CardTakenError, NotActiveError
from chytalnia.people.models import Card, Reader, User
from chytalnia.people.readers import names

from .trail import log


@transaction.atomic
def issue_card(
    *, reader: Reader, number: str = "", by: Any = None, reason: str = "", at: datetime | None = None
) -> Card:
    """Give a reader a card, and block the one they had («lost», or what `reason` says); its number stays theirs.

    Without `number` the network makes one that cannot be guessed. A number from a printed stock is taken as it is.
    Raises CardTakenError when it is somebody else's, or was this reader's own and is blocked; NotActiveError. Given again the
    number that works already, it is the same card.
    """
    at = at or timezone.now()
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    if not reader.is_active:
        raise NotActiveError
    number = names.clean_number(number)[:20]
    if number and (held := Card.objects.filter(number=number).first()) is not None:
        if held.reader_id == reader.pk and held.blocked_at is None:
            return held
        raise CardTakenError
    replaced = Card.objects.filter(reader=reader, blocked_at=None).update(blocked_at=at, reason=reason[:200])
    card = _create(reader, number, by, at)
    # Readers sign in with the number of the card they hold.
    User.objects.filter(reader=reader, username__in=Card.objects.filter(reader=reader).values("number")).update(
        username=card.number
    )
    log("people.issue_card", reader, by=by, replaced=replaced)
    return card


def _create(reader: Reader, number: str, by: Any, at: datetime) -> Card:
    for _attempt in range(20):
        try:
            with transaction.atomic():
                return Card.objects.create(
                    reader=reader, number=number or names.new_card_number(), issued_at=at, issued_by=by
                )
        except IntegrityError:
            if number:
                raise CardTakenError from None
    raise CardTakenError


@transaction.atomic
def block_card(*, card: Card, by: Any = None, reason: str = "") -> Card:
    """Make a card open nothing any more; blocked twice, it keeps its first day and reason."""
    card = Card.objects.select_for_update().select_related("reader__home_unit").get(pk=card.pk)
    if card.blocked_at is None:
        card.blocked_at, card.reason = timezone.now(), reason[:200]
        card.save(update_fields=["blocked_at", "reason"])
        log("people.block_card", card.reader, by=by)
    return card
