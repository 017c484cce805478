"""A year of a city: made in bulk by `chytalnia seed`, and a part of it replayed through the services of lending.

`--size` is the number of readers. First the whole year, ten loans a reader, is seeded: how long, how many bytes, and whether
`chytalnia check` finds facts, tallies, acts, loans and holds of one mind. Then `--queries` loans (2,000 unless told) with their
returns, renewals, holds and undone acts go through `lending.services`, each act in a transaction of its own with its own clock
(`at=`), over the year that the seed left behind; the check is made again. Only the second figure is of the services; what a
million would take by it is said as what it is, a multiplication.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from . import corpus, seeded, table

#: Acts of some days through the services; prints how many of each and the seconds of the acts alone.
_REPLAY = """
import json, random, sys, time
import django; django.setup()
from datetime import datetime, time as clock, timedelta
from django.db.models import Exists, OuterRef
from django.utils import timezone
from chytalnia.catalogue.models import Item, Work
from chytalnia.lending import services
from chytalnia.lending.errors import LendingError, Refused
from chytalnia.lending.models import LIVE, Hold, Loan
from chytalnia.lending.snapshot import snapshot
from chytalnia.people.models import Reader, Registration
wanted = int(sys.argv[1])
rng, here, today = random.Random(11), snapshot(), timezone.localdate()
registered = Registration.objects.filter(reader=OuterRef("pk"), year=today.year)
readers = [r for r in Reader.objects.filter(
    Exists(registered), ~Exists(Loan.objects.filter(reader=OuterRef("pk"), returned_at=None))).only("pk", "home_unit")
    .order_by("pk")[:wanted * 2]]
rng.shuffle(readers)
shelves = {}
for pk, unit in Item.objects.filter(status="available").values_list("pk", "unit").order_by("pk")[:wanted * 60]:
    shelves.setdefault(unit, []).append(pk)
counts = dict.fromkeys(("loans", "returns", "renewals", "holds", "undone", "refused"), 0)
spent, out = 0.0, []
def done(name, act):
    global spent
    began = time.perf_counter()
    try:
        answer = act()
        counts[name] += 1
    except (Refused, LendingError):
        answer = None
        counts["refused"] += 1
    spent += time.perf_counter() - began
    return answer
turn = 0
now = timezone.now() - timedelta(minutes=50)
while counts["loans"] < wanted and turn < len(readers):
    reader = readers[turn]; turn += 1
    unit = here.unit(reader.home_unit_id)
    shelf = shelves.get(unit.pk)
    if not shelf:
        continue
    now = min(now + timedelta(seconds=3), timezone.now())
    for _n in range(rng.choice((1, 2, 2, 3))):
        item = shelf[int(len(shelf) * rng.random() ** 2)]
        act = done("loans", lambda: services.lend(item=Item(pk=item), reader=reader, unit=unit, at=now))
        if act is None:
            continue
        chance = rng.random()
        if chance < 0.01:
            done("undone", lambda: services.undo(act=act))
        else:
            out.append((item, unit, act.loan))
        if chance > 0.97:
            work = Item.objects.values_list("record__work", flat=True).get(pk=item)
            other = readers[-turn]
            done("holds", lambda: services.place_hold(
                reader=other, target=Work(pk=work), pickup=here.unit(other.home_unit_id), at=now))
    while len(out) > 200:
        item, unit, loan = out.pop(rng.randrange(len(out)))
        if rng.random() < 0.1:
            done("renewals", lambda: services.renew(loan=loan, at=now + timedelta(days=20), channel="web"))
        done("returns", lambda: services.take_back(item=Item(pk=item), unit=unit, at=now))
for item, unit, loan in out:
    done("returns", lambda: services.take_back(item=Item(pk=item), unit=unit, at=now))
print(json.dumps(counts | {"seconds": round(spent, 2)}))
"""


def run(options: argparse.Namespace) -> None:
    loans = options.queries or 2000
    rows: list[list[object]] = []
    for site in seeded.databases(options.size):
        _weighed, said = site.fill("--no-index")
        empty = _empty(site)
        size, year, parts = site.size(), said["loans"], said["parts"]
        # Readers, copies and records are no part of a loan: what the network takes without a year of loans is taken off.
        each = (size - empty) / year
        drift = _check(site)
        rows.append(
            [site.database, "seeded in bulk", f"{year:,}", f"{year / (parts['year'] + parts['storing_loans']):,.0f}",
             f"{said['seconds']:.0f}", f"{each:,.0f}", drift]
        )  # fmt: skip
        seeded.line("lending-year", database=site.database, how="bulk", loans=year, seconds=said["seconds"],
                    bytes_a_loan=round(each), facts=said["facts"], acts=said["acts"], drift=drift)  # fmt: skip
        replay = json.loads(site.python(_REPLAY, str(loans)))
        grown = site.size() - size
        rate = replay["loans"] / replay["seconds"]
        drift = _check(site)
        rows.append(
            [site.database, "through the services", f"{replay['loans']:,}", f"{rate:,.0f}", f"{replay['seconds']:.0f}",
             f"{grown / replay['loans']:,.0f}", drift]
        )  # fmt: skip
        seeded.line("lending-year", database=site.database, how="services", bytes_a_loan=round(grown / replay["loans"]),
                    drift=drift, **replay)  # fmt: skip
        print(
            f"  {site.database}: {json.dumps(replay)}; a million loans so: {1_000_000 / rate / 60:.0f} min by multiplication"
        )
    head = ["database", "how", "loans", "loans/s", "s", "bytes a loan", "drift"]
    table.show(head, rows, "loans/s with their returns, renewals and holds; bytes of the database with its indexes")


def _empty(site: seeded.Seeded) -> int:
    """Bytes of the same network before its year: all tables that loans do not write to."""
    return int(site.python(_OTHERS).split()[-1])


_OTHERS = """
import django; django.setup()
from django.db import connection
OF_LOANS = ("journal_fact", "journal_tally", "lending_")
with connection.cursor() as c:
    if connection.vendor == "postgresql":
        c.execute("SELECT pg_database_size(current_database()), sum(pg_total_relation_size(oid)) FROM pg_class"
                  " WHERE relkind = 'r' AND (relname LIKE 'lending\\\\_%' OR relname IN ('journal_fact', 'journal_tally'))")
        whole, loans = c.fetchone()
        print(whole - loans)
    else:
        c.execute("SELECT name FROM sqlite_master WHERE tbl_name LIKE 'lending\\\\_%' ESCAPE '\\\\'"
                  " OR tbl_name IN ('journal_fact', 'journal_tally')")
        names = [row[0] for row in c.fetchall()]
        try:
            c.execute("SELECT sum(pgsize) FROM dbstat WHERE name IN (%s)" % ", ".join(["%s"] * len(names)), names)
            loans = c.fetchone()[0]
        except Exception:
            loans = None
        c.execute("PRAGMA page_count")
        pages = c.fetchone()[0]
        c.execute("PRAGMA page_size")
        whole = pages * c.fetchone()[0]
        print(whole - loans if loans is not None else 0)
"""


def _check(site: seeded.Seeded) -> str:
    """What `chytalnia check` finds of lending and the journal; the index is another bench's."""
    done = subprocess.run(
        [sys.executable, "-c", _DRIFT], env=site.env, cwd=corpus.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout.split("\n")[-2]


_DRIFT = """
import django; django.setup()
from chytalnia.cli import check
wrong = {f.name: f.found for part in (check._lending, check._tallies) for f in part(False) if f.found}
print(wrong or "none")
"""
