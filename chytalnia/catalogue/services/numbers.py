"""Inventory numbers, barcodes and author marks: the next one, the right one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from chytalnia.catalogue.derive import main_agent
from chytalnia.catalogue.errors import BadMarkTable
from chytalnia.catalogue.models import AuthorMarkTable, Item, NumberSeries
from chytalnia.catalogue.queries import holder_of
from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.wire.author_mark import author_mark, load_table
from chytalnia.wire.bib import Bib


@transaction.atomic
def take(*, unit: Unit, kind: str, count: int = 1) -> list[str]:
    """The next numbers of a balance holder, never given to anybody else.

    Numbers that items already have, because they came by import, are passed over.
    """
    holder = holder_of(unit)
    with_series = NumberSeries.objects.filter(unit=holder, kind=kind)
    if not with_series.exists():
        try:
            with transaction.atomic():
                prefix, width = ("", 1) if kind == NumberSeries.Kind.INVENTORY else ("2", 12)
                NumberSeries.objects.create(unit=holder, kind=kind, prefix=prefix, width=width)
        except IntegrityError:
            pass  # another process was first; its series is ours
    series = with_series.select_for_update().get()
    taken: list[str] = []
    value = series.next_value
    while len(taken) < count:
        ahead = [series.text(v) for v in range(value, value + max(50, count))]
        used = _used(kind, holder, ahead)
        for text in ahead:
            value += 1
            if text not in used:
                taken.append(text)
                if len(taken) == count:
                    break
    with_series.update(next_value=F("next_value") + (value - series.next_value))
    return taken


def _used(kind: str, holder: Unit, texts: list[str]) -> set[str]:
    if kind == NumberSeries.Kind.INVENTORY:
        found = Item.objects.filter(holder=holder, inventory_number__in=texts)
        return set(found.values_list("inventory_number", flat=True))
    return set(Item.objects.filter(barcode__in=texts).values_list("barcode", flat=True))


def load_author_marks(*, data: bytes, name: str, unit: Unit | None = None, by: Any = None) -> AuthorMarkTable:
    """Keep a table of author marks for a unit, or for the whole network, in place of the one in use.

    The file is UTF-8 or Windows-1251. Raises BadMarkTable when no mark can be read from it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    if not load_table(text):
        raise BadMarkTable
    with transaction.atomic():
        AuthorMarkTable.objects.filter(unit=unit, active=True).update(active=False)
        table = AuthorMarkTable.objects.create(name=name, unit=unit, text=text, active=True)
        audit.log("catalogue.load_author_marks", by=by, about=table, unit=unit)
    return table


def author_mark_of(bib: Bib, unit: Unit) -> str:
    """The author mark of a record by the table of the unit or the nearest above it; empty when no table is loaded.

    By the author's surname, or by the title where there are none or four and more.
    """
    table = _table_for(unit)
    if table is None:
        return ""
    agent = main_agent(bib)
    many = len([a for a in bib.agents if a.role == "aut"]) >= 4
    heading = agent.name.value if agent and agent.name.value and not many else bib.title.proper.value
    return author_mark(heading, table)


def shelf_mark(class_number: str, mark: str) -> str:
    """Class over author mark, in one line as the catalogue writes it: «821.161.2 / Ш 37»."""
    return " / ".join(part for part in (class_number.strip(), mark.strip()) if part)


def _table_for(unit: Unit) -> Any:
    paths = [unit.path[:n] for n in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    own = AuthorMarkTable.objects.filter(active=True, unit__path__in=paths).order_by("-unit__depth").first()
    found = own or AuthorMarkTable.objects.filter(active=True, unit=None).first()
    return _parsed(found.pk, found.loaded_at.isoformat(), found.text) if found else None


@lru_cache(maxsize=8)
def _parsed(pk: int, loaded: str, text: str) -> Any:
    return load_table(text)
