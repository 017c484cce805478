"""Money: charges made, priced, paid and waived. Pledges are in `pledges`, because they are never income."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.lending.acts import Recorder, known, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import (
    Act,
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

from .losses import end_loss

#: What one sum may settle at once.
MOST_CHARGES = 50
#: A hundred million of a currency: more than that is a slip of the finger.
MOST_MINOR = 10**10


@persistent
def charge(
    *,
    reader: Reader,
    unit: Unit,
    kind: str,
    amount_minor: int,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    loan: Loan | None = None,
    note: str = "",
) -> Charge:
    """Let a reader owe a sum, by the price list. The same `key` again makes nothing more.

    Raises Refused (`no_sum`), PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.money", unit)
    refuse_sum(amount_minor)
    if kind == ChargeKind.PLEDGE:
        raise Refused([Problem("no_sum", _("Say how much."), can_override=False)])
    if again := known(key):
        return charge_of(again)
    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    made = recorder.make(
        Charge(
            reader=reader, unit=unit, kind=kind, loan=loan, amount_minor=amount_minor,
            currency=snapshot().setting(unit, "lending.currency"), made_at=recorder.at, note=note[:300],
        )
    )  # fmt: skip
    told(recorder, ActKind.CHARGE, made)
    audit.log("lending.charge", by=by, about=made, unit=unit, note=note)
    return made


@persistent
def price_loss(
    *,
    loan: Loan,
    unit: Unit,
    amount_minor: int,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
) -> Act:
    """Say what a lost copy costs its reader: one without a price is settled like any other then, and a wrong price is put
    right as long as nothing was paid of it.

    Raises Refused (`no_sum`, `not_lost`, `paid_already`), PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.money", unit)
    refuse_sum(amount_minor)
    item = lock_item(Loan.objects.values_list("item_id", flat=True).get(pk=loan.pk))
    if again := known(key):
        return again
    loan = Loan.objects.get(pk=loan.pk)
    if loan.state != LoanState.LOST or loan.reader_id is None:
        raise Refused([Problem("not_lost", _("The copy is not declared lost."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    made = Charge.objects.select_for_update(of=("self",)).filter(loan=loan, kind=ChargeKind.LOSS).first()
    if made is None:
        currency = item.currency or snapshot().setting(unit, "lending.currency")
        made = recorder.make(
            Charge(
                reader_id=loan.reader_id, unit=unit, kind=ChargeKind.LOSS, loan=loan, amount_minor=amount_minor,
                currency=currency, made_at=recorder.at,
            )
        )  # fmt: skip
    elif made.paid_minor:
        raise Refused([Problem("paid_already", _("A part of it is paid already."), can_override=False)])
    else:
        recorder.set(made, amount_minor=amount_minor, state=ChargeState.OPEN, settled_at=None)
    act = told(recorder, ActKind.PRICE, made, item_id=item.pk, loan=loan)
    audit.log("lending.charge", by=by, about=made, unit=unit, after={"sum": amount_minor})
    return act


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

    The same `key` again gives the same payment. Raises Refused (`not_owed`, `too_much`, `undone`), PermissionDenied.
    """
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.money", unit)
    loan_id = Charge.objects.values_list("loan_id", flat=True).get(pk=charge.pk)
    item = lock_item(Loan.objects.values_list("item_id", flat=True).get(pk=loan_id)) if loan_id else None
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if key and (again := Payment.objects.filter(key=key).first()):
        return again
    if known(key):
        raise Refused([Problem("undone", _("This payment was undone."), can_override=False)])
    if charge.state != ChargeState.OPEN:
        raise Refused([Problem("not_owed", _("Nothing is to be paid."), can_override=False)])
    amount = charge.left_minor if amount_minor is None else amount_minor
    if not 0 < amount <= charge.left_minor:
        raise Refused([Problem("too_much", _("More than is to be paid."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, at=at, key=key, channel=channel)
    payment = recorder.make(
        Payment(
            key=recorder.key, charge=charge, unit=unit, amount_minor=amount, at=recorder.at, by=by, receipt=receipt[:60]
        )
    )
    is_whole = amount == charge.left_minor
    recorder.set(charge, paid_minor=charge.paid_minor + amount)
    if is_whole:
        recorder.set(charge, state=ChargeState.PAID, settled_at=recorder.at)
    recorder.add(
        ActKind.MONEY, reader_id=charge.reader_id, item_id=item.pk if item else None, title=_sum(amount, charge),
        charge=charge.pk, receipt=receipt[:60],
    )  # fmt: skip
    if is_whole and charge.kind == ChargeKind.LOSS and item is not None:
        loan = Loan.objects.get(pk=loan_id)
        if loan.state == LoanState.LOST:
            end_loss(recorder, loan, item, LoanState.PAID, ActKind.PAY)
    recorder.write()
    audit.log("lending.pay", by=by, about=charge, unit=unit, after={"sum": amount, "receipt": receipt})
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


@persistent
def waive(*, charge: Charge, unit: Unit, by: Any = None, key: uuid.UUID | str | None = None, note: str) -> Charge:
    """Forgive a charge for a reason; that of a loss is forgiven with its loan. Raises Refused, PermissionDenied."""
    if by is not None:
        access.require(by, "lending.forgive", unit)
    loan_id = Charge.objects.values_list("loan_id", flat=True).get(pk=charge.pk)
    item = lock_item(Loan.objects.values_list("item_id", flat=True).get(pk=loan_id)) if loan_id else None
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if again := known(key):
        return charge_of(again)
    if charge.state != ChargeState.OPEN:
        raise Refused([Problem("not_owed", _("Nothing is to be paid."), can_override=False)])
    if not note.strip():
        raise Refused([Problem("no_reason", _("Say why."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, key=key)
    recorder.set(charge, state=ChargeState.FORGIVEN, settled_at=recorder.at, note=note[:300])
    recorder.add(
        ActKind.WAIVE, reader_id=charge.reader_id, item_id=item.pk if item else None, title=str(charge),
        charge=charge.pk, note=note[:300],
    )  # fmt: skip
    if charge.kind == ChargeKind.LOSS and item is not None:
        loan = Loan.objects.get(pk=loan_id)
        if loan.state == LoanState.LOST:
            end_loss(recorder, loan, item, LoanState.FORGIVEN, ActKind.FORGIVE, note=note)
    recorder.write()
    audit.log("lending.waive", by=by, about=charge, unit=unit, note=note)
    return charge


def refuse_sum(amount_minor: int) -> None:
    if not 0 < amount_minor <= MOST_MINOR:
        raise Refused([Problem("no_sum", _("Say how much."), can_override=False)])


def told(recorder: Recorder, kind: str, charge: Charge, **row: Any) -> Act:
    """Write the one act about a charge; the line of the log names its sum, and what for unless the act says it."""
    title = charge.sum if charge.kind == ChargeKind.PLEDGE else str(charge)
    recorder.add(kind, reader_id=charge.reader_id, title=title, charge=charge.pk, **row)
    return recorder.write()


def charge_of(act: Act) -> Charge:
    """The charge that an act was about. Raises Refused when that act was undone with it."""
    found = Charge.objects.filter(pk=act.detail.get("charge")).first()
    if found is None:
        raise Refused([Problem("undone", _("This was undone."), can_override=False)])
    return found


def _sum(amount_minor: int, charge: Charge) -> str:
    return f"{charge.get_kind_display()} {amount_minor / 100:.2f} {charge.currency}"
