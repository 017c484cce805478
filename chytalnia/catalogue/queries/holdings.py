"""Where the copies of a work are, told by branch: how many, on which shelf, open or not, how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.network import queries as network
from chytalnia.network.hours import Hours, Status, status
from chytalnia.network.models import Contact, ContactKind, Unit, UnitState
from chytalnia.network.sentences import status_sentence

#: Copies that a reader cannot count on, however long the wait.
GONE = frozenset({ItemStatus.LOST, ItemStatus.MISSING, ItemStatus.WITHDRAWN})
#: Copies that can be read within the library's walls though not taken home.
WITHIN = frozenset({ItemStatus.NOT_LENT, ItemStatus.BOUND})
#: A long-lived newspaper has thousands of volumes; nobody reads a table of them.
MOST_ITEMS = 3000
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Branch:
    """A library that has copies of the work."""

    unit: Unit
    status: Status
    sentence: str
    metres: float | None = None
    items: list[Item] = field(default_factory=list)
    #: what rooms above say beside its copies, drawn
    beside: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def available(self) -> int:
        return sum(item.status == ItemStatus.AVAILABLE for item in self.items)

    @property
    def within(self) -> int:
        return sum(item.status in WITHIN for item in self.items)

    @property
    def shelf_marks(self) -> list[str]:
        """Marks of the copies one could fetch now; if none is in, of all."""
        here = [item for item in self.items if item.is_available] or self.items
        return [mark for mark, _ in Counter(item.shelf_mark for item in here if item.shelf_mark).most_common(3)]

    @property
    def zones(self) -> list[Any]:
        here = [item for item in self.items if item.is_available] or self.items
        return list({item.zone_id: item.zone for item in here if item.zone is not None}.values())[:3]

    @property
    def others(self) -> list[tuple[str, int]]:
        """States of the copies that are not on the shelf, with how many of each."""
        counted = Counter(item.status for item in self.items if item.status != ItemStatus.AVAILABLE)
        return [(str(ItemStatus(state).label), n) for state, n in counted.most_common()]

    @property
    def phone(self) -> Any:
        return next(iter(self.unit.contacts.all()), None)


@dataclass(frozen=True, slots=True)
class Holdings:
    """All copies; `branches` stand in the order in which they would be told to this reader."""

    branches: list[Branch]
    #: the branch this reader named as theirs, if it has copies
    chosen: Branch | None = None

    @property
    def total(self) -> int:
        return sum(branch.total for branch in self.branches)

    @property
    def available(self) -> int:
        return sum(branch.available for branch in self.branches)

    @property
    def best(self) -> Branch | None:
        """Where to go: the reader's own branch when it can help, else the first of all."""
        return self.branches[0] if self.branches else None


def stock_of(records: Iterable[int]) -> list[Item]:
    """Copies of records that a reader may ask for, with branch and zone, in one query."""
    return list(
        Item.objects.filter(record__in=list(records))
        .exclude(status__in=GONE)
        .select_related("zone")
        .order_by("unit", "shelf_mark", "pk")[:MOST_ITEMS]
    )


def holdings(
    items: Iterable[Item], *, at: datetime, here: tuple[float, float] | None = None, chosen: str = ""
) -> Holdings:
    """Copies by branch. `here` is where the reader is, `chosen` the code of the branch they named as theirs.

    The number of queries does not depend on how many copies or branches there are.
    """
    by_unit: dict[int, list[Item]] = {}
    for item in items:
        by_unit.setdefault(item.unit_id, []).append(item)
    if not by_unit:
        return Holdings([])
    units = list(
        Unit.objects.filter(pk__in=by_unit)
        .exclude(state=UnitState.CLOSED)
        .prefetch_related(Prefetch("contacts", Contact.objects.filter(kind=ContactKind.PHONE)))
    )
    hours = network.hours_of(units)
    branches = [_branch(unit, hours[unit.pk], by_unit[unit.pk], at, here) for unit in units]
    branches.sort(key=lambda branch: _order(branch, chosen))
    return Holdings(branches, next((branch for branch in branches if branch.unit.code == chosen), None))


def _branch(unit: Unit, hours: Hours, items: list[Item], at: datetime, here: tuple[float, float] | None) -> Branch:
    told = status(hours, at)
    sentence = status_sentence(told, at)
    if unit.state != UnitState.WORKING:
        told = Status(is_open=False, day=told.day, is_known=told.is_known)
        sentence = str(unit.state_note) or str(unit.get_state_display())
    metres = network.distance_km(here, unit.point) * 1000 if here and unit.point else None
    return Branch(unit, told, sentence, metres, items)


def _order(branch: Branch, chosen: str) -> tuple[Any, ...]:
    """A copy on a shelf before none; then the reader's own branch, the nearer, the one open now or sooner, the fuller."""
    works = branch.unit.state == UnitState.WORKING
    return (
        not (branch.available and works),
        not (branch.within and works),
        branch.unit.code != chosen,
        branch.metres is None,
        branch.metres or 0,
        not branch.status.is_open,
        branch.status.opens is None,
        branch.status.opens or NEVER,
        -branch.available,
        branch.unit.path,
    )
