"""Two records of one person: made one, and parted again."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.people.errors import NotMergeableError
from chytalnia.people.models import Reader, ReaderMerge, ReaderState
from chytalnia.people.signals import readers_merged, readers_unmerged

from .registering import keep_words
from .trail import log

#: What the kept record takes over where it has nothing itself.
TAKEN = (
    "patronymic", "birth_date", "sex", "address", "settlement", "phone", "phone_digits", "email", "education",
    "occupation", "study_place", "study_group", "social", "language", "interests", "document_hash", "household_id",
    "household_role", "user_id",
)  # fmt: skip

_EMPTY: dict[str, Any] = {"birth_date": None, "household_id": None, "user_id": None, "social": []}


@transaction.atomic
def merge(*, keep: Reader, gone: Reader, by: Any = None, note: str = "") -> ReaderMerge:
    """Let one record stand for both: its gaps are filled from the other, which leads on to it from now on.

    Cards, years and consents of the other stay with it and are found through the kept one; rooms above move their rows
    on `readers_merged`. Merged already the same way, it is the same merge. Raises NotMergeableError.
    """
    keep, gone = _locked(keep, gone)
    done = ReaderMerge.objects.filter(kept=keep, merged=gone, undone_at=None).first()
    if done is not None:
        return done
    wrong = keep.pk == gone.pk or keep.kind != gone.kind or keep.anonymised_at or gone.anonymised_at
    if wrong or keep.state != ReaderState.ACTIVE or gone.state == ReaderState.MERGED:
        raise NotMergeableError
    merge = ReaderMerge(kept=keep, merged=gone, by=by, note=note[:300], before={"state": gone.state, "taken": {}})
    taken = {name: getattr(gone, name) for name in TAKEN if _is_gap(keep, name) and getattr(gone, name)}
    if "household_id" not in taken:
        # The place in a family comes only with the family.
        taken.pop("household_role", None)
    merge.before["taken"] = {name: _plain(value) for name, value in taken.items()}
    merge.before["keep_history"], merge.before["shows_parents"] = keep.keep_history, keep.shows_parents
    merge.before["block"] = [_plain(keep.blocked_until), keep.block_reason]
    gone.state, gone.merged_into = ReaderState.MERGED, keep
    if "user_id" in taken:
        gone.user_id = None
    gone.save()
    for name, value in taken.items():
        setattr(keep, name, value)
    if gone.blocked_until and (keep.blocked_until is None or keep.blocked_until < gone.blocked_until):
        keep.blocked_until, keep.block_reason = gone.blocked_until, gone.block_reason
    keep.keep_history = keep.keep_history and gone.keep_history
    # Whoever said no on either record has not said yes.
    keep.shows_parents = keep.shows_parents and gone.shows_parents
    keep.save()
    keep_words([keep])
    merge.save()
    log("people.merge_readers", keep, by=by, merged=gone.pk, merge=merge.pk, fields=taken)
    readers_merged.send(ReaderMerge, merge=merge, kept=keep, merged=gone, by=by)
    merge.save(update_fields=["moved"])
    return merge


@transaction.atomic
def unmerge(*, merge: ReaderMerge, by: Any = None) -> ReaderMerge:
    """Part two records again. What the kept one took is given back, unless it was changed since.

    Parted already, it is left as it is. Raises NotMergeableError when the kept record is itself merged or removed.
    """
    merge = ReaderMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    keep, gone = _locked(merge.kept, merge.merged)
    if keep.merged_into_id is not None or keep.anonymised_at or gone.anonymised_at:
        raise NotMergeableError
    taken = merge.before.get("taken", {})
    back = {name for name, value in taken.items() if _plain(getattr(keep, name)) == value}
    for name in back:
        setattr(keep, name, copy(_EMPTY.get(name, "")))
    if (_plain(keep.blocked_until), keep.block_reason) == (_plain(gone.blocked_until), gone.block_reason):
        until, reason = merge.before["block"]
        keep.blocked_until, keep.block_reason = date.fromisoformat(until) if until else None, reason
    if not keep.keep_history:
        keep.keep_history = merge.before["keep_history"]
    if not keep.shows_parents:
        keep.shows_parents = merge.before.get("shows_parents", False)
    keep.save()
    gone.state, gone.merged_into = merge.before["state"], None
    if "user_id" in back:
        gone.user_id = taken["user_id"]
    gone.save()
    keep_words([keep, gone])
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    log("people.unmerge_readers", keep, by=by, merged=gone.pk, merge=merge.pk)
    readers_unmerged.send(ReaderMerge, merge=merge, kept=keep, merged=gone, by=by)
    return merge


def _locked(keep: Reader, gone: Reader) -> tuple[Reader, Reader]:
    """Both rows locked, always in the same order, so that two merges never wait for each other."""
    rows = Reader.objects.select_for_update(of=("self",)).select_related("home_unit").filter(pk__in=[keep.pk, gone.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[keep.pk], found[gone.pk]


def _is_gap(reader: Reader, name: str) -> bool:
    return not getattr(reader, name)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
