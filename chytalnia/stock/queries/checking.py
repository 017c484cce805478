"""What an inventory check has read, what it has not, and how far each shelf is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from chytalnia.catalogue.models import Item, ItemStatus, WithdrawalReason
from chytalnia.network.models import Unit
from chytalnia.stock.models import InventoryCheck, Scan, Verdict
from chytalnia.stock.models.check import MISPLACED, WRONG_STATE

#: States in which a copy should be found on its shelf.
STANDING = (ItemStatus.AVAILABLE, ItemStatus.NOT_LENT, ItemStatus.BOUND)
#: Away for a known reason: counted as present by the books.
AWAY = (
    ItemStatus.ON_LOAN, ItemStatus.ON_HOLD, ItemStatus.IN_TRANSIT, ItemStatus.IN_BINDERY, ItemStatus.IN_PROCESSING,
)  # fmt: skip
#: Rows of progress that a person takes in at a glance.
SHELVES = 40


def copy_named(number: str, *, holder: Unit, unit: Unit) -> Item | None:
    """The copy with a barcode, or with an inventory number on this balance; of several, the one that belongs here."""
    found = list(
        Item.objects.filter(Q(barcode=number) | Q(inventory_number=number, holder=holder)).select_related(
            "unit", "zone", "record"
        ).defer("record__source", "record__bib_data")
    )  # fmt: skip
    found.sort(key=lambda item: (item.unit_id != unit.pk, item.barcode != number, item.pk))
    return found[0] if found else None


def missing(check: InventoryCheck) -> QuerySet[Item]:
    """Copies that should stand here and were not read, in the order of the shelf."""
    read = Scan.objects.filter(check_of=check, item__isnull=False).values("item")
    return (
        check.scope().filter(status__in=STANDING).exclude(pk__in=read).select_related("record", "zone", "unit")
        .defer("record__source", "record__bib_data").order_by("shelf_mark", "pk")
    )  # fmt: skip


@dataclass(slots=True)
class Summary:
    """The numbers of a check. `missing` counts what is marked so by it and what is not yet."""

    read: int = 0
    found: int = 0
    missing: int = 0
    away: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    missing_minor: dict[str, int] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        return self.found + self.missing

    @property
    def misplaced(self) -> int:
        return sum(self.verdicts.get(verdict, 0) for verdict in MISPLACED)

    @property
    def wrong_state(self) -> int:
        return sum(self.verdicts.get(verdict, 0) for verdict in WRONG_STATE)

    @property
    def unknown(self) -> int:
        return self.verdicts.get(Verdict.UNKNOWN, 0)

    @property
    def percent(self) -> int:
        return 100 * self.found // self.expected if self.expected else 0

    @property
    def loss_percent(self) -> float:
        """Missing among all that the books hold here."""
        held = self.expected + self.away
        return round(100 * self.missing / held, 2) if held else 0.0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def summary(check: InventoryCheck) -> Summary:
    """The numbers as they are now, or as they were when the check was finished. Four queries."""
    if check.result:
        return Summary(**check.result)
    verdicts = dict(check.scans.order_by().values_list("verdict").annotate(n=Count("pk")))
    away = check.scope().filter(status__in=AWAY).exclude(pk__in=check.scans.exclude(item=None).values("item")).count()
    told = Summary(
        read=sum(verdicts.values()), found=verdicts.get(Verdict.FOUND, 0), away=away, verdicts=verdicts
    )  # fmt: skip
    rows = missing_or_marked(check).order_by().values_list("currency", "price_minor").annotate(n=Count("pk"))
    for currency, price, n in rows:
        told.missing += n
        if price is not None:
            told.missing_minor[currency] = told.missing_minor.get(currency, 0) + price * n
    return told


def missing_or_marked(check: InventoryCheck) -> QuerySet[Item]:
    """What was not read, also after it was set «missing» by this check, and after an act has withdrawn it."""
    states = Q(status__in=STANDING)
    if check.missing_entry:
        # Copies missing, or withdrawn, since before this check began are not its finding.
        gone = Q(status=ItemStatus.MISSING) | Q(status=ItemStatus.WITHDRAWN, withdrawal_reason=WithdrawalReason.MISSING)
        states |= gone & Q(changed_at__gte=check.created_at)
    read = Scan.objects.filter(check_of=check, item__isnull=False).values("item")
    return check.along().filter(states).exclude(pk__in=read)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A stretch of shelf: the beginning of its marks, what was found there and what is still to be read."""

    mark: str
    found: int
    left: int

    @property
    def expected(self) -> int:
        return self.found + self.left

    @property
    def percent(self) -> int:
        return 100 * self.found // self.expected if self.expected else 0


def shelves(check: InventoryCheck) -> list[Shelf]:
    """Progress shelf by shelf. Two queries."""
    found = dict(
        check.scans.filter(verdict=Verdict.FOUND).order_by().values_list("item__class_number").annotate(n=Count("pk"))
    )
    left = dict(missing(check).order_by().values_list("class_number").annotate(n=Count("pk")))
    return folded({mark: (found.get(mark, 0), left.get(mark, 0)) for mark in found.keys() | left.keys()})


def folded(counts: Mapping[str, tuple[int, int]], *, most: int = SHELVES) -> list[Shelf]:
    """Classes gathered under their beginnings, as long as leaves no more than `most` rows.

    >>> folded({"821.1": (1, 0), "821.2": (0, 2), "94": (3, 1)}, most=2)
    [Shelf(mark='821.', found=1, left=2), Shelf(mark='94', found=3, left=1)]
    """
    longest = max(map(len, counts), default=0)
    for length in range(longest, 0, -1):
        heads: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for mark, (found, left) in counts.items():
            heads[mark[:length]][0] += found
            heads[mark[:length]][1] += left
        if len(heads) <= most:
            return [Shelf(mark, *heads[mark]) for mark in sorted(heads)]
    found, left = (sum(pair[n] for pair in counts.values()) for n in (0, 1))
    return [Shelf("", found, left)] if counts else []


def read_lately(check: InventoryCheck, *, most: int = 12) -> list[Scan]:
    return list(scans(check)[:most])


def scans(check: InventoryCheck, verdicts: tuple[str, ...] | None = None) -> QuerySet[Scan]:
    """Numbers read, the last first, with what a list of them shows."""
    rows = check.scans.select_related("item", "item__unit", "item__zone", "item__record", "by").defer(
        "item__record__source", "item__record__bib_data"
    )
    return rows if verdicts is None else rows.filter(verdict__in=verdicts)
