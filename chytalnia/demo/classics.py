"""Books that everybody asks for first: the records of the demonstration are real, and chance has put no «Кобзар» among them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from .units import DATA

_COUNTRIES = {"Київ": "un ", "Львів": "un ", "Харків": "un ", "Чернівці": "un ", "Женева": "sz ", "Прага": "xr ",
              "London": "enk", "Алматы": "kz "}  # fmt: skip
NUMBERS = "klasyka-"
#: What was printed before is kept for reading in the library.
RARE_BEFORE = 1945


@cache
def described() -> list[dict[str, Any]]:
    books: list[dict[str, Any]] = tomllib.loads((DATA / "classics.toml").read_text(encoding="utf-8"))["book"]
    return books


def records() -> dict[str, bytes]:
    """MARC 21 in the letters of the books, by the code of the library that has them."""
    files: dict[str, bytes] = defaultdict(bytes)
    for number, book in enumerate(described(), 1):
        for edition, told in enumerate(book["editions"], 1):
            files[book["owner"]] += _record(f"{NUMBERS}{number:02d}-{edition}", book, *told)
    return dict(files)


def _record(number: str, book: dict[str, Any], place: str, publisher: str, year: int, extent: str) -> bytes:
    record = Record(force_utf8=True)
    record.leader = Leader(f"{str(record.leader)[:5]}nam a22{str(record.leader)[12:]}")
    coded = f"250106s{year}    {_COUNTRIES.get(place, 'ru ')}    {book.get('audience', ' ')}      000 0 {book['language']} d"
    record.add_field(Field(tag="001", data=number), Field(tag="003", data="UA-KREM"), Field(tag="008", data=coded))
    record.add_field(
        _field("080", "  ", a=book["udc"]),
        _field("100", "1 ", a=f"{book['author']},", d=book["dates"]),
        *([_field("240", "10", a=book["of"])] if "of" in book else ()),
        _field("245", "10", a=book["title"] + (" :" if "rest" in book else ""), b=book.get("rest", "")),
        _field(
            "264", " 1", a=f"{place} :" if publisher else f"{place},", b=publisher and f"{publisher},", c=f"{year}."
        ),
    )
    if extent:
        record.add_field(_field("300", "  ", a=extent))
    return bytes(record.as_marc())


def _field(tag: str, indicators: str, **subfields: str) -> Field:
    return Field(
        tag=tag, indicators=Indicators(*indicators), subfields=[Subfield(k, v) for k, v in subfields.items() if v]
    )  # fmt: skip
