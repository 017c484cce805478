"""What the worker does for bookcrossing."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from .models import Sighting
from .services import following


@task()
def tell_the_rest(step_pk: int, after: int) -> int:
    """Tell the next followers of a step; begun twice, each hears of it once."""
    step = Sighting.objects.select_related("traveller__unit", "shelf__unit").filter(pk=step_pk).first()
    if step is None:
        return 0
    with transaction.atomic():
        return following.tell(step, step.traveller, after)
