"""What the desk's screens do beyond one record's save: bring back, titles of works, authorities corrected and merged."""

from __future__ import annotations

import contextlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.catalogue import derive, errors
from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.derive import skeleton
from chytalnia.catalogue.models import Authority, Heading, Record, Work
from chytalnia.catalogue.services import headings, works
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.journal.errors import AlreadyReversedError
from chytalnia.journal.models import Fact
from chytalnia.search import services as search


@transaction.atomic
def bring_back(*, record: Record, by: Any = None) -> None:
    """Put a removed record back into the catalogue; its removal is taken out of the count."""
    locked = Record.objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)
    if locked.deleted_at is None:
        return
    Record.objects.filter(pk=locked.pk).update(deleted_at=None, changed_at=timezone.now())
    removals = Fact.objects.filter(
        kind="records.removed", source_kind="catalogue.record", source_id=str(locked.pk), reverses=None
    )
    if fact := removals.order_by("-pk").first():
        # Somebody may have taken the count back already; the record itself is what matters here.
        with contextlib.suppress(AlreadyReversedError):
            journal.reverse(fact, by=by)
    works.refresh([locked.work_id])
    audit.log("catalogue.delete_record", by=by, about=locked, unit=locked.owner, after={"deleted": False})


@transaction.atomic
def correct_authority(
    *, authority: Authority, heading: str, variants: list[str], dates: str = "", note: str = "", by: Any = None
) -> Authority:
    """Correct a heading and its other spellings. Raises HeadingTaken when another authority already has this heading."""
    locked = Authority.objects.select_for_update().get(pk=authority.pk)
    before = {"heading": locked.heading, "variants": locked.variants, "dates": locked.dates}
    if locked.heading != heading and locked.heading not in variants:
        variants = [*variants, locked.heading]
    locked.heading, locked.dates, locked.note, locked.derived = heading[:500], dates[:60], note, False
    locked.variants = [v for v in dict.fromkeys(variants) if v and v != heading]
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError:
        raise errors.HeadingTaken from None
    _tell_works(locked)
    audit.log("catalogue.edit_authority", by=by, about=locked, before=before, after={"heading": heading})
    return locked


@transaction.atomic
def create_authority(
    *, kind: str, heading: str, variants: list[str], dates: str = "", note: str = "", by: Any = None
) -> Authority:
    """A new authority made by hand. Raises HeadingTaken."""
    key = skeleton(f"{heading} {dates}")[:200]
    if not key:
        raise errors.HeadingTaken
    made, fresh = Authority.objects.get_or_create(
        kind=kind, key=key,
        defaults={"heading": heading[:500], "dates": dates[:60], "note": note, "variants": variants, "derived": False},
    )  # fmt: skip
    if not fresh:
        raise errors.HeadingTaken
    audit.log("catalogue.edit_authority", by=by, about=made, after={"created": True})
    return made


@transaction.atomic
def merge_authorities(*, keep: Authority, other: Authority, reason: str = "", by: Any = None) -> Authority:
    """Let one authority stand for two: its records and spellings go over, the act and both states into the log.

    The row of the other stays under its key and points to the one that was kept, so that records that come later with
    its spelling are led on; `part_authorities` takes it back. Raises NotJoinable for one and the same, for two kinds, and
    for one that already is a part of another.
    """
    if keep.pk == other.pk or keep.kind != other.kind:
        raise errors.NotJoinable
    locked = {a.pk: a for a in Authority.objects.select_for_update().filter(pk__in=[keep.pk, other.pk])}
    first, second = locked[keep.pk], locked[other.pk]
    if first.merged_into_id or second.merged_into_id:
        raise errors.NotJoinable
    have = set(Heading.objects.filter(authority=first).values_list("record_id", "role"))
    moved = list(Heading.objects.filter(authority=second).values_list("pk", "record_id", "role"))
    double = [pk for pk, record, role in moved if (record, role) in have]
    Heading.objects.filter(pk__in=double).delete()
    Heading.objects.filter(authority=second).update(authority=first)
    Authority.objects.filter(pk=second.pk).update(merged_into=first)
    first.variants = list(dict.fromkeys([*first.variants, second.heading, *second.variants]))
    first.derived = False
    first.save(update_fields=["variants", "derived"])
    audit.log(
        "catalogue.edit_authority", by=by, about=first, note=reason,
        after={"merged": second.pk, "heading": second.heading, "records": [[r, role] for _pk, r, role in moved]},
    )  # fmt: skip
    _tell_works(first)
    return first


@transaction.atomic
def part_authorities(*, other: Authority, by: Any = None) -> Authority:
    """Undo a merge: an authority stands for itself again, and so do the records that came with its spelling.

    The links are made anew from the records themselves, so what was imported or corrected since is sorted as well. The
    spellings that the merge brought go with it. Raises AlreadyUndone when it stands for itself.
    """
    second = Authority.objects.select_for_update().get(pk=other.pk)
    if second.merged_into_id is None:
        raise errors.AlreadyUndone
    first = Authority.objects.select_for_update().get(pk=second.merged_into_id)
    Authority.objects.filter(pk=second.pk).update(merged_into=None)
    brought = {second.heading, *second.variants}
    first.variants = [v for v in first.variants if v not in brought]
    first.save(update_fields=["variants"])
    root = headings.roots_of([first.pk])[first.pk]
    under = set(Heading.objects.filter(authority=root).values_list("record_id", flat=True))
    for piece in chunks(under):
        records = Record.objects.filter(pk__in=piece)
        headings.link({record.pk: derive.headings(record.bib) for record in records}, replace=piece)
    audit.log("catalogue.edit_authority", by=by, about=first, after={"parted": second.pk, "heading": second.heading})
    _tell_works(first)
    _tell_works(second)
    second.refresh_from_db()
    return second


def _tell_works(authority: Authority) -> None:
    found = Record.objects.filter(headings__authority=authority).values_list("work_id", flat=True).distinct()
    search.enqueue("work", sorted(found))


@transaction.atomic
def name_work(*, work: Work, title: str, titles: dict[str, list[str]], by: Any = None) -> Work:
    """Set a work's title and its titles by language; they stay whatever is imported, merged or split later.

    Languages that `titles` leaves out go on showing what their records say. `unname_work` gives the title back.
    """
    locked = Work.objects.select_for_update().get(pk=work.pk)
    before = {"title": locked.title, "titles": locked.titles}
    locked.named = {"title": title[:500], "titles": titles}
    # A work without records is not made anew, so what it is called is written here as well.
    locked.title, locked.titles, locked.sort_title = title[:500], titles, derive.filing(title)
    locked.save(update_fields=["named", "title", "titles", "sort_title"])
    works.refresh([locked.pk])
    audit.log("catalogue.edit_work", by=by, about=locked, before=before, after={"title": title, "titles": titles})
    locked.refresh_from_db()
    return locked


@transaction.atomic
def unname_work(*, work: Work, by: Any = None) -> Work:
    """Let a work's titles be made of its records again."""
    locked = Work.objects.select_for_update().get(pk=work.pk)
    if locked.named is None:
        return locked
    before = {"title": locked.title, "titles": locked.titles}
    locked.named = None
    locked.save(update_fields=["named"])
    works.refresh([locked.pk])
    locked.refresh_from_db()
    after = {"title": locked.title, "titles": locked.titles}
    audit.log("catalogue.edit_work", by=by, about=locked, before=before, after=after)
    return locked
