"""Stock accounting of the demonstration network: a lot, acts of write-off, and an inventory check that is under way."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus, Record
from chytalnia.network.models import Unit, Zone
from chytalnia.people.models import User
from chytalnia.stock.models import Entry, InventoryCheck
from chytalnia.stock.services import checking, entries, receiving, writing_off

from .stock import Progress, is_for_children

_COMMISSION = [
    "Бондаренко Л. І., директор", "Вовк Т. М., каталогізатор", "Шульга О. Д., завідувач філії № 1",
]  # fmt: skip
#: How much of the shelf the check has read.
_READ = 0.7


def build(progress: Progress = lambda done, total: None) -> None:
    _register()
    progress(1, 4)
    city, branch = Unit.objects.get(code="kremenchuk"), Unit.objects.get(code="kremenchuk-f1")
    central = Unit.objects.get(code="kremenchuk-cb")
    director = User.objects.get(username="director")
    with transaction.atomic():
        _lot(city, central, branch, director)
        progress(2, 4)
        _acts(city, branch, director)
        progress(3, 4)
        _check(branch)
        progress(4, 4)


def _register() -> None:
    """Lines of the accession register, with the audience that the journal was told."""
    entries.complete()
    children = [record.pk for record in Record.objects.active().defer("source") if is_for_children(record.bib)]
    for start in range(0, len(children), 500):
        Entry.objects.filter(item__base_record__in=children[start : start + 500]).update(audience="children")


def _lot(city: Unit, central: Unit, branch: Unit, by: User) -> None:
    day = _working_day(timezone.localdate() - timedelta(days=4))
    lot = receiving.begin(
        unit=city, on=day, by=by, source="trade", supplier="Книгарня «Сторінка»", document="Накладна № 184",
        document_on=day - timedelta(days=1), currency="UAH", declared_copies=14, commission=_COMMISSION,
    )  # fmt: skip
    records = Record.objects.active().filter(owner=city).order_by("-year", "pk")[:5]
    for n, record in enumerate(records):
        receiving.receive(
            lot=lot, record=record, unit=branch if n % 2 else central, count=2, by=by, price_minor=21_500 + 1_750 * n
        )


def _acts(city: Unit, branch: Unit, by: User) -> None:
    old = list(
        # Books for children are told by their titles here, which withdrawal does not know: they would not balance.
        Item.objects.filter(unit=branch, status=ItemStatus.AVAILABLE, acquired_on__isnull=False)
        .exclude(stock_entry__audience="children")
        .order_by("acquired_on", "pk")[:12]
    )
    act = writing_off.begin(
        unit=city, reason="worn", on=_working_day(timezone.localdate() - timedelta(days=2)), by=by, commission=_COMMISSION,
        basis="Наказ № 31",
    )  # fmt: skip
    writing_off.add(act=act, items=old[:8], by=by)
    act.move("approve", by=by)
    draft = writing_off.begin(
        unit=branch, reason="obsolete", on=timezone.localdate(), by=by, commission=_COMMISSION[:2]
    )  # fmt: skip
    writing_off.add(act=draft, items=old[8:], by=by)


def _check(branch: Unit) -> None:
    """Begun in the fullest zone of the branch, with most of it read and a few surprises on the way."""
    reader = User.objects.get(username="librarian")
    zones = Zone.objects.filter(unit=branch).order_by("code")
    zone = max(zones, key=lambda zone: Item.objects.in_stock().filter(zone=zone).count(), default=None)
    check = checking.begin(unit=branch, zone=zone, by=reader, basis="План на рік", commission=_COMMISSION)
    standing = list(check.scope().filter(status__in=("available", "not_lent")).order_by("shelf_mark", "pk"))
    for item in standing[: int(len(standing) * _READ)]:
        # Here and there one is not in its place.
        if item.pk % 17:
            _read(check, item.barcode, reader)
    strangers = [
        Item.objects.in_stock().filter(holder=standing[0].holder_id).exclude(unit=branch).order_by("pk"),
        Item.objects.in_stock().filter(unit=branch).exclude(zone=zone).order_by("pk"),
        check.scope().filter(status=ItemStatus.ON_LOAN).order_by("pk"),
        check.scope().filter(status=ItemStatus.MISSING).order_by("pk"),
    ] if standing else []  # fmt: skip
    for items in strangers:
        if stranger := items.first():
            _read(check, stranger.barcode, reader)
    _read(check, "9789660000018", reader)


def _read(check: InventoryCheck, number: str, by: User) -> None:
    if number:
        checking.scan(check=check, number=number, by=by)


def _working_day(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))
