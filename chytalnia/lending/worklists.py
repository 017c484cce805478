"""What waits at a branch, in numbers and by the names that slips use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from chytalnia.network.models import Unit
from chytalnia.people.models import Card

from . import queries
from .models import Hold, HoldState, IllOrder, Loan, Notice, NoticeKind, Transit

#: Notices that go out on paper.
ON_PAPER = (NoticeKind.LETTER, NoticeKind.VISIT, NoticeKind.DEBTOR)


def letters(unit: Unit) -> QuerySet[Notice]:
    """Letters to be printed and posted, the oldest first."""
    letters = queries.notices_to_send(unit).filter(kind__in=ON_PAPER, reader__isnull=False)
    return letters.select_related("reader", "recipient", "unit")


def card_ends(holds: Iterable[Hold]) -> dict[int, str]:
    """By what slips and the shelf of holds name a reader: the end of the card, never the name."""
    cards = Card.objects.filter(reader__in={hold.reader_id for hold in holds} - {None}, blocked_at=None)
    return {reader: f"…{number[-4:]}" for reader, number in cards.values_list("reader", "number")}


def numbers(unit: Unit, day: date) -> dict[str, int]:
    """How much waits at a branch: one number a list, and of some how many are late."""
    picked, kept = Q(state=HoldState.ASSIGNED, pick_unit=unit), Q(state=HoldState.ON_SHELF, pickup_unit=unit)
    holds = Hold.objects.filter(picked | kept).aggregate(
        pick=Count("pk", filter=picked),
        shelf=Count("pk", filter=kept),
        stale=Count("pk", filter=kept & Q(shelf_until__lt=day)),
    )
    ways = Transit.objects.open().aggregate(
        send=Count("pk", filter=Q(source=unit, sent_at=None)),
        coming=Count("pk", filter=Q(target=unit, sent_at__isnull=False)),
    )
    late = Loan.objects.overdue(day).filter(unit=unit).count()
    foreign = IllOrder.objects.filter(unit=unit, stage__in=("asked", "received", "back")).count()
    return {**holds, **ways, "overdue": late, "letters": letters(unit).count(), "ill": foreign}
