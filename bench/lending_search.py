"""How soon the search knows of a loan, and whether the desk pays for it.

`--size` is the number of readers. Eight self-checks lend and take back as in `sip2`, once without a worker and once with it
feeding the index from the same database; then single loans: from the answer of the machine until a search that asks for copies
on the shelf leaves the book out, and until it finds it again after the return.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time

from . import corpus, meter, seeded, sip2, table

LOANS = 20
#: Asked line by line: a barcode, and whether it should be found on its shelf; answers with the seconds until it was so.
_PROBE = """
import sys, time
import django; django.setup()
from chytalnia.catalogue.models import Item
from chytalnia.search import queries
print("ready", flush=True)
for line in sys.stdin:
    barcode, wanted = line.split()
    pk = Item.objects.values_list("record__work", flat=True).get(barcode=barcode)
    began = time.perf_counter()
    while True:
        found = queries.search(barcode, filters={"available": ["*"]}, as_written=True, limit=5, facets=[])
        there = any(hit.key == f"work:{pk}" for hit in found.hits)
        if there == (wanted == "yes") or time.perf_counter() - began > 30:
            break
        time.sleep(0.02)
    print(time.perf_counter() - began, flush=True)
"""
#: Barcodes of copies that are the only one of their book: its availability follows them alone.
_ALONE = """
import sys
import django; django.setup()
from chytalnia.catalogue.models import Item
told = sys.argv[1].split(",")
alone = Item.objects.filter(barcode__in=told, record__work__item_count=1, record__work__available_count=1)
print(" ".join(alone.values_list("barcode", flat=True)[:int(sys.argv[2])]))
"""


def run(options: argparse.Namespace) -> None:
    seconds = float(options.queries or 15)
    rows: list[list[object]] = []
    soon: list[list[object]] = []
    for site in seeded.databases(options.size):
        site.fill("--no-index")
        site.index()
        told = sip2.machines_of(site)
        with sip2.serving(site.env, sip2.processes_of(site)) as (port, process):
            alone = sip2.measure(port, told, process.pid, seconds=seconds)
            worker = subprocess.Popen(
                [sys.executable, "-m", "chytalnia.cli", "worker"], env=site.env, cwd=corpus.ROOT,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0,
            )  # fmt: skip
            try:
                time.sleep(5)
                fed = sip2.measure(port, told, process.pid, seconds=seconds)
                lent, back = _follow(site, port, told)
            finally:
                os.killpg(worker.pid, signal.SIGTERM)
                worker.wait(timeout=30)
        for name, one in (("without a worker", alone), ("with a worker that feeds the index", fed)):
            rows.append([site.database, name, *one.row(), f"{one.p95:.0f}"])
            seeded.line("lending-search", database=site.database, readers=site.readers, when=name, **one.figures())
        soon.append([site.database, len(lent), *(f"{meter.at(each, share):.2f}" for each in (lent, back)
                     for share in (0.5, 1.0))])  # fmt: skip
        seeded.line("lending-search", database=site.database, readers=site.readers, when="single loans",
                    lent_p50_s=round(meter.at(lent, 0.5), 2), lent_worst_s=round(lent[-1], 2),
                    back_p50_s=round(meter.at(back, 0.5), 2), back_worst_s=round(back[-1], 2))  # fmt: skip
    table.show(["database", "", *sip2.HEAD, "p95 of both"], rows)
    table.show(
        ["database", "loans", "lent: known after, median s", "at most", "returned: median s", "at most"], soon,
        "asked: two seconds, and the desk no slower",
    )  # fmt: skip


def _follow(site: seeded.Seeded, port: int, told: list[tuple[list[str], list[str]]]) -> tuple[list[float], list[float]]:
    machine = sip2.Machine(port, 0, *told[0])
    # The worker has taken in what the load left behind before single loans are followed.
    time.sleep(10)
    alone = site.python(_ALONE, ",".join(machine.items), str(LOANS)).split()
    lent: list[float] = []
    back: list[float] = []
    with subprocess.Popen(
        [sys.executable, "-c", _PROBE],
        env=site.env,
        cwd=corpus.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as probe:
        assert probe.stdin is not None
        assert probe.stdout is not None
        probe.stdout.readline()

        def seen(item: str, wanted: str) -> float:
            assert probe.stdin is not None
            assert probe.stdout is not None
            probe.stdin.write(f"{item} {wanted}\n")
            probe.stdin.flush()
            return float(probe.stdout.readline())

        for item in alone:
            card = next((c for c in machine.cards if machine.lend(c, item).ok), None)
            if card is None:
                continue
            machine.cards.remove(card)
            lent.append(seen(item, "no"))
            machine.take_back(item)
            back.append(seen(item, "yes"))
        probe.stdin.close()
    machine.socket.close()
    return sorted(lent), sorted(back)
