"""A copy read inside and left on a table: scanned before it is put back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.lending.acts import Recorder, dimensions_of, known, lock_item, persistent
from chytalnia.lending.errors import Problem, Refused
from chytalnia.lending.models import Act, ActKind
from chytalnia.network.models import Unit
from chytalnia.people import access


@persistent
def count_in_house(
    *,
    item: Item,
    unit: Unit,
    by: Any = None,
    at: datetime | None = None,
    key: uuid.UUID | str | None = None,
    device: str = "",
) -> Act:
    """Count that a copy was read in the library, by nobody in particular. Raises Refused (`not_free`), PermissionDenied."""
    if by is not None:
        access.require(by, "lending.take_back", unit)
    item = lock_item(item.pk, with_bib=True)
    if again := known(key):
        return again
    if item.status not in (ItemStatus.AVAILABLE, ItemStatus.NOT_LENT):
        message = _("The copy is not on its shelf: %(state)s.") % {"state": item.get_status_display()}
        raise Refused([Problem("not_free", message, can_override=False)])
    recorder = Recorder(unit=unit, by=by, at=at, key=key, device=device)
    recorder.add(ActKind.IN_HOUSE, item_id=item.pk, of=dimensions_of(item.record), place="onsite")
    return recorder.write()
