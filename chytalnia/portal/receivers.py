"""What the portal hears: that somebody searched becomes a fact; that a library changed, a change of what is found."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from chytalnia.journal import later
from chytalnia.network.models import Unit
from chytalnia.network.signals import unit_changed
from chytalnia.search.services import Searched, enqueue
from chytalnia.search.signals import searched
from chytalnia.wire.languages import marc_code

from .entries import KIND


@receiver(searched, dispatch_uid="portal_searched")
def count_search(sender: Any, search: Searched, **kwargs: Any) -> None:
    """A search, and one more fact if it found nothing. Neither the words nor the person are in them."""
    unit = Unit.objects.filter(code=search.unit).values_list("pk", flat=True).first() if search.unit else None
    dimensions = {"place": search.place or "remote", "language": marc_code(search.language)}
    later.record("searches", unit=unit, **dimensions)
    if not search.total:
        later.record("searches.empty", unit=unit, **dimensions)


@receiver(unit_changed, dispatch_uid="portal_unit_changed")
def library_changed(sender: Any, unit: Unit, **kwargs: Any) -> None:
    enqueue(KIND, [unit.pk])
