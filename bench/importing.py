"""Import: a file of MARC records into a fresh database and search index by the command everybody uses."""

from __future__ import annotations

import argparse
import sys
import time

from . import corpus, meter, table, zebra
from .site import Site

_PARSE = (
    "import sys, pymarc\nfor _ in pymarc.MARCReader(open(sys.argv[1], 'rb'), to_unicode=True, permissive=True): pass"
)


def run(options: argparse.Namespace) -> None:
    path = corpus.records(options.size, options.seed)
    head = ["", "records/s", "ratio", "wall s", "CPU s", "CPU ms/record", "peak MB"]
    site = Site(f"site-{options.size}", fresh=True)
    weighed, report = site.take_in(path)
    count = report["read"]
    ours = count / weighed.wall
    rows: list[list[object]] = [_row("Chytalnia: database and index", count, weighed, ours)]
    if not options.no_peers:
        if why := zebra.missing():
            rows.append([f"Zebra: {why}", *["–"] * 6])
        else:
            rows.append(
                _row("Zebra: zebraidx update", count, zebra.Zebra("zebra-import", fresh=True).take_in(path), ours)
            )
        rows.append(_row("pymarc: bare parse", count, meter.run([sys.executable, "-c", _PARSE, str(path)]), ours))
    table.show(head, rows)
    growth = " → ".join(f"{mb:.0f}" for mb in weighed.curve_mb)
    sizes = f"database {site.bytes_of('*.sqlite3') / 1e6:.0f} MB, index {site.bytes_of('index/*/*/*') / 1e6:.0f} MB"
    print(f"{report['created']} created, {report['rejected']} rejected; {sizes}")
    print(f"memory of both processes without mapped files: {growth} MB")


def _row(name: str, count: int, weighed: meter.Run, ours: float) -> list[object]:
    rate = count / weighed.wall
    return [
        name, f"{rate:.0f}", table.times(rate, ours), f"{weighed.wall:.1f}", f"{weighed.cpu:.1f}",
        f"{weighed.cpu / count * 1000:.2f}", f"{weighed.peak_mb:.0f}",
    ]  # fmt: skip


def full_site(size: int, seed: int) -> Site:
    """A site that holds so many records, imported now if it was not before."""
    site = Site(f"site-{size}")
    if not site.is_full:
        print(f"  importing {size} records …", file=sys.stderr, flush=True)
        began = time.perf_counter()
        site.take_in(corpus.records(size, seed))
        print(f"  … in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return site
