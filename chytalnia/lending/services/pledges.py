"""Pledges: money of a reader that the library keeps while they have its copies, and gives back. It is never income."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.lending.acts import Recorder, known, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import ActKind, Charge, ChargeKind, ChargeState
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import Reader

from .money import charge_of, refuse_sum, told


@persistent
def take_pledge(
    *,
    reader: Reader,
    unit: Unit,
    amount_minor: int,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    receipt: str = "",
    note: str = "",
) -> Charge:
    """Keep a reader's money while they have a copy. The same `key` again gives the same pledge.

    Raises Refused (`no_sum`), PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.money", unit)
    refuse_sum(amount_minor)
    if again := known(key):
        return charge_of(again)
    recorder = Recorder(unit=unit, by=by, at=at, key=key)
    pledge = recorder.make(
        Charge(
            reader=reader, unit=unit, kind=ChargeKind.PLEDGE, amount_minor=amount_minor, state=ChargeState.HELD,
            currency=snapshot().setting(unit, "lending.currency"), made_at=recorder.at, receipt=receipt[:60],
            note=note[:300],
        )
    )  # fmt: skip
    told(recorder, ActKind.PLEDGE, pledge)
    audit.log("lending.take_pledge", by=by, about=pledge, unit=unit, after={"receipt": receipt})
    return pledge


def give_back_pledge(
    *, pledge: Charge, unit: Unit, by: Any = None, key: uuid.UUID | str | None = None, note: str = ""
) -> Charge:
    """Return a pledge to its reader. Raises Refused (`not_held`), PermissionDenied."""
    return _end(pledge, unit, by, key, ChargeState.GIVEN_BACK, ActKind.PLEDGE_BACK, "lending.money", note)


def forfeit_pledge(
    *, pledge: Charge, unit: Unit, by: Any = None, key: uuid.UUID | str | None = None, note: str
) -> Charge:
    """Make a pledge the library's, as its rules say and for a reason. Raises Refused, PermissionDenied."""
    if not note.strip():
        raise Refused([Problem("no_reason", _("Say why."), can_override=False)])
    return _end(pledge, unit, by, key, ChargeState.FORFEITED, ActKind.FORFEIT, "lending.forgive", note)


@persistent
def _end(
    pledge: Charge,
    unit: Unit,
    by: Any,
    key: uuid.UUID | str | None,
    state: str,
    kind: str,
    action: str,
    note: str,
) -> Charge:
    if by is not None:
        access.require(by, action, unit)
    pledge = Charge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
    if known(key):
        return pledge
    if pledge.state != ChargeState.HELD:
        raise Refused([Problem("not_held", _("The pledge is not held any more."), can_override=False)])
    recorder = Recorder(unit=unit, by=by, key=key)
    recorder.set(pledge, state=state, settled_at=recorder.at, note=note[:300] or pledge.note)
    told(recorder, kind, pledge)
    audit.log("lending.end_pledge", by=by, about=pledge, unit=unit, after={"state": state}, note=note)
    return pledge
