"""Money: charges made and paid, pledges taken and given back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.lending.acts import Recorder, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import (
    ActKind,
    Channel,
    Charge,
    ChargeKind,
    ChargeState,
    Loan,
    LoanState,
    Payment,
)
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import Reader

from .losses import settle

#: What one sum may settle at once.
MOST_CHARGES = 50


@transaction.atomic
def charge(
    *,
    reader: Reader,
    unit: Unit,
    kind: str,
    amount_minor: int,
    by: Any = None,
    at: datetime | None = None,
    loan: Loan | None = None,
    note: str = "",
) -> Charge:
    """Let a reader owe a sum, by the price list. Raises Refused (`no_sum`), PermissionDenied."""
    if by is not None:
        access.require(by, "lending.money", unit)
    if amount_minor < 1 or kind == ChargeKind.PLEDGE:
        raise Refused([Problem("no_sum", _("Say how much."), can_override=False)])
    made = Charge.objects.create(
        reader=reader,
        unit=unit,
        kind=kind,
        loan=loan,
        amount_minor=amount_minor,
        currency=snapshot().setting(unit, "lending.currency"),
        made_at=at or timezone.now(),
        note=note[:300],
    )
    audit.log("lending.charge", by=by, about=made, unit=unit, note=note)
    return made


@persistent
def pay(
    *,
    charge: Charge,
    unit: Unit,
    amount_minor: int | None = None,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    receipt: str = "",
    channel: str = Channel.DESK,
) -> Payment:
    """Take money for a charge, all that is left of it or a part. A loss that is paid whole ends its loan.

    The same `key` again gives the same payment. Raises Refused (`not_owed`, `too_much`), PermissionDenied.
    """
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.money", unit)
    loan_id = Charge.objects.values_list("loan_id", flat=True).get(pk=charge.pk)
    item = lock_item(Loan.objects.values_list("item_id", flat=True).get(pk=loan_id)) if loan_id else None
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if key and (again := Payment.objects.filter(key=key).first()):
        return again
    if charge.state != ChargeState.OPEN:
        raise Refused([Problem("not_owed", _("Nothing is to be paid."), can_override=False)])
    amount = charge.left_minor if amount_minor is None else amount_minor
    if not 0 < amount <= charge.left_minor:
        raise Refused([Problem("too_much", _("More than is to be paid."), can_override=False)])
    moment = at or timezone.now()
    payment = Payment.objects.create(
        key=key, charge=charge, unit=unit, amount_minor=amount, at=moment, by=by, receipt=receipt[:60]
    )
    charge.paid_minor += amount
    if not charge.left_minor:
        charge.state, charge.settled_at = ChargeState.PAID, moment
    charge.save(update_fields=["paid_minor", "state", "settled_at"])
    audit.log("lending.pay", by=by, about=charge, unit=unit, after={"sum": amount, "receipt": receipt})
    if charge.state == ChargeState.PAID and charge.kind == ChargeKind.LOSS and item is not None:
        loan = Loan.objects.get(pk=loan_id)
        if loan.state == LoanState.LOST:
            settle(Recorder(unit=unit, by=by, at=at, channel=channel), loan, item, LoanState.PAID, ActKind.PAY)
    return payment


def pay_for_reader(
    *,
    reader: Reader,
    unit: Unit,
    amount_minor: int,
    by: Any = None,
    key: uuid.UUID | str | None = None,
    channel: str = Channel.DESK,
    receipt: str = "",
) -> list[Payment]:
    """Take a sum for what a reader owes, the oldest first. The same `key` again pays nothing more.

    Raises Refused (`too_much`) before anything is taken.
    """
    base = uuid.UUID(str(key)) if key else uuid.uuid4()
    keys = [uuid.uuid5(base, str(n)) for n in range(MOST_CHARGES)]
    # Broken off between two charges and asked again, it goes on with what is left.
    paid = list(Payment.objects.filter(key__in=keys).order_by("pk")) if key else []
    left = amount_minor - sum(payment.amount_minor for payment in paid)
    owed = list(Charge.objects.owed().filter(reader=reader).order_by("made_at", "pk")[: MOST_CHARGES - len(paid)])
    if left > sum(each.left_minor for each in owed):
        raise Refused([Problem("too_much", _("More than is to be paid."), can_override=False)])
    # Each charge is a transaction of its own, because each may hold the lock of a copy.
    for each, each_key in zip(owed, keys[len(paid) :], strict=False):
        if left <= 0:
            break
        part = min(left, each.left_minor)
        paid.append(
            pay(
                charge=each, unit=unit, amount_minor=part, by=by, key=each_key, receipt=receipt, channel=channel
            )
        )  # fmt: skip
        left -= part
    return paid


@transaction.atomic
def waive(*, charge: Charge, unit: Unit, by: Any = None, note: str) -> Charge:
    """Forgive a charge for a reason; that of a loss is forgiven with its loan. Raises Refused, PermissionDenied."""
    if by is not None:
        access.require(by, "lending.forgive", unit)
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if charge.state != ChargeState.OPEN or not note.strip():
        raise Refused([Problem("not_owed" if note.strip() else "no_reason", _("Say why."), can_override=False)])
    charge.state, charge.settled_at, charge.note = ChargeState.FORGIVEN, timezone.now(), note[:300]
    charge.save(update_fields=["state", "settled_at", "note"])
    audit.log("lending.waive", by=by, about=charge, unit=unit, note=note)
    return charge


@transaction.atomic
def take_pledge(
    *,
    reader: Reader,
    unit: Unit,
    amount_minor: int,
    by: Any = None,
    at: datetime | None = None,
    receipt: str = "",
    note: str = "",
) -> Charge:
    """Keep a reader's money while they have a copy. Raises Refused (`no_sum`), PermissionDenied."""
    if by is not None:
        access.require(by, "lending.money", unit)
    if amount_minor < 1:
        raise Refused([Problem("no_sum", _("Say how much."), can_override=False)])
    pledge = Charge.objects.create(
        reader=reader, unit=unit, kind=ChargeKind.PLEDGE, amount_minor=amount_minor, state=ChargeState.HELD,
        currency=snapshot().setting(unit, "lending.currency"), made_at=at or timezone.now(), receipt=receipt[:60],
        note=note[:300],
    )  # fmt: skip
    audit.log("lending.take_pledge", by=by, about=pledge, unit=unit, after={"receipt": receipt})
    return pledge


