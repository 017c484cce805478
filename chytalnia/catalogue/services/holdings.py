"""Copies that records report (852, 899, 910, 952) become items where they carry a number of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from chytalnia.catalogue import dimensions
from chytalnia.catalogue.bulk import chunks
from chytalnia.catalogue.models import Item, ItemStatus, Record
from chytalnia.catalogue.models.item import IRBIS_STATUS
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.wire.bib import Bib, Holding

_NUMBER = re.compile(r"\d+(?:[.,]\d{1,2})?")
_CURRENCY = (
    ("₴", "UAH"),
    ("грн", "UAH"),
    ("₸", "KZT"),
    ("тг", "KZT"),
    ("тенге", "KZT"),
    ("₽", "RUB"),
    ("руб", "RUB"),
    ("р.", "RUB"),
    ("$", "USD"),
    ("€", "EUR"),
)


def take_in(
    reported: Iterable[tuple[int, Bib]], *, unit: Unit, holder: Unit, places: Mapping[str, str] | None = None
) -> tuple[list[Item], int]:
    """Make items of the copies that records report; returns those made and how many were there already.

    A copy that is known by barcode, or by inventory number on the same balance, is left as it is: since its import
    people have lent and moved it. A branch is found by what the copy says of its place: first as `places` maps it to a
    unit's code, then by codes and names of units; copies that name none of ours go to `unit`.
    """
    rows = [(pk, bib, holding) for pk, bib in reported for holding in bib.holdings if _numbered(holding)]
    if not rows:
        return [], 0
    barcodes, numbers = _taken([h for _, _, h in rows], holder)
    branches = _branches(holder)
    by_code = {branch.code: branch for branch in branches.values()}
    for name, code in (places or {}).items():
        if code in by_code:
            branches[name.casefold()] = by_code[code]
    standing = dict(
        Record.objects.filter(pk__in=[pk for pk, _, _ in rows], merged_into__isnull=False).values_list(
            "pk", "merged_into"
        )
    )
    made: list[Item] = []
    facts: Counter[tuple[str, str, str, str, int]] = Counter()
    known = 0
    for pk, bib, holding in rows:
        barcode, number = holding.barcode.strip()[:40], holding.inventory_number.strip()[:40]
        if (barcode and barcode in barcodes) or (number and number in numbers):
            known += 1
            continue
        barcodes |= {barcode} - {""}
        numbers |= {number} - {""}
        branch = branches.get(holding.place.casefold()) or branches.get(holding.library.casefold()) or unit
        item = _item(holding, bib)
        item.record_id = standing.get(pk) or pk
        item.base_record_id = pk
        item.holder, item.unit = holder, branch
        made.append(item)
        if item.status != ItemStatus.WITHDRAWN:
            facts[
                dimensions.document_kind(bib), dimensions.language(bib), dimensions.knowledge(bib),
                dimensions.audience(bib), branch.pk,
            ] += 1  # fmt: skip
    Item.objects.bulk_create(made, batch_size=200)
    journal.record_many(
        journal.NewFact(
            kind="items.received", unit=branch, quantity=count, document_kind=kind, language=language,
            knowledge=knowledge, audience=audience, late=True,
        )
        for (kind, language, knowledge, audience, branch), count in sorted(facts.items())
    )  # fmt: skip
    return made, known


def _numbered(holding: Holding) -> bool:
    return bool(holding.barcode.strip() or holding.inventory_number.strip())


def _taken(found: list[Holding], holder: Unit) -> tuple[set[str], set[str]]:
    barcodes: set[str] = set()
    numbers: set[str] = set()
    for piece in chunks({h.barcode.strip()[:40] for h in found} - {""}):
        barcodes.update(Item.objects.filter(barcode__in=piece).values_list("barcode", flat=True))
    for piece in chunks({h.inventory_number.strip()[:40] for h in found} - {""}):
        there = Item.objects.filter(holder=holder, inventory_number__in=piece)
        numbers.update(there.values_list("inventory_number", flat=True))
    return barcodes, numbers


def _branches(holder: Unit) -> dict[str, Unit]:
    """Units under a holder by code and by names, for the place that a copy names."""
    found: dict[str, Unit] = {}
    for unit in Unit.objects.filter(under([holder.path])):
        for name in (*unit.short_name.values(), *unit.name.values(), unit.code):
            if name:
                found[name.casefold()] = unit
    return found


def _item(holding: Holding, bib: Bib) -> Item:
    price, currency = money(holding.price)
    status = IRBIS_STATUS.get(holding.status.strip().upper(), ItemStatus.AVAILABLE)
    acquired = day(holding.acquired)
    item = Item(
        inventory_number=holding.inventory_number.strip()[:40],
        barcode=holding.barcode.strip()[:40],
        shelf_mark=holding.shelf_mark.strip()[:120],
        author_mark=holding.author_mark.strip()[:20],
        class_number=next((c.number for c in bib.classes if c.number), "")[:80],
        price_minor=price,
        currency=currency,
        acquired_on=acquired,
        status=status,
        note=holding.note,
    )
    if status == ItemStatus.WITHDRAWN:
        item.withdrawn_on = acquired or timezone.localdate()
    return item


def money(text: str) -> tuple[int | None, str]:
    """A price as printed, in minor units with its currency: «250.00 грн» → (25000, "UAH"); a bare number is hryvnias."""
    match = _NUMBER.search(text.replace(" ", "").replace(" ", ""))
    if not match:
        return None, ""
    try:
        amount = int(Decimal(match.group().replace(",", ".")) * 100)
    except InvalidOperation:
        return None, ""
    return amount, next((code for sign, code in _CURRENCY if sign in text.casefold()), "UAH")


def day(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) == 8 else None
    except ValueError:
        return None
