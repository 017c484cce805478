"""MARC there and back: which fields and subfields of records do not come home from another dialect.

A subfield is home when a field of its tag has it under its code with the same words; punctuation and indicators are not
looked at. Fields that are one (260 and 264, 440 and 490) count as one. «elsewhere» are words that came home under another
tag or code; «lost» are those that are nowhere in the record.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter

from pymarc import Field, Record

from chytalnia.wire import marc

from . import corpus, table

SAME = {"264": "260", "440": "490"}
#: Pairs of scripts are numbered anew, and 066 names the scripts.
NOT_COUNTED = frozenset({"066"})
ROWS = 30


def run(options: argparse.Namespace) -> None:
    path = options.file or corpus.records(options.size, options.seed)
    lost: dict[str, Counter[tuple[str, str]]] = {}
    elsewhere: dict[str, Counter[tuple[str, str]]] = {}
    total: Counter[tuple[str, str]] = Counter()
    number = 0
    for parsed in marc.read(path):
        if parsed.record is None or number >= options.size:
            continue
        number += 1
        total.update((field.tag, code) for field in counted(parsed.record) for code, _ in field.subfields)
        for other in ("unimarc", "rusmarc") if parsed.dialect == "marc21" else ("marc21",):
            sent = marc.convert(parsed.record, parsed.dialect, other)
            raw = marc.write_iso2709(sent, other, overlong=True)
            home = marc.convert(marc.parse_one(raw, dialect=other), other, parsed.dialect)
            compare(parsed.record, home, lost.setdefault(other, Counter()), elsewhere.setdefault(other, Counter()))
    print(f"{number} records of {path}, {total.total()} subfields")
    for other, missing in lost.items():
        moved = elsewhere[other]
        away = (missing + moved).most_common(ROWS)
        rows = [[f"{tag} ${code}", total[tag, code], missing[tag, code], moved[tag, code]] for (tag, code), _ in away]
        rows.append(["all", total.total(), missing.total(), moved.total()])
        table.show([f"by {other}", "subfields", "lost", "elsewhere"], rows)


def counted(record: Record) -> list[Field]:
    return [field for field in record.fields if not field.control_field and field.tag not in NOT_COUNTED]


def compare(record: Record, home: Record, lost: Counter[tuple[str, str]], elsewhere: Counter[tuple[str, str]]) -> None:
    """Adds to both what of a record is not in the one that came home."""
    there: Counter[tuple[str, str, str]] = Counter()
    for field in counted(home):
        there.update((SAME.get(field.tag, field.tag), code, words(text)) for code, text in field.subfields)
    anywhere = " ".join(text for _, _, text in there)
    for field in counted(record):
        for code, text in field.subfields:
            said = words(text)
            key = (SAME.get(field.tag, field.tag), code, said)
            if not said or code == "6":
                continue
            if there[key]:
                there[key] -= 1
            else:
                (elsewhere if said in anywhere else lost)[field.tag, code] += 1


def words(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text))).casefold()