def give_back_pledge(*, pledge: Charge, unit: Unit, by: Any = None, note: str = "") -> Charge:
    """Return a pledge to its reader. Raises Refused (`not_held`), PermissionDenied."""
    return _end_pledge(pledge, unit, by, ChargeState.GIVEN_BACK, "lending.money", note)


def forfeit_pledge(*, pledge: Charge, unit: Unit, by: Any = None, note: str) -> Charge:
    """Make a pledge the library's, as its rules say and for a reason. Raises Refused, PermissionDenied."""
    if not note.strip():
        raise Refused([Problem("no_reason", _("Say why."), can_override=False)])
    return _end_pledge(pledge, unit, by, ChargeState.FORFEITED, "lending.forgive", note)


@transaction.atomic
def _end_pledge(pledge: Charge, unit: Unit, by: Any, state: str, action: str, note: str) -> Charge:
    if by is not None:
        access.require(by, action, unit)
    pledge = Charge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
    if pledge.state != ChargeState.HELD:
        raise Refused([Problem("not_held", _("The pledge is not held any more."), can_override=False)])
    pledge.state, pledge.settled_at = state, timezone.now()
    pledge.note = note[:300] or pledge.note
    pledge.save(update_fields=["state", "settled_at", "note"])
    audit.log("lending.end_pledge", by=by, about=pledge, unit=unit, after={"state": state}, note=note)
    return pledge
