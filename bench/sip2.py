"""SIP2: loans and returns a second by eight self-checks at once, through the server that libraries run, in a seeded network.

`--size` is the number of readers; there are three times as many copies and a year of ten loans a reader. SQLite always,
PostgreSQL when BENCH_POSTGRES names a database: postgres://user@host:port/database. Beside each stands its floor: the rows
that a loan and a return write, and nothing else, by bare SQL on the same database and with as many clients. The rooms `sip2`,
`sip2-import` (while records are imported) and `sip2-search` (how soon the search knows) share what is here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chytalnia.wire import sip2

from . import corpus, floor, meter, seeded, table

MACHINES = 8
PASSWORD = "bench-bench"
#: Makes the machines, in the largest libraries, and tells for each some of its copies on the shelf and of its readers.
_MACHINES = """
import json, random, sys
import django; django.setup()
from django.contrib.auth.hashers import make_password
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from chytalnia.catalogue.models import Item
from chytalnia.lending.models import LIVE, Hold, Loan
from chytalnia.network.models import Unit
from chytalnia.people.models import Card, Registration
from chytalnia.protocols.models import Device
machines, year = int(sys.argv[1]), timezone.localdate().year
units = list(Unit.objects.annotate(n=Count("items")).order_by("-n")[:machines])
told = []
for n, unit in enumerate(units):
    Device.objects.get_or_create(
        login=f"machine-{n}", defaults={"name": f"Machine {n}", "unit": unit, "password": make_password("bench-bench")})
    waited = Hold.objects.filter(queue_work=OuterRef("record__work"), state__in=LIVE)
    items = Item.objects.filter(~Exists(waited), unit=unit, status="available").exclude(barcode="")
    cards = Card.objects.filter(
        Exists(Registration.objects.filter(reader=OuterRef("reader"), year=year)),
        ~Exists(Loan.objects.filter(reader=OuterRef("reader"), returned_at=None)),
        ~Exists(Hold.objects.filter(reader=OuterRef("reader"), state__in=LIVE)),
        reader__home_unit=unit, blocked_at=None)
    pick = random.Random(n)
    told.append([sorted(pick.sample(rows, min(3000, len(rows)))) for rows in (
        list(items.values_list("barcode", flat=True)), list(cards.values_list("number", flat=True)))])
print(json.dumps(told))
"""


@contextmanager
def serving(env: dict[str, str], processes: int) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The server as `chytalnia sip2` runs it: its port, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "chytalnia.cli", "sip2", "--port", str(port), "--json", "--rate", "1000",
         "--workers", str(processes)],
        env=env, cwd=corpus.ROOT, stdout=subprocess.PIPE, text=True, process_group=0,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        for _process in range(processes):
            line = process.stdout.readline()
            if not line or json.loads(line)["event"] != "listening":
                raise SystemExit(f"  the server did not start: {line}")
        threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


class Machine:
    """A self-check at its library, with some of its copies and readers."""

    def __init__(self, port: int, number: int, items: list[str], cards: list[str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")
        self.random = random.Random(number)
        self.items, self.cards = items, cards
        self.lends: list[float] = []
        self.returns: list[float] = []
        self.refused = 0
        if not self.ask(sip2.Login(user=f"machine-{number}", password=PASSWORD)).ok:
            raise SystemExit("  a machine was not let in")

    def ask(self, message: sip2.Message) -> Any:
        self.socket.sendall(sip2.write(message, sequence=1))
        line = b""
        while not line.endswith(b"\r"):
            line += self.file.read1(4096)
        return sip2.read(line[:-1]).message

    def lend(self, card: str, item: str) -> Any:
        return self.ask(sip2.Checkout(is_renewal_ok=False, is_no_block=False, at=None, patron=card, item=item))

    def take_back(self, item: str) -> Any:
        return self.ask(sip2.Checkin(is_no_block=False, at=None, returned_at=None, item=item))

    def pair(self) -> None:
        """A copy of this machine's own library goes out to any reader of its own, and comes back."""
        card, item = self.random.choice(self.cards), self.random.choice(self.items)
        began = time.perf_counter()
        out = self.lend(card, item)
        between = time.perf_counter()
        if not out.ok:
            # A child without a surety, say: a refusal is no pair.
            self.refused += 1
            self.cards.remove(card)
            return
        back = self.take_back(item)
        ended = time.perf_counter()
        if not back.ok:
            raise SystemExit(f"  refused: {back.screen}")
        self.lends.append((between - began) * 1000)
        self.returns.append((ended - between) * 1000)


