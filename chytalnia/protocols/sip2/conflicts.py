"""The list of what machines did without a line, and its end."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core import audit
from chytalnia.protocols.models import Conflict


@transaction.atomic
def settle(*, conflict: Conflict, by: Any) -> Conflict:
    """Take a conflict off the list, when somebody has looked for the book and its reader. Its card is forgotten then."""
    conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if conflict.settled_at is None:
        conflict.settled_at, conflict.settled_by, conflict.card = timezone.now(), by, ""
        conflict.save(update_fields=["settled_at", "settled_by", "card"])
        audit.log("protocols.settle_conflict", by=by, about=conflict, unit=conflict.unit)
    return conflict
