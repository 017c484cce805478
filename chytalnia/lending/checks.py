"""Drift between what lending's tables say of one another, found and, where it can only be meant one way, mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.catalogue.services import states
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact

from .acts import lock_item
from .models import WITH_ITEM, Act, Hold, HoldState, Loan, LoanState, Transit

#: States that only lending gives.
OURS = (ItemStatus.ON_LOAN, ItemStatus.ON_HOLD, ItemStatus.IN_TRANSIT)


@dataclass(slots=True)
class Drift:
    """Primary keys of what is not as it should be."""

    #: copies whose state is not what loan, hold or transit say
    items: list[int] = field(default_factory=list)
    #: live holds whose copy is lent, gone, or not under way as the hold says
    holds: list[int] = field(default_factory=list)
    #: open transits of copies that are lent, and those whose hold is of another copy
    transits: list[int] = field(default_factory=list)
    #: acts whose fact says something else than the act, or is reversed though the act stands
    acts: list[int] = field(default_factory=list)
    #: facts of lending that belong to no act
    facts: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.items, self.holds, self.transits, self.acts, self.facts))


def check(*, mend: bool = False) -> Drift:
    """Look for drift; with `mend` put right what was found, each row in a transaction of its own.

    Copies that another system counted as lent when they were brought in have neither loan nor act here: they wait for their
    first return and are no drift.
    """
    drift = Drift(
        transits=list(_transits().values_list("pk", flat=True)),
        holds=list(_holds().values_list("pk", flat=True)),
        items=_items(),
        acts=list(_acts().values_list("pk", flat=True)),
        facts=list(_facts().values_list("pk", flat=True)),
    )
    if mend:
        _mend(drift)
    return drift


def _open_loan(**where: object) -> Exists:
    return Exists(Loan.objects.filter(item=OuterRef("pk"), returned_at=None, **where))


def right_status(item: Item) -> str:
    """The state that the rows of lending give a copy."""
    if item.status == ItemStatus.WITHDRAWN:
        return item.status
    loan = Loan.objects.filter(item=item, returned_at=None).first()
    if loan is not None:
        return ItemStatus.LOST if loan.state == LoanState.LOST else ItemStatus.ON_LOAN
    if Transit.objects.open().filter(item=item).exists():
        return ItemStatus.IN_TRANSIT
    if Hold.objects.filter(item=item, state__in=(HoldState.ASSIGNED, HoldState.ON_SHELF)).exists():
        return ItemStatus.ON_HOLD
    return ItemStatus.AVAILABLE if item.status in OURS else item.status


def _items() -> list[int]:
    lent = _open_loan() & ~_open_loan(state=LoanState.LOST)
    lost = _open_loan(state=LoanState.LOST)
    moving = Exists(Transit.objects.open().filter(item=OuterRef("pk")))
    held = Exists(Hold.objects.filter(item=OuterRef("pk"), state__in=(HoldState.ASSIGNED, HoldState.ON_SHELF)))
    known = Exists(Act.objects.filter(item=OuterRef("pk")))
    items = Item.objects.order_by("pk").values_list("pk", flat=True)
    wrong: set[int] = set()
    # A copy may be written off by an act while its reader still owes it.
    out = Loan.objects.filter(returned_at=None).exclude(item__status=ItemStatus.WITHDRAWN)
    wrong |= set(out.exclude(state=LoanState.LOST).exclude(item__status="on_loan").values_list("item_id", flat=True))
    wrong |= set(out.filter(state=LoanState.LOST).exclude(item__status="lost").values_list("item_id", flat=True))
    wrong |= set(items.filter(known, ~_open_loan(), status=ItemStatus.ON_LOAN))
    wrong |= set(items.filter(known, ~(moving & ~_open_loan()), status=ItemStatus.IN_TRANSIT))
    wrong |= set(items.filter(known, ~(held & ~lent & ~lost & ~moving), status=ItemStatus.ON_HOLD))
    wrong |= set(Transit.objects.open().exclude(item__status=ItemStatus.IN_TRANSIT).values_list("item_id", flat=True))
    shelved = Hold.objects.filter(state__in=(HoldState.ASSIGNED, HoldState.ON_SHELF))
    wrong |= set(shelved.exclude(item__status__in=(*OURS, ItemStatus.WITHDRAWN)).values_list("item_id", flat=True))
    return sorted(wrong)


def _transits() -> QuerySet[Transit]:
    lent = Exists(Loan.objects.filter(item=OuterRef("item"), returned_at=None))
    astray = Q(hold__isnull=False) & (~Q(hold__item=F("item")) | ~Q(hold__state=HoldState.IN_TRANSIT))
    return Transit.objects.open().filter(Q(lent) | astray | Q(item__status=ItemStatus.WITHDRAWN))


def _holds() -> QuerySet[Hold]:
    lent = Exists(Loan.objects.filter(item=OuterRef("item"), returned_at=None))
    moving = Exists(Transit.objects.open().filter(hold=OuterRef("pk"), item=OuterRef("item")))
    gone = (ItemStatus.WITHDRAWN, ItemStatus.LOST, ItemStatus.MISSING)
    return Hold.objects.filter(state__in=WITH_ITEM).filter(
        Q(lent) | Q(item__status__in=gone) | (Q(state=HoldState.IN_TRANSIT) & ~moving)
    )


def _acts() -> QuerySet[Act]:
    reversed_ = Exists(Fact.objects.filter(reverses=OuterRef("fact")))
    other = ~Exists(Fact.objects.filter(pk=OuterRef("reversal"), reverses=OuterRef("fact")))
    return Act.objects.filter(
        (Q(undone_at=None) & reversed_)
        | (Q(undone_at__isnull=False) & other)
        | ~Q(fact__quantity=1)
        | ~Q(fact__unit=F("unit"))
        | Q(part_of__undone_at__isnull=False, undone_at=None) & ~Q(kind="visit")
    )


def _facts() -> QuerySet[Fact]:
    """Facts that say they come from an act which is not there."""
    act = Exists(Act.objects.filter(fact=OuterRef("pk")))
    return Fact.objects.standing().filter(~act, source_kind="lending.act")


def _mend(drift: Drift) -> None:
    for pk in drift.transits:
        _mend_transit(pk)
    for pk in drift.holds:
        _mend_hold(pk)
    # What was mended above may have put other copies wrong, and this one right.
    for pk in {*drift.items, *_items()}:
        with transaction.atomic():
            item = lock_item(pk)
            states.set_status(item=item, status=right_status(item), work_id=item.record.work_id)
    with transaction.atomic():
        for fact in Fact.objects.filter(pk__in=drift.facts):
            journal.reverse(fact, note="no act stands behind it")
        _mend_acts(drift.acts)


def _mend_transit(pk: int) -> None:
    with transaction.atomic():
        item = lock_item(Transit.objects.values_list("item_id", flat=True).get(pk=pk))
        transit = Transit.objects.get(pk=pk)
        if not transit.is_open:
            return
        if item.status == ItemStatus.WITHDRAWN or Loan.objects.filter(item=item, returned_at=None).exists():
            transit.cancelled_at = timezone.now()
        transit.hold = None
        transit.save(update_fields=["cancelled_at", "hold"])


def _mend_hold(pk: int) -> None:
    """Back to the queue, at its old place: the night finds another copy."""
    with transaction.atomic():
        hold = Hold.objects.get(pk=pk)
        if hold.item_id is None:
            return
        lock_item(hold.item_id)
        if _holds().filter(pk=pk).exists():
            Hold.objects.filter(pk=pk, state__in=WITH_ITEM).update(
                state=HoldState.QUEUED, item=None, assigned_at=None, pick_unit=None, shelf_at=None, shelf_until=None
            )


def _mend_acts(pks: Iterable[int]) -> None:
    """A fact reversed by hand, in the journal: the act counts as undone there; its rows stay as they are."""
    for act in Act.objects.filter(pk__in=list(pks), undone_at=None).select_related("fact"):
        reversal = Fact.objects.filter(reverses=act.fact).first()
        if reversal is not None:
            act.reversal, act.undone_at = reversal, reversal.recorded_at
            act.detail = {**act.detail, "reversed_in_journal": True}
            act.save(update_fields=["reversal", "undone_at", "detail"])
