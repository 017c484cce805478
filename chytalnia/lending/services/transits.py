"""Copies on their way: put on the van, received, looked for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.catalogue.queries import holder_of
from chytalnia.lending import routing
from chytalnia.lending.acts import Recorder, dimensions_of, known, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import Act, ActKind, Channel, Hold, HoldState, Transit, TransitReason
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access

from .take_back import Returned, repeated, take_back


@persistent
def send(
    *,
    item: Item,
    unit: Unit,
    target: Unit | None = None,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    device: str = "",
) -> Act:
    """Put a copy on the van: one that is to go somewhere, or, with a `target`, a free one that moves there for good.

    Raises Refused: `nowhere_to_go`, `not_free`, `other_holder` (a copy of another balance goes by an act of transfer);
    PermissionDenied.
    """
    if by is not None:
        access.require(by, "lending.move", unit)
    item = lock_item(item.pk)
    if again := known(key):
        return again
    here = snapshot()
    recorder = Recorder(unit=unit, by=by, at=at, key=key, device=device)
    of = dimensions_of(item.record)
    transit = Transit.objects.open().filter(item=item, sent_at=None).select_related("hold").first()
    held = Hold.objects.filter(item=item, state=HoldState.ASSIGNED).select_related("reader").first()
    if transit is not None:
        recorder.set(transit, sent_at=recorder.at)
        code = here.unit(transit.target_id).code
        recorder.add(ActKind.SEND, item_id=item.pk, hold=transit.hold, of=of, transit=transit.pk, target=code)
    elif held is not None and held.pickup_unit_id != unit.pk:
        routing.deliver(recorder, held, item, unit, known=here, of=of)
    elif target is not None and target.pk != unit.pk:
        if item.status != ItemStatus.AVAILABLE:
            raise Refused([Problem("not_free", _("Only a copy that is on its shelf can be moved."))])
        if holder_of(target).pk != item.holder_id:
            message = _("The copy is on another balance; hand it over by an act of transfer.")
            raise Refused([Problem("other_holder", message, can_override=False)])
        routing.send(recorder, item, unit, target, reason=TransitReason.MOVE, of=of)
    else:
        raise Refused([Problem("nowhere_to_go", _("Nobody waits for the copy elsewhere."), can_override=False)])
    return recorder.write()


def receive(
    *,
    item: Item,
    unit: Unit,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    device: str = "",
) -> Returned:
    """Take in a copy that was on its way, here or, gone astray, elsewhere; as `take_back`, but only such a copy.

    Raises Refused (`not_in_transit`), PermissionDenied.
    """
    if again := known(key):
        return repeated(again)
    if not Transit.objects.open().filter(item=item).exists():
        raise Refused([Problem("not_in_transit", _("The copy is not on its way anywhere."), can_override=False)])
    return take_back(item=item, unit=unit, by=by, at=at, key=key, device=device, channel=Channel.DESK)
