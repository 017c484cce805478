"""Eight self-checks at once while records are imported into the same network, beside the same minute without.

`--size` is the number of readers; 100,000 records, or as many as there are readers if these are fewer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading

from . import corpus, seeded, sip2, table

LEAST_SECONDS = 15


def run(options: argparse.Namespace) -> None:
    seconds = float(options.queries or LEAST_SECONDS)
    records = corpus.records(min(100_000, options.size), seed=options.seed)
    rows: list[list[object]] = []
    for site in seeded.databases(options.size):
        site.fill("--no-index")
        told = sip2.machines_of(site)
        with sip2.serving(site.env, sip2.processes_of(site)) as (port, process):
            quiet = sip2.measure(port, told, process.pid, seconds=seconds)
            over = threading.Event()
            importing = subprocess.Popen(
                [sys.executable, "-m", "chytalnia.cli", "import", str(records), "--unit", _unit(site), "--json"],
                env=site.env, cwd=corpus.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip

            def wait(importing: subprocess.Popen[str] = importing, over: threading.Event = over) -> None:
                importing.wait()
                over.set()

            threading.Thread(target=wait, daemon=True).start()
            try:
                busy = sip2.measure(port, told, process.pid, until=over)
            finally:
                importing.terminate()
        if importing.returncode:
            raise SystemExit(f"  the import failed: {importing.stderr.read() if importing.stderr else ''}")
        for name, one in (("alone", quiet), ("during an import", busy)):
            rows.append([site.database, f"{site.readers:,}", name, *one.row(), f"{one.p95:.0f}",
                         table.times(one.p95, quiet.p95)])  # fmt: skip
            seeded.line("lending-import", database=site.database, readers=site.readers, when=name, seconds=round(one.wall),
                        times=round(one.p95 / quiet.p95, 2), **one.figures())  # fmt: skip
    table.show(
        ["database", "readers", "", *sip2.HEAD, "p95 of both", "× alone"], rows,
        f"asked: less than 1.5 × during an import of {min(100_000, options.size):,} records",
    )  # fmt: skip


def _unit(site: seeded.Seeded) -> str:
    return site.python(_LIBRARY).split()[-1]


_LIBRARY = """
import django; django.setup()
from chytalnia.network.models import Unit
print(Unit.objects.filter(kind="library").order_by("path").values_list("code", flat=True)[0])
"""
