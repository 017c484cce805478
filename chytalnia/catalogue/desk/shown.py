"""How a working record will look: its description by the standard, its card, its author mark and shelf mark."""

from __future__ import annotations

from dataclasses import dataclass

from pymarc import Record as MarcRecord

from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import ingest, numbers, records
from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.wire.bib import Bib
from chytalnia.wire.describe import Card, gost, gost_card


@dataclass(frozen=True, slots=True)
class Shown:
    description: str
    card: Card
    author_mark: str
    shelf_mark: str


def described(source: MarcRecord, dialect: str, unit: Unit | None, record: Record | None = None) -> Shown:
    bib = records.model_of(source, dialect)
    if record is not None:
        ingest.apply_fixes(bib, record.script_fixes)
    return of_bib(bib, unit)


def of_bib(bib: Bib, unit: Unit | None) -> Shown:
    russian = unit is not None and setting(unit, "network.country") == "RU"
    standard = "gost-r-7.0.100" if russian else "dstu-gost-7.1"
    mark = numbers.author_mark_of(bib, unit) if unit is not None else ""
    first = "rubbk" if russian else "udc"
    classes = sorted(bib.classes, key=lambda c: c.scheme != first)
    shelf = numbers.shelf_mark(classes[0].number if classes else "", mark)
    return Shown(gost(bib, standard), gost_card(bib, standard, shelf_mark=shelf), mark, shelf)  # type: ignore[arg-type]
