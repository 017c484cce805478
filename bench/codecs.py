"""MARC: how many records a second are read, turned into the model, converted and written."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import pymarc

from chytalnia.wire import marc, romanise

from . import corpus, table


def run(options: argparse.Namespace) -> None:
    path = options.file or corpus.records(options.size, options.seed)
    rows: list[list[object]] = []

    def timed(name: str, work: Callable[[], Any], peer: float = 0.0) -> tuple[Any, float]:
        began = time.process_time()
        result = work()
        rate = len(result) / max(1e-9, time.process_time() - began)
        rows.append([name, f"{rate:.0f}", table.times(rate, peer) if peer else ""])
        return result, rate

    def bare() -> list[Any]:
        with open(path, "rb") as file:
            return list(pymarc.MARCReader(file, to_unicode=True, permissive=True))

    _, parse = timed("pymarc: bare parse", bare)
    parsed, _ = timed("read, with encodings and mending", lambda: list(marc.read(path)), parse)
    good = [(p.record, p.dialect) for p in parsed if p.record is not None]
    bibs, _ = timed("into the model", lambda: [marc.to_bib(record, dialect) for record, dialect in good])
    timed("original script restored", lambda: [romanise.restore(bib) for bib in bibs])
    timed("converted to RUSMARC", lambda: [marc.convert(record, dialect, "rusmarc") for record, dialect in good[:5000]])
    _, write = timed("pymarc: written as ISO 2709", lambda: [record.as_marc() for record, _ in good])
    timed("written as ISO 2709", lambda: [marc.write_iso2709(record) for record, _ in good], write)
    timed("written as MARCXML", lambda: [marc.write_marcxml(record) for record, _ in good])
    timed("checked", lambda: [marc.validate(record, dialect) or () for record, dialect in good])
    table.show(["one core", "records/s", "of pymarc"], rows)
