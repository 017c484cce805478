"""A reader wants to pick up elsewhere, or to wait until another day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.lending.acts import persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import Channel, Hold, HoldState
from chytalnia.lending.snapshot import snapshot
from chytalnia.network.models import Unit
from chytalnia.people import access

from .holds import lock_hold


@persistent
def change_hold(
    *,
    hold: Hold,
    pickup: Unit | None = None,
    expires_on: date | None = None,
    by: Any = None,
    channel: str = Channel.DESK,
) -> Hold:
    """Set another library to pick up in, or another last day to wait; what is None stays. The place in the queue stays.

    No act: nothing that is counted. A copy on its way goes on from where it arrives. Raises Refused: `not_live`, `on_its_way`
    for a copy that waits on the shelf already; PermissionDenied.
    """
    locked, _item = lock_hold(hold)
    if by is not None and channel == Channel.DESK:
        access.require(by, "lending.hold", snapshot().unit(locked.pickup_unit_id))
    if not locked.is_live:
        raise Refused([Problem("not_live", _("The hold has ended already."), can_override=False)])
    if pickup is not None and pickup.pk != locked.pickup_unit_id:
        if locked.state == HoldState.ON_SHELF:
            raise Refused([Problem("on_its_way", _("A copy waits for the reader already."), can_override=False)])
        locked.pickup_unit = pickup
    if expires_on is not None:
        locked.expires_on = expires_on
    locked.save(update_fields=["pickup_unit", "expires_on"])
    return locked
