"""What stands between a reader and the library in money: sums to be paid, losses that have no price yet, pledges."""

from __future__ import annotations

from dataclasses import dataclass, field

from .models import Charge, ChargeKind, ChargeState, Loan, LoanState
from .models.loan import OPEN

#: More than fits on a screen is paid or forgiven first.
MOST = 50


@dataclass(slots=True)
class Purse:
    charges: list[Charge] = field(default_factory=list)
    #: lost copies for which nothing is asked yet: without a price they could not be settled by money
    unpriced: list[Loan] = field(default_factory=list)
    pledges: list[Charge] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.charges or self.unpriced or self.pledges)


def purse_of(reader_id: int, loans: list[Loan]) -> Purse:
    """`loans` are the open ones of the reader, read already."""
    rows = (
        Charge.objects.filter(reader=reader_id, state__in=(ChargeState.OPEN, ChargeState.HELD))
        .select_related("unit", "loan__item__record")
        .defer("loan__item__record__source", "loan__item__record__bib_data")
        .order_by("made_at", "pk")[:MOST]
    )
    found = Purse()
    for charge in rows:
        (found.pledges if charge.kind == ChargeKind.PLEDGE else found.charges).append(charge)
    priced = {charge.loan_id for charge in found.charges if charge.kind == ChargeKind.LOSS}
    found.unpriced = [loan for loan in loans if loan.state == LoanState.LOST and loan.pk not in priced]
    return found


def to_give_back(reader_id: int) -> Charge | None:
    """A pledge of a reader who has nothing on loan any more."""
    pledge = (
        Charge.objects.filter(reader=reader_id, state=ChargeState.HELD, kind=ChargeKind.PLEDGE)
        .order_by("made_at")
        .first()
    )
    if pledge is None or Loan.objects.filter(reader=reader_id, state__in=OPEN).exists():
        return None
    return pledge
