"""What is asked of lending, with all that a screen shows, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus, Record, Work
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Reader
from chytalnia.people.readers.queries import by_card

from .models import (
    Act,
    ActKind,
    Charge,
    ChargeState,
    Hold,
    HoldState,
    HomeService,
    HomeVisit,
    IllOrder,
    Loan,
    LoanState,
    Mode,
    Notice,
    NoticeState,
    Transit,
    Trip,
)
from .snapshot import snapshot

__all__ = [
    "Summary",
    "acts_of_item",
    "acts_of_trip",
    "bag",
    "bags",
    "by_barcode",
    "by_card",
    "debtors",
    "delivery_list",
    "foreign_of",
    "held_for",
    "history_of",
    "holds_of",
    "last_acts",
    "late_transits",
    "loans_of",
    "notices_to_send",
    "open_loan",
    "overdue",
    "pick_list",
    "positions",
    "queue_length",
    "queue_of",
    "shelf",
    "summary",
    "transits_from",
    "transits_lost",
    "transits_to",
    "visits_of_trip",
]

#: Of a record that a list names, everything but its two large columns.
_HEAVY = ("record__source", "record__bib_data")


def by_barcode(text: str) -> Item | None:
    """The copy with this barcode, or, where only one has it, this inventory number."""
    text = text.strip()
    if not text:
        return None
    items = Item.objects.select_related("record", "unit").defer(*_HEAVY)
    found = items.filter(barcode=text).first()
    if found is not None:
        return found
    same = list(items.filter(inventory_number=text)[:2])
    return same[0] if len(same) == 1 else None


def open_loan(item: Item) -> Loan | None:
    return Loan.objects.filter(item=item, returned_at=None).select_related("reader", "unit").first()


def held_for(item: Item) -> Hold | None:
    """The hold for which a copy is set aside."""
    live = (HoldState.ASSIGNED, HoldState.IN_TRANSIT, HoldState.ON_SHELF)
    return Hold.objects.filter(item=item, state__in=live).select_related("reader", "pickup_unit").first()


def loans_of(reader: Reader) -> QuerySet[Loan]:
    """What a reader has, the soonest due first."""
    loans = Loan.objects.open().filter(reader=reader).select_related("item__record", "unit", "rule")
    return loans.defer("item__record__source", "item__record__bib_data").order_by("due_on", "pk")


def history_of(reader: Reader) -> QuerySet[Loan]:
    """What a reader has had: everything if they keep their history, else of the last days."""
    ended = Loan.objects.filter(reader=reader, returned_at__isnull=False).exclude(state=LoanState.UNDONE)
    return ended.select_related("item__record", "unit").defer("item__record__source", "item__record__bib_data")


def holds_of(reader: Reader, *, live: bool = True) -> QuerySet[Hold]:
    holds = Hold.objects.live() if live else Hold.objects.all()
    return (
        holds.filter(reader=reader)
        .select_related("work", "record", "wanted_item__record", "queue_work", "pickup_unit", "item")
        .defer("record__source", "record__bib_data", "wanted_item__record__source", "wanted_item__record__bib_data")
        .order_by("placed_at", "pk")
    )


def queue_of(work: Work | int) -> QuerySet[Hold]:
    """Those who wait for a work in any form, in their order; those suspended keep their place."""
    return Hold.objects.filter(state=HoldState.QUEUED, queue_work=work).order_by("priority", "placed_at", "pk")


def queue_length(target: Work | Record | Item) -> int:
    """How many wait for a thing and have no copy set aside yet."""
    work = target if isinstance(target, Work) else (target if isinstance(target, Record) else target.record).work_id
    waiting = queue_of(work)
    if isinstance(target, Record):
        waiting = waiting.filter(Q(work__isnull=False) | Q(record=target))
    elif isinstance(target, Item):
        waiting = waiting.filter(Q(work__isnull=False) | Q(record=target.record_id) | Q(wanted_item=target))
    return waiting.count()


def positions(holds: Iterable[Hold]) -> dict[int, int]:
    """The place of each queued hold among those who wait for its work, counted from one; three queries at most.

    Places are counted from the rows as they stand, so they run from one on without a gap, whatever happens.
    """
    queued = [hold for hold in holds if hold.state == HoldState.QUEUED]
    places: dict[int, int] = {}
    counts: dict[int, int] = {}
    works = {hold.queue_work_id for hold in queued}
    rows = Hold.objects.filter(state=HoldState.QUEUED, queue_work__in=works).order_by("priority", "placed_at", "pk")
    for pk, work in rows.values_list("pk", "queue_work_id"):
        places[pk] = counts[work] = counts.get(work, 0) + 1
    return {hold.pk: places[hold.pk] for hold in queued if hold.pk in places}


def pick_list(unit: Unit) -> QuerySet[Hold]:
    """Copies to be taken from the shelves of a unit for readers, in the order of the shelves."""
    return _with_copy(Hold.objects.filter(state=HoldState.ASSIGNED, pick_unit=unit)).order_by(
        "item__zone", "item__shelf_mark", "pk"
    )


def shelf(unit: Unit) -> QuerySet[Hold]:
    """What waits in a unit for its readers, the longest first."""
    return _with_copy(Hold.objects.filter(state=HoldState.ON_SHELF, pickup_unit=unit)).order_by("shelf_until", "pk")


def _with_copy(holds: QuerySet[Hold]) -> QuerySet[Hold]:
    return holds.select_related("reader", "item__record", "item__zone", "item__unit", "pickup_unit", "pick_unit").defer(
        "item__record__source", "item__record__bib_data"
    )


def transits_from(unit: Unit) -> QuerySet[Transit]:
    """Copies that leave a unit: to be put on the van, and on their way."""
    return _on_the_way().filter(source=unit)


def transits_to(unit: Unit) -> QuerySet[Transit]:
    return _on_the_way().filter(target=unit)


def transits_lost(unit: Unit) -> QuerySet[Transit]:
    """Copies lost on the way from or to a unit that nobody has found since, the latest first."""
    found = Act.objects.filter(item=OuterRef("item"), kind=ActKind.FIND, at__gte=OuterRef("lost_at"), undone_at=None)
    lost = Transit.objects.filter(~Exists(found), Q(source=unit) | Q(target=unit), lost_at__isnull=False)
    return (
        lost.filter(item__status=ItemStatus.MISSING)
        .select_related("item__record", "source", "target")
        .defer("item__record__source", "item__record__bib_data")
        .order_by("-lost_at", "-pk")
    )


def late_transits(unit: Unit | None = None, *, on: date | None = None) -> list[Transit]:
    """Copies that should have arrived long ago: to be looked for at both ends."""
    here, day = snapshot(), on or timezone.localdate()
    rows = _on_the_way().filter(sent_at__isnull=False)
    if unit is not None:
        rows = rows.filter(Q(source=unit) | Q(target=unit))
    return [
        row
        for row in rows.order_by("sent_at")
        if row.sent_at is not None
        and timezone.localdate(row.sent_at)
        < day - timedelta(days=here.setting(here.unit(row.target_id), "lending.transit_days"))
    ]


def _on_the_way() -> QuerySet[Transit]:
    rows = Transit.objects.open().select_related("item__record", "source", "target", "hold__reader")
    return rows.defer("item__record__source", "item__record__bib_data").order_by("made_at", "pk")


def last_acts(unit: Unit, *, by: Any = None, device: str = "", limit: int = 10) -> list[Act]:
    """What was done last at a desk, the newest first; visits and other parts come with their act."""
    acts = Act.objects.filter(unit=unit, part_of=None)
    if by is not None:
        acts = acts.filter(by=by)
    if device:
        acts = acts.filter(device=device)
    acts = acts.select_related("reader", "item__record", "loan", "hold__pickup_unit", "by")
    return list(acts.defer("item__record__source", "item__record__bib_data")[:limit])


def acts_of_item(item: Item) -> QuerySet[Act]:
    return Act.objects.filter(item=item).select_related("reader", "unit", "by")


def overdue(unit: Unit, *, on: date | None = None, days: int = 0) -> QuerySet[Loan]:
    """Loans of a unit and all under it that are overdue by more than so many days, the oldest first."""
    day = (on or timezone.localdate()) - timedelta(days=days)
    late = Loan.objects.overdue(day).filter(under([unit.path], "unit__path"))
    return (
        late.select_related("reader__home_unit", "item__record", "unit")
        .defer("item__record__source", "item__record__bib_data")
        .order_by("due_on", "pk")
    )


def debtors(unit: Unit, *, on: date | None = None, days: int = 90) -> QuerySet[Reader]:
    """Readers with copies long overdue or lost, with how many (`copies`) and since when (`since`)."""
    day = (on or timezone.localdate()) - timedelta(days=days)
    owing = (
        under([unit.path], "loans__unit__path")
        & Q(loans__returned_at=None)
        & (Q(loans__due_on__lt=day) | Q(loans__state=LoanState.LOST))
    )
    return Reader.objects.filter(owing).annotate(copies=Count("loans"), since=Min("loans__due_on")).order_by("since")


def delivery_list(unit: Unit, *, carrier: str = "") -> QuerySet[Loan]:
    """What is lent home by delivery, by volunteer and reader: to be taken, changed, brought back."""
    loans = Loan.objects.open().filter(unit=unit, mode=Mode.DELIVERY)
    if carrier:
        loans = loans.filter(carrier=carrier)
    return (
        loans.select_related("reader", "item__record")
        .defer("item__record__source", "item__record__bib_data")
        .order_by("carrier", "reader__surname", "reader__name", "due_on")
    )


@dataclass(slots=True)
class Bag:
    """What goes to a reader's home and what is there: lent since the last visit, there since before, brought back since."""

    to_hand_over: list[Loan]
    there: list[Loan]
    taken_back: int
    last: date | None = None


