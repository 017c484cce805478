"""Drift between the tables of the catalogue, found and mended. `chytalnia check` calls `check`."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Authority, Item, ItemStatus, Record, Work
from chytalnia.catalogue.services import merging, works


@dataclass(slots=True)
class Drift:
    """Primary keys of what is not as it should be."""

    #: records that show under another work, items under another record, than joins and merges say
    records_astray: list[int] = field(default_factory=list)
    items_astray: list[int] = field(default_factory=list)
    #: works that nothing belongs to and no decision needs
    works_empty: list[int] = field(default_factory=list)
    #: works whose counts of records or items are wrong
    works_miscounted: list[int] = field(default_factory=list)
    authorities_unused: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.records_astray, self.items_astray, self.works_empty, self.works_miscounted))


def check(*, mend: bool = False) -> Drift:
    """Look for drift; with `mend` put right what was found, in one transaction for each kind."""
    drift = Drift(
        records_astray=_records_astray(),
        items_astray=_items_astray(),
        works_miscounted=_miscounted(),
        works_empty=list(_empty().values_list("pk", flat=True)),
        authorities_unused=list(_unused().values_list("pk", flat=True)),
    )
    if mend:
        _mend(drift)
    return drift


def _unused() -> QuerySet[Authority]:
    """Made from records that are gone. One that leads on to another is kept, and so is the one it leads to."""
    return Authority.objects.filter(derived=True, headings=None, merged_into=None, merged=None)


def _records_astray() -> list[int]:
    """Records not under the work at the end of the chain of joins."""
    joined = Work.objects.filter(Q(joined_into__isnull=False)).values_list("pk", flat=True)
    roots = works.roots_of(list(joined))
    astray = list(
        Record.objects.filter(base_work__joined_into=None).exclude(work=F("base_work")).values_list("pk", flat=True)
    )
    for piece in chunks(roots):
        rows = Record.objects.filter(base_work__in=piece).values_list("pk", "base_work", "work")
        astray += [pk for pk, base, work in rows if roots[base] != work]
    return astray


def _items_astray() -> list[int]:
    astray = list(
        Item.objects.filter(base_record__merged_into=None).exclude(record=F("base_record")).values_list("pk", flat=True)
    )
    rows = list(Item.objects.filter(base_record__merged_into__isnull=False).values_list("pk", "base_record", "record"))
    for piece in chunks(rows):
        roots = merging.standing_for({base for _, base, _ in piece})
        astray += [pk for pk, base, record in piece if roots[base] != record]
    return astray


def _miscounted() -> list[int]:
    """By pages of works, so that a million of them is no load on memory."""
    wrong: list[int] = []
    last = 0
    while rows := list(
        Work.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "record_count", "item_count", "available_count")[:2000]
    ):
        span = {"work__gte": rows[0][0], "work__lte": rows[-1][0]}
        records = dict(Record.objects.public().filter(**span).order_by().values_list("work").annotate(n=Count("pk")))
        items = {
            work: (n, free)
            for work, n, free in Item.objects.in_stock()
            .filter(**{f"record__{name}": value for name, value in span.items()})
            .order_by()
            .values_list("record__work")
            .annotate(n=Count("pk"), free=Count("pk", filter=Q(status=ItemStatus.AVAILABLE)))
        }
        wrong += [pk for pk, n, *stock in rows if (n, *stock) != (records.get(pk, 0), *items.get(pk, (0, 0)))]
        last = rows[-1][0]
    return wrong


def _empty():  # type: ignore[no-untyped-def]
    return Work.objects.filter(
        records=None, base_records=None, joined_into=None, joined=None, changes=None, record_count=0
    )


def _mend(drift: Drift) -> None:
    with transaction.atomic():
        bases = Record.objects.filter(pk__in=drift.records_astray).values_list("base_work", flat=True)
        touched = works.resettle(set(bases))
        item_bases = Item.objects.filter(pk__in=drift.items_astray).values_list("base_record", flat=True)
        touched |= merging.settle_items(set(item_bases))
        works.refresh(touched | set(drift.works_miscounted))
    with transaction.atomic():
        for piece in chunks(drift.works_empty):
            _empty().filter(pk__in=piece).delete()
        for piece in chunks(drift.authorities_unused):
            _unused().filter(pk__in=piece).delete()
