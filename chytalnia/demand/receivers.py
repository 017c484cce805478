"""What demand hears: a search that found nothing is demand that nobody met."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from chytalnia.journal.later import Buffer
from chytalnia.network.models import Unit
from chytalnia.search.services import Searched
from chytalnia.search.signals import searched
from chytalnia.wire.languages import marc_code

from . import services

#: A search does not wait for the database; its words are written about once a second.
buffer = Buffer(write=services.note_empty_searches, capacity=5_000)


@receiver(searched, dispatch_uid="demand_searched")
def note_search(sender: Any, search: Searched, **kwargs: Any) -> None:
    if search.total or not search.text.strip():
        return
    unit = Unit.objects.filter(code=search.unit).values_list("pk", flat=True).first() if search.unit else None
    buffer.add({
        "text": search.text, "unit": unit, "language": marc_code(search.language), "day": timezone.localdate(),
    })  # fmt: skip
