"""A library with two branches, a record and copies, for the tests of stock accounting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.services import importing
from chytalnia.catalogue.services import items as catalogue
from chytalnia.catalogue.tests.factories import marc, system, write
from chytalnia.network.models import Unit
from chytalnia.stock.models import ReceiptLot, WriteOffAct
from chytalnia.stock.services import receiving, writing_off

COMMISSION = ["Л. Бондаренко, директор", "Т. Вовк, каталогізатор", "О. Шульга, завідувач філії"]


def library(folder: Any, *, code: str = "system", records: int = 1, **words: Any) -> tuple[Unit, Unit, Unit]:
    units = system(code)
    file = write(folder / f"{code}.mrc", *[marc(str(n + 1), title=f"Книга {n + 1}", **words) for n in range(records)])
    importing.run(importing.create_job(path=file, unit=units[0]))
    return units


def copies(unit: Unit, count: int = 1, *, record: Record | None = None, **values: Any) -> list[Item]:
    values = {"price_minor": 12_050, "currency": "UAH", **values}
    record = record or Record.objects.order_by("pk").first()
    assert record is not None
    return catalogue.receive_items(record=record, unit=unit, count=count, **values)


def draft(unit: Unit, items: list[Item], *, reason: str = "worn", on: date | None = None, **values: Any) -> WriteOffAct:
    act = writing_off.begin(
        unit=unit, reason=reason, on=on or timezone.localdate(), **{"commission": COMMISSION, **values}
    )
    writing_off.add(act=act, items=items)
    return act


def lot(unit: Unit, *, on: date | None = None, **values: Any) -> ReceiptLot:
    return receiving.begin(unit=unit, on=on or timezone.localdate(), **{"currency": "UAH", **values})
