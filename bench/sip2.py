"""SIP2: loans and returns a second by eight self-checks at once, through the server that libraries run.

`--size` is the number of readers; there are three times as many copies. SQLite always, PostgreSQL when BENCH_POSTGRES names
an empty database: postgres://user@host:port/database
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
from typing import Any

from chytalnia.wire import sip2

from . import corpus, meter, table
from .site import Site

MACHINES = 8
PASSWORD = "bench-bench"
#: Makes the network: readers with cards and this year's registration, works with one record and two copies.
_FILL = """
import sys
import django; django.setup()
from datetime import date
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.network.models import Unit
from chytalnia.people.models import Card, Reader, Registration
from chytalnia.protocols.models import Device
readers, machines = int(sys.argv[1]), int(sys.argv[2])
if not Device.objects.exists():
    now = timezone.now()
    system = Unit.add_root(code="SYSTEM", kind="system", name={"uk": "Система"})
    for n in range(machines):
        system = Unit.objects.get(pk=system.pk)
        system.add_child(code=f"B{n}", kind="branch", name={"uk": f"Філія {n}"})
    units = list(Unit.objects.filter(kind="branch"))
    STEP = 5000
    for start in range(0, readers, STEP):
        some = range(start, min(readers, start + STEP))
        made = Reader.objects.bulk_create(
            Reader(surname=f"Читач{n}", name="Олена", home_unit=units[n % machines], birth_date=date(1950 + n % 60, 5, 1))
            for n in some
        )
        Card.objects.bulk_create(Card(number=f"8{n:011}", reader=reader) for n, reader in zip(some, made))
        Registration.objects.bulk_create(
            Registration(reader=reader, unit=reader.home_unit, year=now.year, number=n + 1, on=now.date(), is_new=True,
                         first_in_network=True)
            for n, reader in zip(some, made)
        )
    titles = readers * 3 // 2
    bib = {"classes": [{"number": "84", "scheme": "udc"}], "literary_form": "1"}
    for start in range(0, titles, STEP):
        some = range(start, min(titles, start + STEP))
        works = Work.objects.bulk_create(
            Work(key=f"w{n}", title=f"Книга {n}", languages="ukr", record_count=1, item_count=2, available_count=2,
                 created_at=now, changed_at=now)
            for n in some
        )
        records = Record.objects.bulk_create(
            Record(identity=f"r{n}", content_hash="", work=work, base_work=work, title=work.title, languages="ukr",
                   created_at=now, changed_at=now, source=b"", bib_data=bib)
            for n, work in zip(some, works)
        )
        Item.objects.bulk_create(
            Item(record=record, base_record=record, holder=units[k % machines], unit=units[k % machines],
                 barcode=f"7{k:011}", inventory_number=str(k))
            for n, record in zip(some, records) for k in (2 * n, 2 * n + 1)
        )
    for n, unit in enumerate(units):
        Device.objects.create(name=f"Machine {n}", login=f"machine-{n}", unit=unit, password=make_password("bench-bench"))
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
print(Item.objects.count())
"""


@contextmanager
def _serving(env: dict[str, str], processes: int) -> Iterator[tuple[int, subprocess.Popen[str]]]:
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
    def __init__(self, port: int, number: int, readers: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")
        self.random = random.Random(number)
        self.number, self.readers = number, readers
        self.lends: list[float] = []
        self.returns: list[float] = []
        if not self.ask(sip2.Login(user=f"machine-{number}", password=PASSWORD)).ok:
            raise SystemExit("  a machine was not let in")

    def ask(self, message: sip2.Message) -> Any:
        self.socket.sendall(sip2.write(message, sequence=1))
        line = b""
        while not line.endswith(b"\r"):
            line += self.file.read1(4096)
        return sip2.read(line[:-1]).message

    def pair(self) -> None:
        """A copy of this machine's own branch goes out to any reader of its own, and comes back."""
        card = self.number + MACHINES * self.random.randrange(self.readers // MACHINES)
        item = self.number + MACHINES * self.random.randrange(self.readers * 3 // MACHINES)
        began = time.perf_counter()
        out = self.ask(
            sip2.Checkout(is_renewal_ok=False, is_no_block=False, at=None, patron=f"8{card:011}", item=f"7{item:011}")
        )
        between = time.perf_counter()
        back = self.ask(sip2.Checkin(is_no_block=False, at=None, returned_at=None, item=f"7{item:011}"))
        ended = time.perf_counter()
        if not (out.ok and back.ok):
            raise SystemExit(f"  refused: {out.screen} {back.screen}")
        self.lends.append((between - began) * 1000)
        self.returns.append((ended - between) * 1000)


def _measure(port: int, readers: int, seconds: float, pid: int) -> list[object]:
    machines = [Machine(port, number, readers) for number in range(MACHINES)]
    for machine in machines:
        machine.pair()
        machine.lends.clear()
        machine.returns.clear()
    failed: list[BaseException] = []
    until = time.perf_counter() + seconds

    def work(machine: Machine) -> None:
        try:
            while time.perf_counter() < until:
                machine.pair()
        except BaseException as error:
            failed.append(error)

    cpu, began = meter.cpu_of(pid), time.perf_counter()
    threads = [threading.Thread(target=work, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    wall, cpu = time.perf_counter() - began, meter.cpu_of(pid) - cpu
    lends = sorted(spent for machine in machines for spent in machine.lends)
    returns = sorted(spent for machine in machines for spent in machine.returns)
    for machine in machines:
        machine.socket.close()
    return [
        f"{len(lends) / wall:.0f}", f"{meter.at(lends, 0.5):.0f}", f"{meter.at(lends, 0.95):.0f}",
        f"{meter.at(returns, 0.5):.0f}", f"{meter.at(returns, 0.95):.0f}", f"{cpu / len(lends) * 1000:.1f}",
    ]  # fmt: skip


def run(options: argparse.Namespace) -> None:
    readers = max(MACHINES * 10, options.size // MACHINES * MACHINES)
    seconds = float(options.queries or 15)
    rows = []
    for name, address in (("SQLite", ""), ("PostgreSQL", os.environ.get("BENCH_POSTGRES", ""))):
        if name == "PostgreSQL" and not address:
            print("  PostgreSQL: set BENCH_POSTGRES=postgres://user@host:port/database")
            continue
        site = Site(f"sip2-{name.lower()}-{readers}")
        env = site.env | ({"DATABASE_URL": address} if address else {})
        filled = subprocess.run(
            [sys.executable, "-c", _FILL, str(readers), str(MACHINES)],
            env=env, cwd=corpus.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if filled.returncode:
            raise SystemExit(filled.stderr)
        # SQLite has one writer, so one process; PostgreSQL as many as the command starts unless told.
        with _serving(env, 2 if address else 1) as (port, process):
            rows.append([name, f"{readers:,}", filled.stdout.strip(), *_measure(port, readers, seconds, process.pid)])
    head = [
        "database",
        "readers",
        "copies",
        "pairs/s",
        "loan p50 ms",
        "p95",
        "return p50 ms",
        "p95",
        "server CPU ms a pair",
    ]
    table.show(head, rows, f"{MACHINES} machines at once for {seconds:.0f} s (--queries N for N seconds)")
