"""Merging two records into one that stands for both. Sources stay, items go along, and everything can be taken back.

Merging only sets `merged_into`; where items show and which works change follows from that alone, so the state after an
undo is the state before, whatever was merged, joined, split or imported in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Item, MergeCase, Record
from chytalnia.core import audit

from . import works


@transaction.atomic
def merge(*, case: MergeCase, keep: Record, by: Any = None) -> MergeCase:
    """Let `keep` stand for both records of the case.

    Raises AlreadyDecided, NotInCase, and MergeRing when one of the two already stands for the other in another case.
    """
    if keep.pk not in (case.first_id, case.second_id):
        raise errors.NotInCase
    # Like every decision, one about a case that somebody has decided meanwhile is refused.
    if not MergeCase.objects.filter(pk=case.pk, stage="open").update(kept=keep):
        raise errors.AlreadyDecided
    case.refresh_from_db()
    case.move("merge", by=by)
    return case


def keep_apart(*, case: MergeCase, by: Any = None) -> MergeCase:
    """Decide that the two are different editions; the pair is not proposed again."""
    if not MergeCase.objects.filter(pk=case.pk, stage="open").exists():
        raise errors.AlreadyDecided
    case.refresh_from_db()
    case.move("keep_apart", by=by)
    MergeCase.objects.filter(pk=case.pk).update(decided_at=timezone.now(), decided_by=by)
    case.refresh_from_db()
    return case


def undo(*, case: MergeCase, by: Any = None) -> MergeCase:
    """Take a decision back; the case is open again."""
    case.refresh_from_db()
    case.move("undo", by=by)
    return case


def carry_out(case: MergeCase, *, by: Any) -> None:
    """What the move «merge» brings about; called by the stage machine with the case locked."""
    keep = case.standing
    gone_id = case.second_id if keep.pk == case.first_id else case.first_id
    records = {r.pk: r for r in Record.objects.select_for_update().light().filter(pk__in=[keep.pk, gone_id])}
    gone, keep = records[gone_id], records[keep.pk]
    if gone.merged_into_id is not None or standing_for([keep.pk])[keep.pk] == gone.pk:
        raise errors.MergeRing
    Record.objects.filter(pk=gone.pk).update(merged_into=keep)
    touched = settle_items([gone.pk])
    case.kept, case.decided_at, case.decided_by = keep, timezone.now(), by
    works.refresh({keep.work_id, gone.work_id} | touched)
    audit.log("catalogue.merge", by=by, about=keep, unit=keep.owner, after={"merged": gone.pk, "case": case.pk})


def take_back(case: MergeCase, *, by: Any) -> None:
    """What the move «undo» brings about; called by the stage machine with the case locked."""
    if case.kept_id is not None and case.decided_at is not None:
        gone_id = case.second_id if case.kept_id == case.first_id else case.first_id
        if Record.objects.filter(pk=gone_id, merged_into=case.kept_id).update(merged_into=None):
            touched = settle_items([gone_id])
            both = Record.objects.filter(pk__in=[case.kept_id, gone_id]).values_list("work_id", flat=True)
            works.refresh(set(both) | touched)
    audit.log("catalogue.undo_merge", by=by, about=case, after={"first": case.first_id, "second": case.second_id})
    case.kept, case.decided_at, case.decided_by = None, None, None


def standing_for(pks: Iterable[int]) -> dict[int, int]:
    """The records at the end of `merged_into`, by the ids asked for."""
    roots = {pk: pk for pk in pks}
    while True:
        onward = dict(
            Record.objects.filter(pk__in=set(roots.values()), merged_into__isnull=False).values_list(
                "pk", "merged_into"
            )
        )
        if not onward:
            return roots
        roots = {pk: onward.get(root) or root for pk, root in roots.items()}


def _merged_under(pk: int) -> list[int]:
    found, front = [pk], [pk]
    while front:
        front = list(Record.objects.filter(merged_into__in=front).values_list("pk", flat=True))
        found += front
    return found


def settle_items(pks: Iterable[int]) -> set[int]:
    """Show the items received under these records, and those merged into them, where they belong now.

    Returns the works whose items changed.
    """
    under = {pk for start in pks for pk in _merged_under(start)}
    touched: set[int] = set()
    for base, root in standing_for(under).items():
        moving = Item.objects.filter(base_record=base).exclude(record=root)
        if left := set(moving.values_list("record__work_id", flat=True)):
            moving.update(record=root)
            touched |= left | set(Record.objects.filter(pk=root).values_list("work_id", flat=True))
    return touched
