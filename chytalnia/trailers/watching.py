"""Views of trailers: facts, and beside them a number on the trailer, written together a moment later."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chytalnia.journal import later
from chytalnia.wire.languages import marc_code

from .models import Trailer


def _write(batch: list[dict[str, Any]]) -> int:
    with transaction.atomic():
        for pk, count in sorted(Counter(fact["source"].pk for fact in batch).items()):
            Trailer.objects.filter(pk=pk).update(views=F("views") + count)
        return later.write(batch)


buffer = later.Buffer(write=_write)


def watched(trailer: Trailer) -> None:
    buffer.add(
        {"kind": "trailers.views", "unit": trailer.unit_id, "source": trailer, "audience": trailer.audience,
         "language": marc_code(trailer.language), "at": timezone.now()}
    )  # fmt: skip
