"""Growth: does the millionth record cost what the first did? Import and search at sizes ten times apart."""

from __future__ import annotations

import argparse

from . import corpus, meter, table
from .site import Site


def run(options: argparse.Namespace) -> None:
    from chytalnia.search.engines.embedded import Embedded

    from . import searching

    rows: list[list[object]] = []
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size <= max(options.size, 10_000)]
    if options.size < 100_000:
        sizes = [max(1000, options.size // 10), options.size]
    for size in sizes:
        site = Site(f"site-{size}", fresh=True)
        path = corpus.records(size, options.seed)
        weighed, report = site.take_in(path)
        asked = searching.questions(path, options.queries or 400, options.seed)
        engine = Embedded(site.folder / "index")
        searching.ask(engine, asked[:50], 1)
        spent, _, memory = searching.ask(engine, asked, options.clients or 4)
        rows.append([
            size, f"{report['read'] / weighed.wall:.0f}", f"{weighed.wall / report['read'] * 1000:.2f}",
            f"{weighed.cpu / report['read'] * 1000:.2f}", f"{weighed.peak_mb:.0f}", f"{meter.at(spent, 0.5):.1f}",
            f"{meter.at(spent, 0.95):.1f}", f"{memory:.0f}",
        ])  # fmt: skip
    table.show(
        [
            "records",
            "import records/s",
            "ms/record",
            "CPU ms/record",
            "peak MB",
            "search median ms",
            "p95 ms",
            "search MB",
        ],
        rows,
    )
