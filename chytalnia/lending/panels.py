"""What lending shows on pages of the rooms below: on a reader's page at the desk, what they have and wait for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chytalnia.people import rules
from chytalnia.people.models import Reader

from . import queries


def reader_at_desk(reader: Reader, request: Any) -> dict[str, Any] | None:
    """Loans and holds of a reader, for those who lend in the reader's library or their own."""
    if not rules.may(request.user, "lending.view"):
        return None
    return {
        "reader": reader, "loans": list(queries.loans_of(reader)[:100]), "holds": list(queries.holds_of(reader)[:50]),
        "summary": queries.summary(reader), "today": timezone.localdate(),
        "may_lend": rules.may(request.user, "lending.lend"),
    }  # fmt: skip
