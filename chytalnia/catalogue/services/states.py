"""The state of one copy as lending changes it all day: cheap, and told to the search in the same transaction."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus, Work
from chytalnia.search import services as search


def set_status(*, item: Item, status: str, work_id: int, asked_for: int = 0) -> None:
    """Put a copy that the caller has locked into another state. Nothing is said to the journal: that is the caller's act.

    `work_id` is the work its record shows under; its number of available copies follows, and `asked_for` is added to how
    much it is asked for. Three short statements, whatever the work.
    """
    if item.status != status:
        now = timezone.now()
        Item.objects.filter(pk=item.pk).update(status=status, changed_at=now)
        freed = (status == ItemStatus.AVAILABLE) - (item.status == ItemStatus.AVAILABLE)
        item.status = status
        if not freed and not asked_for:
            return
        # A count that drifted below what is taken from it is for `chytalnia check`, not for a reader at the desk.
        works = Work.objects.filter(pk=work_id)
        if freed < 0:
            works = works.filter(available_count__gt=0)
        works.update(available_count=F("available_count") + freed, popularity=F("popularity") + asked_for)
        search.enqueue("work", [work_id])