def bag(service: HomeService) -> Bag:
    return bags([service])[service.pk]


def bags(services: Iterable[HomeService]) -> dict[int, Bag]:
    """Bags of many readers in three queries."""
    services = list(services)
    last = dict(
        HomeVisit.objects.filter(service__in=services)
        .values_list("service")
        .annotate(on=Max("on"))
        .values_list("service", "on")
    )
    of_reader = {service.reader_id: service for service in services}
    found = {service.pk: Bag([], [], 0, last.get(service.pk)) for service in services}
    lent = Loan.objects.filter(mode=Mode.DELIVERY, reader__in=of_reader).exclude(state=LoanState.UNDONE)
    for loan in (
        lent.filter(returned_at=None)
        .select_related("item__record")
        .defer("item__record__source", "item__record__bib_data")
        .order_by("issued_at")
    ):
        assert loan.reader_id is not None
        here = found[of_reader[loan.reader_id].pk]
        fresh = here.last is None or timezone.localdate(loan.issued_at) > here.last
        (here.to_hand_over if fresh else here.there).append(loan)
    oldest = min(last.values(), default=None)
    if oldest is not None:
        back = lent.filter(returned_at__date__gt=oldest).values_list("reader", "returned_at")
        for reader, at in back:
            here = found[of_reader[reader].pk]
            here.taken_back += here.last is not None and timezone.localdate(at) > here.last
    return found


