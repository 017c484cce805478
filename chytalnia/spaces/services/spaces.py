"""What can be booked: rooms made and changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.spaces.models import Space, new_token

from .occasions import hold_all


@transaction.atomic
def save_space(*, space: Space | None = None, unit: Unit, by: Any = None, **fields: Any) -> Space:
    """Make a room, or change one, and return it; events to come in its zone hold it."""
    made = space or Space(unit=unit)
    made.unit = unit
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean(exclude=["unit", "zone"])
    made.save()
    audit.log("spaces.space", by=by, about=made, unit=unit, after={"seats": made.seats, "is_open": made.is_open})
    hold_all(made)
    return made


@transaction.atomic
def new_door(*, space: Space, by: Any = None) -> Space:
    """Give the door another code, when the old one is known to too many."""
    locked = Space.objects.select_for_update().get(pk=space.pk)
    locked.door_token = new_token()
    locked.save(update_fields=["door_token"])
    audit.log("spaces.space", by=by, about=locked, unit=locked.unit, after={"door": True})
    return locked
