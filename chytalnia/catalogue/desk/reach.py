"""Which records a person reaches at the desk: those of their libraries, and those under which copies of theirs stand."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.http import Http404

from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.models.record import RecordQuerySet
from chytalnia.catalogue.queries import holder_of
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people import rules

VIEW, EDIT, DELETE = "catalogue.view", "catalogue.edit_record", "catalogue.delete_record"


def records_of(user: Any, action: str = VIEW) -> RecordQuerySet:
    """Records that the person may see (or do `action` with)."""
    paths = rules.paths_where(user, action)
    if "" in paths:
        return Record.objects.all()
    own = under(paths, "owner__path")
    if action == VIEW:
        standing = Item.objects.filter(under(paths, "unit__path"), record=OuterRef("pk"))
        return Record.objects.filter(own | Exists(standing))  # type: ignore[operator]
    return Record.objects.filter(own)


def listed_for(user: Any) -> RecordQuerySet:
    """Records that the person may see, what changed last first: those of a branch are read by their keys, not each of the network."""
    paths = rules.paths_where(user, VIEW)
    if "" in paths:
        return Record.objects.order_by("-changed_at", "-pk")  # type: ignore[return-value]
    own = Record.objects.filter(under(paths, "owner__path")).values("pk")
    standing = Item.objects.filter(under(paths, "unit__path")).values("record")
    # Sorted by a term: by the column, SQLite would look each key up under each date of the index.
    newest = Coalesce("changed_at", "changed_at").desc()
    return Record.objects.filter(pk__in=own.union(standing)).order_by(newest, "-pk")  # type: ignore[return-value]


def record_for(user: Any, pk: int, action: str = VIEW) -> Record:
    """The record, or 404 for one that is not there and a refusal for one of another library."""
    record = Record.objects.select_related("owner", "work", "changed_by").filter(pk=pk).first()
    if record is None:
        raise Http404
    if not records_of(user, action).filter(pk=pk).exists():
        raise PermissionDenied(action)
    return record


def may_edit(user: Any, record: Record) -> bool:
    return bool(record.owner and rules.may(user, EDIT, record.owner)) or (
        record.owner is None and rules.may(user, EDIT)
    )


def libraries_for_new(user: Any) -> list[Unit]:
    """The balance holders for which the person may describe: what a new record can belong to."""
    found: dict[int, Unit] = {}
    paths = rules.paths_where(user, EDIT)
    for unit in Unit.objects.filter(depth=1) if "" in paths else Unit.objects.filter(path__in=paths):
        for one in [unit, *Unit.objects.filter(under([unit.path]), kind="system")]:
            holder = holder_of(one)
            if rules.may(user, EDIT, holder):
                found[holder.pk] = holder
    return sorted(found.values(), key=lambda u: u.path)
