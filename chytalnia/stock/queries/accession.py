"""The accession book: every copy of a holder in the order of its inventory number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit
from chytalnia.stock.models import Scan, Verdict


def accession_book(holder: Unit, *, first: str = "", last: str = "") -> QuerySet[Item]:
    """Copies with an inventory number from `first` to `last`, in natural order: № 9 stands before № 10."""
    items = (
        Item.objects.filter(holder=holder)
        .exclude(inventory_number="")
        .annotate(digits=Length("inventory_number"))
        .select_related("unit", "zone", "record", "stock_entry", "stock_entry__lot")
        .defer("record__source", "record__bib_data")
    )
    if first:
        items = items.filter(Q(digits__gt=len(first)) | Q(digits=len(first), inventory_number__gte=first))
    if last:
        items = items.filter(Q(digits__lt=len(last)) | Q(digits=len(last), inventory_number__lte=last))
    return items.order_by("digits", "inventory_number", "pk")


def years_checked(items: Sequence[Item]) -> dict[int, list[int]]:
    """For copies, the years of finished checks in which they were on their shelf. One query."""
    rows: Any = Scan.objects.filter(
        item__in=[item.pk for item in items], check_of__stage="finished", verdict=Verdict.FOUND
    ).values_list("item", "check_of__ended_at__year")
    found: dict[int, set[int]] = defaultdict(set)
    for item, year in rows:
        found[item].add(year)
    return {item: sorted(years) for item, years in found.items()}
