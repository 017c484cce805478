"""Copies that do not come back: said to be returned, lost, replaced, forgiven, written off."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core import audit
from chytalnia.lending import routing
from chytalnia.lending.acts import Recorder, dimensions_of, dimensions_of_loan, known, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import (
    WITH_ITEM,
    Act,
    ActKind,
    Charge,
    ChargeKind,
    ChargeState,
    Hold,
    Loan,
    LoanState,
    Transit,
)
from chytalnia.lending.models.loan import PLACE, Mode
from chytalnia.lending.snapshot import Snapshot, snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access

#: States from which a copy cannot be lost: it is not ours any more, or never was a thing.
_NOT_LOST = (ItemStatus.WITHDRAWN, ItemStatus.ELECTRONIC, ItemStatus.LOST)


@persistent
def claim(*, loan: Loan, by: Any = None, at: datetime | None = None, key: uuid.UUID | str | None = None) -> Act:
    """Note that the reader says the copy was returned; it is looked for on the shelves. Raises Refused (`not_out`)."""
    item, loan, unit = _lock(loan)
    if by is not None:
        access.require(by, "lending.lose", unit)
    if again := known(key):
        return again
    if loan.state != LoanState.OUT:
        raise Refused([Problem("not_out", _("The copy is not on loan."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    recorder.set(loan, state=LoanState.CLAIMED)
    _told(recorder, ActKind.CLAIM, loan, item)
    return recorder.write()


@persistent
def mark_lost(
    *,
    item: Item,
    unit: Unit,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    amount_minor: int | None = None,
    note: str = "",
) -> Act:
    """Declare a copy lost: by its reader, on its way, or missing from its shelf. A hold it was set aside for goes back.

    A reader's loss makes a charge: `amount_minor`, or the price as many times as `lending.loss_times` says; 0 makes none.
    Raises Refused (`not_losable`), PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.lose", unit)
    item = lock_item(item.pk)
    if again := known(key):
        return again
    if item.status in _NOT_LOST:
        raise Refused([Problem("not_losable", _("The copy is gone already."), can_override=False)])
    here, work_id = snapshot(), item.record.work_id
    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    loan = Loan.objects.filter(item=item, returned_at=None).first()
    if loan is not None:
        recorder.set(loan, state=LoanState.LOST, lost_at=recorder.at)
        recorder.set_status(item, ItemStatus.LOST, work_id=work_id)
        _charge(recorder, loan, item, unit, amount_minor, here)
        _told(recorder, ActKind.LOSE, loan, item, note=note)
        return recorder.write()
    of = dimensions_of(item.record)
    if transit := Transit.objects.open().filter(item=item).first():
        recorder.set(transit, lost_at=recorder.at)
    held = Hold.objects.filter(item=item, state__in=WITH_ITEM).first()
    recorder.set_status(item, ItemStatus.MISSING, work_id=work_id)
    if held is not None:
        routing.back_to_queue(recorder, held, known=here)
    where = "transit" if transit else "shelf"
    recorder.add(ActKind.LOSE, item_id=item.pk, of=of, where=where, note=note)
    return recorder.write()


def _charge(recorder: Recorder, loan: Loan, item: Item, unit: Unit, amount_minor: int | None, here: Snapshot) -> None:
    amount = amount_minor
    if amount is None:
        amount = (item.price_minor or 0) * here.setting(unit, "lending.loss_times")
    if not amount or loan.reader_id is None:
        return
    former = Charge.objects.filter(loan=loan, kind=ChargeKind.LOSS).first()
    if former is not None:
        # Lost once more after it was found: the same row is owed again.
        recorder.set(former, state=ChargeState.OPEN, amount_minor=amount, settled_at=None)
        return
    recorder.make(
        Charge(
            reader_id=loan.reader_id,
            unit=unit,
            kind=ChargeKind.LOSS,
            loan=loan,
            amount_minor=amount,
            currency=item.currency or here.setting(unit, "lending.currency"),
            made_at=recorder.at,
        )
    )


def replace(
    *, loan: Loan, by: Any = None, at: datetime | None = None, key: uuid.UUID | str | None = None, note: str = ""
) -> Act:
    """End a loss: the reader has brought an equal copy, which is entered into the stock by itself. Raises Refused."""
    return _settle(loan, LoanState.REPLACED, ActKind.REPLACE, "lending.lose", by, at, key, note)


def forgive(
    *, loan: Loan, by: Any = None, at: datetime | None = None, key: uuid.UUID | str | None = None, note: str = ""
) -> Act:
    """End a loss without anything for it, for a reason. Raises Refused (`not_lost`, `no_reason`)."""
    if not note.strip():
        raise Refused([Problem("no_reason", _("Say why."), can_override=False)])
    return _settle(loan, LoanState.FORGIVEN, ActKind.FORGIVE, "lending.forgive", by, at, key, note)


def write_off(
    *, loan: Loan, by: Any = None, at: datetime | None = None, key: uuid.UUID | str | None = None, note: str = ""
) -> Act:
    """End a loss that nobody will make good, when the copy is written off by an act. Raises Refused (`not_lost`)."""
    return _settle(loan, LoanState.WRITTEN_OFF, ActKind.FORGIVE, "lending.forgive", by, at, key, note)


@persistent
def _settle(
    loan: Loan,
    state: str,
    kind: str,
    action: str,
    by: Any,
    at: datetime | None,
    key: uuid.UUID | str | None,
    note: str,
) -> Act:
    item, loan, unit = _lock(loan)
    if by is not None:
        access.require(by, action, unit)
    if again := known(key):
        return again
    return settle(Recorder(unit=unit, by=by, at=at, key=key), loan, item, state, kind, note=note)


def settle(recorder: Recorder, loan: Loan, item: Item, state: str, kind: str, *, note: str = "") -> Act:
    """End a loss under the lock of its copy. The copy stays lost until it is withdrawn by an act, or found."""
    end_loss(recorder, loan, item, state, kind, note=note)
    act = recorder.write()
    audit.log(f"lending.{kind}", by=recorder.by, about=loan, unit=recorder.unit, after={"state": state}, note=note)
    return act


def end_loss(recorder: Recorder, loan: Loan, item: Item, state: str, kind: str, *, note: str = "") -> None:
    """What ending a loss changes, as an act of its own or a part of the payment that ended it."""
    if loan.state != LoanState.LOST:
        raise Refused([Problem("not_lost", _("The copy is not declared lost."), can_override=False)])
    recorder.set(loan, state=state, returned_at=recorder.at)
    if state != LoanState.PAID:
        for charge in Charge.objects.filter(loan=loan, kind=ChargeKind.LOSS, state=ChargeState.OPEN):
            recorder.set(charge, state=ChargeState.FORGIVEN, settled_at=recorder.at)
    _told(recorder, kind, loan, item, state=state, note=note)


def _lock(loan: Loan) -> tuple[Item, Loan, Unit]:
    item_id, unit_id = Loan.objects.values_list("item_id", "unit_id").get(pk=loan.pk)
    item = lock_item(item_id)
    return item, Loan.objects.get(pk=loan.pk), snapshot().unit(unit_id)


def _told(recorder: Recorder, kind: str, loan: Loan, item: Item, **detail: Any) -> None:
    recorder.add(
        kind, reader_id=loan.reader_id, item_id=item.pk, loan=loan, of=dimensions_of_loan(loan),
        audience=loan.audience, place=PLACE[Mode(loan.mode)], **detail,
    )  # fmt: skip
