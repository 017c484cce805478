"""What is written in the audit log about readers: numbers and names of fields, never the data themselves.

The log is sealed and outlives the removal of a reader's data, so nobody's name may be in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from chytalnia.core import audit
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries

#: A page that is opened again within this time is the same look.
SAME_LOOK = timedelta(minutes=10)


class _Nameless:
    """A reader as the log keeps it."""

    def __init__(self, reader: Reader) -> None:
        self.pk = reader.pk
        self._meta = reader._meta

    def __str__(self) -> str:
        return f"#{self.pk}"


def log(
    act: str,
    reader: Reader,
    *,
    by: Any,
    unit: Any = None,
    fields: Iterable[str] = (),
    request: HttpRequest | None = None,
    **after: Any,
) -> None:
    if fields := sorted(fields):
        after["fields"] = fields
    audit.log(act, by=by, about=_Nameless(reader), unit=unit or reader.home_unit, after=after, request=request)


@transaction.atomic
def look(*, reader: Reader, by: Any, request: HttpRequest | None = None, what: str = "page") -> None:
    """Note that a member of staff looked at a child's record. Looking at a grown-up's leaves no trace."""
    if not queries.is_child(reader):
        return
    key = f"people.look:{getattr(by, 'pk', by)}:{reader.pk}:{what}"
    if cache.add(key, True, timeout=int(SAME_LOOK.total_seconds())):
        log("people.look", reader, by=by, request=request, what=what)
