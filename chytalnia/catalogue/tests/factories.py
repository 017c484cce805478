"""Units and MARC records for the catalogue's tests."""

from __future__ import annotations

from pathlib import Path

from pymarc import Field, Indicators, Record, Subfield

from chytalnia.catalogue.services import importing, items
from chytalnia.network.models import Unit

DATA = Path(__file__).parent / "data"
LOC = DATA / "loc-slavic.mrc"


def system(code="system"):
    """A library system with two branches; returns (system, first branch, second branch)."""
    unit = Unit.add_root(code=code, kind="system", name={"en": code})
    one = unit.add_child(code=f"{code}-1", kind="branch", name={"en": f"{code} 1"})
    two = Unit.objects.get(pk=unit.pk).add_child(code=f"{code}-2", kind="branch", name={"en": f"{code} 2"})
    return tuple(Unit.objects.get(pk=u.pk) for u in (unit, one, two))


def marc(
    number, title="Кобзар", author="Шевченко, Тарас", year=2014, date="20200101000000.0", isbn="", copies=(), **more
):
    """A MARC 21 record; `copies` are (barcode, inventory number)."""
    record = Record(force_utf8=True)
    record.leader = record.leader[:5] + "nam a" + record.leader[10:]
    record.add_field(Field(tag="001", data=number), Field(tag="003", data=more.get("agency", "TEST")))
    if date:
        record.add_field(Field(tag="005", data=date))
    language = more.get("language", "ukr")
    record.add_field(Field(tag="008", data=f"200101s{year}    un            000 0 {language} d"))
    if isbn:
        record.add_field(_field("020", "  ", a=isbn))
    if author:
        record.add_field(_field("100", "1 ", a=author))
    record.add_field(_field("245", "10", a=title))
    record.add_field(_field("264", " 1", a="Київ :", b=more.get("publisher", "Дніпро,"), c=f"{year}."))
    record.add_field(_field("300", "  ", a=f"{more.get('pages', 718)} с."))
    for barcode, number_ in copies:
        record.add_field(_field("952", "  ", p=barcode, i=number_))
    return record


def _field(tag, indicators, **subfields):
    return Field(tag=tag, indicators=Indicators(*indicators), subfields=[Subfield(k, v) for k, v in subfields.items()])


def write(path, *records):
    path.write_bytes(b"".join(record.as_marc() for record in records))
    return path


def bring(tmp_path, unit, *brought):
    importing.run(importing.create_job(path=write(tmp_path / "in.mrc", *brought), unit=unit))


def copies(record, unit, count=1, **values):
    return items.receive_items(record=record, unit=unit, count=count, assign_numbers=False, **values)
