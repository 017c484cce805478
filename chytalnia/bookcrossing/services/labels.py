"""Numbers printed before it is known for which books."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.bookcrossing import numbers
from chytalnia.bookcrossing.models import Label, Traveller
from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting


def fresh(unit: Unit, count: int = 1) -> list[str]:
    """Numbers that nobody has, with the prefix of the unit's network."""
    prefix = setting(unit, "bookcrossing.prefix")
    found: set[str] = set()
    while len(found) < count:
        made = {numbers.new(prefix) for _ in range(count - len(found))} - found
        taken = set(Label.objects.filter(number__in=made).values_list("number", flat=True))
        taken |= set(Traveller.objects.filter(number__in=made).values_list("number", flat=True))
        found |= made - taken
    return sorted(found)


@transaction.atomic
def print_labels(*, unit: Unit, count: int, by: Any = None) -> list[Label]:
    """Make labels without a book, to be registered by whoever sticks them in. One moment holds a sheet together."""
    now = timezone.now()
    labels = Label.objects.bulk_create(
        [Label(number=number, unit=unit, printed_at=now) for number in fresh(unit, count)]
    )
    audit.log("bookcrossing.print_labels", by=by, unit=unit, after={"count": count})
    return labels