@dataclass(slots=True)
class Measured:
    wall: float = 0.0
    cpu: float = 0.0
    refused: int = 0
    lends: list[float] = field(default_factory=list)
    returns: list[float] = field(default_factory=list)

    @property
    def pairs(self) -> float:
        return len(self.lends) / self.wall

    @property
    def p95(self) -> float:
        """Of both messages together."""
        return meter.at(sorted(self.lends + self.returns), 0.95)

    def row(self) -> list[str]:
        each = [(meter.at(sorted(spent), 0.5), meter.at(sorted(spent), 0.95)) for spent in (self.lends, self.returns)]
        return [
            f"{self.pairs:.0f}", *(f"{value:.0f}" for pair in each for value in pair),
            f"{self.cpu / len(self.lends) * 1000:.1f}",
        ]  # fmt: skip

    def figures(self) -> dict[str, float]:
        lends, returns = sorted(self.lends), sorted(self.returns)
        return {
            "pairs_per_second": round(self.pairs, 1), "loan_p50_ms": round(meter.at(lends, 0.5), 1),
            "loan_p95_ms": round(meter.at(lends, 0.95), 1), "return_p50_ms": round(meter.at(returns, 0.5), 1),
            "return_p95_ms": round(meter.at(returns, 0.95), 1), "p95_ms": round(self.p95, 1),
            "server_cpu_ms_a_pair": round(self.cpu / len(lends) * 1000, 2),
        }  # fmt: skip


HEAD = ["pairs/s", "loan p50 ms", "p95", "return p50 ms", "p95", "server CPU ms a pair"]


def machines_of(site: seeded.Seeded) -> list[tuple[list[str], list[str]]]:
    done = subprocess.run(
        [sys.executable, "-c", _MACHINES, str(MACHINES)], env=site.env, cwd=corpus.ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return [(items, cards) for items, cards in json.loads(done.stdout.splitlines()[-1])]


def measure(
    port: int, told: list[tuple[list[str], list[str]]], pid: int, *, seconds: float = 0.0, until: threading.Event | None = None
) -> Measured:  # fmt: skip
    """All machines at once for some seconds, or until something has happened."""
    machines = [Machine(port, number, list(items), list(cards)) for number, (items, cards) in enumerate(told)]
    for machine in machines:
        for _n in range(3):
            machine.pair()
        machine.lends.clear()
        machine.returns.clear()
    failed: list[BaseException] = []
    stop = time.perf_counter() + (seconds or 36_000)

    def work(machine: Machine) -> None:
        try:
            while time.perf_counter() < stop and not (until and until.is_set()):
                machine.pair()
        except BaseException as error:
            failed.append(error)

    out = Measured()
    cpu, began = meter.cpu_of(pid), time.perf_counter()
    threads = [threading.Thread(target=work, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    out.wall, out.cpu = time.perf_counter() - began, meter.cpu_of(pid) - cpu
    for machine in machines:
        out.lends += machine.lends
        out.returns += machine.returns
        out.refused += machine.refused
        machine.socket.close()
    return out


def processes_of(site: seeded.Seeded) -> int:
    """SQLite has one writer, so one process; PostgreSQL as many as the command starts unless told."""
    return 2 if site.postgres else 1


def run(options: argparse.Namespace) -> None:
    seconds = float(options.queries or 15)
    rows: list[list[object]] = []
    for site in seeded.databases(options.size):
        site.fill("--no-index")
        told = machines_of(site)
        with serving(site.env, processes_of(site)) as (port, process):
            ours = measure(port, told, process.pid, seconds=seconds)
        size = [site.database, f"{site.readers:,}", f"{site.readers * seeded.ITEMS:,}"]
        rows.append([*size, *ours.row()])
        seeded.line("sip2", database=site.database, readers=site.readers, seconds=seconds, **ours.figures())
        if not options.no_peers:
            bare = floor.measure(site, clients=MACHINES, seconds=min(seconds, 10))
            rows.append([f"{site.database}, bare writes", *size[1:], f"{bare.pairs:.0f}", f"{bare.lend[0]:.1f}",
                         f"{bare.lend[1]:.1f}", f"{bare.back[0]:.1f}", f"{bare.back[1]:.1f}", "–"])  # fmt: skip
            seeded.line("sip2-floor", database=site.database, readers=site.readers, pairs_per_second=round(bare.pairs, 1),
                        loan_p95_ms=round(bare.lend[1], 1), return_p95_ms=round(bare.back[1], 1))  # fmt: skip
    table.show(
        ["database", "readers", "copies", *HEAD], rows,
        f"{MACHINES} machines at once for {seconds:.0f} s (--queries N for N seconds)",
    )  # fmt: skip
