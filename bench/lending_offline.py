"""What a device without a line fetches of a big branch: seconds of the server, bytes on the line, seconds of the device.

One branch of 20,000 readers and 60,000 copies (`--size` is the number of readers) is asked as a device asks: everything the
first time, then what has changed – nothing, and after a hundred loans.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from . import seeded, table

_BRANCH = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from chytalnia.network.models import Unit
if not Unit.objects.exists():
    region = Unit.add_root(code="region", kind="region", name={"en": "Region"})
    system = Unit.objects.get(pk=region.pk).add_child(code="town", kind="system", name={"en": "Town"})
    Unit.objects.get(pk=system.pk).add_child(code="big", kind="branch", name={"en": "Big branch"})
"""
_ASK = """
import gzip, json, resource, sys, time
import django; django.setup()
from django.db.models import F
from django.test import Client
from chytalnia.catalogue.models import Item
from chytalnia.lending.models import Loan, OfflineDesk
from chytalnia.lending.offline import desks, extract
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader
OfflineDesk.objects.all().delete()
unit = Unit.objects.get(code="big")
token = "bench" * 8
OfflineDesk.objects.create(name="bench", unit=unit, token=desks.hashed(token))
client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": "Bearer " + token, "Accept-Encoding": "gzip"})
client.get("/offline/sw.js")
have = {"readers": {}, "copies": {}}
told_of = []
def ask(name):
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.post("/offline/api/known/", json.dumps({"have": have, "language": "uk"}), "application/json")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert answer.status_code == 200, answer.content[:300]
    raw = gzip.decompress(answer.content)
    told = json.loads(raw)
    for part in ("readers", "copies"):
        have[part].update({n: fresh["print"] for n, fresh in told[part]["fresh"].items()})
    told_of.append({"asked": name, "seconds": round(wall, 2), "cpu": round(cpu, 2), "raw": len(raw), "sent": len(answer.content),
        "readers": sum(len(fresh["rows"]) for fresh in told["readers"]["fresh"].values()),
        "copies": sum(len(fresh["rows"]) for fresh in told["copies"]["fresh"].values()), "left_off": told["left_off"],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)})
ask("everything")
ask("nothing changed, asked the first time")
ask("nothing changed")
from chytalnia.lending import services
done = 0
for loan in list(Loan.objects.filter(unit=unit, returned_at=None).order_by("pk")[:100]):
    services.take_back(item=loan.item, unit=unit)
ask("after 100 returns")
print(json.dumps(told_of))
"""


def run(options: argparse.Namespace) -> None:
    rows: list[list[object]] = []
    readers = options.size if options.size != 10_000 else 20_000
    for site in (Branch(readers, **words) for words in _places()):
        site.python(_BRANCH)
        site.fill("--no-index")
        for told in json.loads(site.python(_ASK)):
            rows.append(
                [
                    site.database, told["asked"], f"{told['readers']:,}", f"{told['copies']:,}", told["left_off"],
                    f"{told['raw'] / 1e6:.2f}", f"{told['sent'] / 1e6:.2f}", f"{told['seconds']:.2f}",
                    f"{told['cpu']:.2f}", told["peak_mb"],
                ]
            )  # fmt: skip
            seeded.line("lending-offline", database=site.database, **told)
    head = ["database", "asked", "readers", "copies", "left off", "MB", "MB on the line", "s", "CPU s", "MB of memory"]
    table.show(head, rows, "wanted: everything in under 5 s and 3 MB, what changed in under 1 s")


class Branch(seeded.Seeded):
    """A seeded network that is one branch."""

    def __init__(self, readers: int, **words: Any) -> None:
        super().__init__(readers, loans=readers * 2, **words)
        self.folder = self.folder.with_name(f"branch-{self.folder.name}")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.env["CHYTALNIA_DATA"] = str(self.folder)


def _places() -> list[dict[str, str]]:
    import os

    address = os.environ.get("BENCH_POSTGRES", "")
    return [{}, {"postgres": address}] if address else [{}]