def foreign_of(reader: Reader, *, ended: bool = False) -> QuerySet[IllOrder]:
    """A reader's orders from other libraries, the soonest due first; with `ended`, those that came to an end too."""
    orders: Any = IllOrder.objects.filter(reader=reader).select_related("unit")
    return (orders if ended else orders.waiting()).order_by(F("lent_until").asc(nulls_last=True), "-made_at")


def acts_of_trip(trip: Trip) -> QuerySet[Act]:
    """What was lent on a trip and stands."""
    return Act.objects.filter(loan__trip=trip, kind=ActKind.LEND, undone_at=None)


def visits_of_trip(trip: Trip) -> int:
    """How many readers came to the bus: each once, whatever they took."""
    return acts_of_trip(trip).order_by().values("reader").distinct().count()


def notices_to_send(unit: Unit | None = None) -> QuerySet[Notice]:
    """The queue of notices, the oldest first."""
    waiting = Notice.objects.filter(state=NoticeState.QUEUED).select_related("reader", "unit")
    if unit is not None:
        waiting = waiting.filter(under([unit.path], "unit__path"))
    return waiting.order_by("made_at", "pk")


@dataclass(frozen=True, slots=True)
class Summary:
    """A reader's account in numbers: what the desk, a machine and the reader's page show first."""

    loans: int
    overdue: int
    lost: int
    holds: int
    #: copies that wait on a shelf for the reader
    ready: int
    owed_minor: int
    pledged_minor: int
    last_act: Any = None


def summary(reader: Reader, *, on: date | None = None) -> Summary:
    """Four queries, however much the reader has."""
    day = on or timezone.localdate()
    lent = Loan.objects.filter(reader=reader, returned_at=None).aggregate(
        n=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=day) & ~Q(state=LoanState.LOST)),
        lost=Count("pk", filter=Q(state=LoanState.LOST)),
    )
    holds = Hold.objects.live().filter(reader=reader)
    waits = holds.aggregate(n=Count("pk"), ready=Count("pk", filter=Q(state=HoldState.ON_SHELF)))
    money = Charge.objects.filter(reader=reader).aggregate(
        owed=Sum(F("amount_minor") - F("paid_minor"), filter=Q(state=ChargeState.OPEN)),
        pledged=Sum("amount_minor", filter=Q(state=ChargeState.HELD)),
    )
    last = Act.objects.filter(reader=reader).exclude(kind=ActKind.VISIT).aggregate(at=Max("at"))["at"]
    return Summary(
        loans=lent["n"],
        overdue=lent["overdue"],
        lost=lent["lost"],
        holds=waits["n"],
        ready=waits["ready"],
        owed_minor=money["owed"] or 0,
        pledged_minor=money["pledged"] or 0,
        last_act=last,
    )
