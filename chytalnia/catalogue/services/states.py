"""The state of one copy as lending changes it all day: cheap, and told to the search in the same transaction."""

from __future__ import annotations

from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus
from chytalnia.core import statements
from chytalnia.search import services as search


def set_status(*, item: Item, status: str, work_id: int, asked_for: int = 0) -> None:
    """Put a copy that the caller has locked into another state. Nothing is said to the journal: that is the caller's act.

    `work_id` is the work its record shows under; its number of available copies follows, and `asked_for` is added to how
    much it is asked for. Three short statements, whatever the work.
    """
    if item.status != status:
        told = [statements.change(Item, item.pk, status=status, changed_at=timezone.now())]
        freed = (status == ItemStatus.AVAILABLE) - (item.status == ItemStatus.AVAILABLE)
        item.status = status
        if freed or asked_for:
            told += [(_COUNTED, [freed, asked_for, work_id, freed]), search.noted("work", work_id)]
        statements.write(*told)


#: A count that drifted below what is taken from it is for `chytalnia check`, not for a reader at the desk.
_COUNTED = (
    "UPDATE catalogue_work SET available_count = available_count + %s, popularity = popularity + %s"
    " WHERE id = %s AND (available_count > 0 OR %s >= 0)"
)
