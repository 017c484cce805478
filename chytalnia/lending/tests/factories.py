"""A small network with copies and readers, made quickly."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.utils import timezone

from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.network.models import Unit
from chytalnia.people.models import Card, Reader, Registration

_numbers = count(1)


def network():
    """A region with two systems: the first of two branches, the second of one. By code."""
    region = Unit.add_root(code="region", kind="region", name={"en": "Region"})
    for system, branches in (("north", ("one", "two")), ("south", ("three",))):
        Unit.objects.get(pk=region.pk).add_child(code=system, kind="system", name={"en": system})
        for branch in branches:
            Unit.objects.get(code=system).add_child(code=branch, kind="branch", name={"en": branch.capitalize()})
    return {unit.code: unit for unit in Unit.objects.all()}


def record(title="Кобзар", **fields):
    number, now = next(_numbers), timezone.now()
    work = Work.objects.create(
        key=f"t{number}", title=title, languages="ukr", record_count=1, created_at=now, changed_at=now
    )
    return Record.objects.create(
        identity=f"t{number}", content_hash="", work=work, base_work=work, title=title, languages="ukr",
        created_at=now, changed_at=now, source=b"",
        bib_data={"classes": [{"number": "94", "scheme": "udc"}]}, **fields,
    )  # fmt: skip


def item(unit, of=None, **fields):
    number = next(_numbers)
    of = of or record()
    made = Item.objects.create(
        record=of,
        base_record=of,
        holder=unit,
        unit=unit,
        barcode=f"77{number:06}",
        inventory_number=str(number),
        **fields,
    )
    works = Work.objects.filter(pk=of.work_id)
    works.update(
        item_count=Item.objects.filter(record__work=of.work_id).count(),
        available_count=Item.objects.filter(record__work=of.work_id, status="available").count(),
    )
    return made


def reader(unit, *, surname="Коваль", registered=True, card=True, birth_date=date(1990, 5, 1), **fields):
    number = next(_numbers)
    made = Reader.objects.create(surname=surname, name="Олена", home_unit=unit, birth_date=birth_date, **fields)
    if registered:
        registered_for(made, timezone.localdate().year, is_new=True, first_in_network=True)
    if card:
        Card.objects.create(number=f"8{number:011}", reader=made)
    return made


def registered_for(reader, year, **fields):
    return Registration.objects.create(
        reader=reader,
        unit=reader.home_unit,
        year=year,
        number=next(_numbers),
        on=timezone.localdate(),
        **{"is_new": False, "first_in_network": False, **fields},
    )
