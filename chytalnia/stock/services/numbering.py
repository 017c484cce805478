"""The next number of a paper, taken under a lock, so that two people at once get two in a row."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit
from chytalnia.stock.models import Numbered, ReceiptLot, WriteOffAct

#: The field of a copy that carries the number of such a paper as text, from imports and from before.
_CARRIED = {ReceiptLot: "accession_lot", WriteOffAct: "withdrawal_act"}
_NUMBER = re.compile(r"(\d{4})\s*[/-]\s*(\d{1,7})")


def hold(holder: Unit) -> None:
    """Wait until nobody else numbers papers of this holder; to the end of the transaction."""
    assert connection.in_atomic_block
    # Not the whole row: copies that refer to the library may be received meanwhile.
    Unit.objects.select_for_update(no_key=True).get(pk=holder.pk)


def give(paper: Numbered) -> None:
    """Give a paper the number after the last one of its holder and year; the caller stores it.

    The first of a year goes on from the numbers that copies already carry, so that paper and program make one series.
    """
    hold(paper.holder)
    kind = type(paper)
    last = (
        kind._default_manager.filter(holder=paper.holder, year=paper.year)
        .exclude(number=None)
        .order_by("-number")
        .first()
    )
    paper.previous = last
    paper.number = 1 + (last.number or 0 if last is not None else _carried(kind, paper))


def _carried(kind: Any, paper: Numbered) -> int:
    name = _CARRIED.get(kind)
    if name is None:
        return 0
    texts = Item.objects.filter(holder=paper.holder, **{f"{name}__startswith": str(paper.year)}).order_by()
    found = (_NUMBER.fullmatch(text) for text in texts.values_list(name, flat=True).distinct())
    return max((int(match[2]) for match in found if match and int(match[1]) == paper.year), default=0)
