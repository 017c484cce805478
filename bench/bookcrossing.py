"""Bookcrossing: pages of journeys and the map over many travelling books, and a hundred finds a second, each sent by some twice.

`--size` is the number of books, with ten steps each, in towns of a country where people live; they are poured into the tables once and
kept in the cache of the bench. SQLite, or the database that
BENCH_POSTGRES names. `--clients` phones (8) send for `--queries` seconds (60). Results are lines of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from typing import Any

from . import corpus
from .site import Site

#: Fills, asks and sends; run in a Chytalnia of its own.
_WORK = r"""
import json, multiprocessing, os, random, sys, threading, time, uuid
import django; django.setup()
from datetime import timedelta, timezone as tz
from itertools import accumulate
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

books, phones, seconds, seed = map(int, sys.argv[1:5])
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from chytalnia.bookcrossing import numbers, services
from chytalnia.bookcrossing.models import MapCell, Sighting, Traveller, UnitSum
from chytalnia.bookcrossing.places import LEVELS, cell, metres
from chytalnia.bookcrossing.queries import Window, on_the_map
from chytalnia.journal.models import Fact, Tally
from chytalnia.network.models import Unit

chance = random.Random(seed)
say = lambda **told: print(json.dumps(told), flush=True)
unit = Unit.objects.filter(code="BENCH").first() or Unit.add_root(code="BENCH", name="Bench")
now = timezone.now()
towns = [(round(chance.uniform(44.5, 52.3), 2), round(chance.uniform(22.2, 40.1), 2), chance.paretovariate(1.1)) for _ in range(28000)]
points, weights = [t[:2] for t in towns], [t[2] for t in towns]

heavy = list(accumulate(weights))

def columns(model, given):
    # The columns of a table: those that are given, and what the model puts into the others.
    row = model(**given)
    names, rest = [], []
    for field in model._meta.concrete_fields:
        if field.attname in given:
            continue
        value = field.get_db_prep_save(field.pre_save(row, True), connection)
        if not (field.primary_key and value is None):
            names.append(field.column)
            rest.append(value)
    return [model._meta.get_field(name).column for name in given] + names, tuple(rest)

def pour(model, names, rows):
    # Rows straight into a table, by COPY where there is one.
    table, into = model._meta.db_table, ", ".join(names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({into}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.connection.executemany(f"INSERT INTO {table} ({into}) VALUES ({', '.join('?' * len(names))})", rows)

def fill():
    began, have = time.perf_counter(), Traveller.objects.count()
    sqlite = connection.vendor == "sqlite"
    at = (lambda moment: moment.astimezone(tz.utc).replace(tzinfo=None).isoformat(" ")) if sqlite else (lambda moment: moment)
    key = (lambda n: uuid.UUID(int=n).hex) if sqlite else (lambda n: uuid.UUID(int=n))
    days = [at(now - timedelta(days=300 - 25 * k)) for k in range(10)]
    kinds = ["release", "find"] * 5
    registered, minute = at(now - timedelta(days=400)), timedelta(minutes=1)
    given = dict(id=0, number="", unit_id=unit.pk, title="Book", author="Author", stage="released", registered_at=now, last_at=now,
                 finds=5, metres=0, lat=0.0, lon=0.0)
    book_columns, book_rest = columns(Traveller, given)
    step = dict(traveller_id=0, key=uuid.uuid4(), kind="find", at=now, recorded_at=now, lat=0.0, lon=0.0, leg=0)
    step_columns, step_rest = columns(Sighting, step)
    if sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
    taken = set(Traveller.objects.values_list("number", flat=True))
    def number():
        while (one := numbers.new("BN", chance.randrange)) in taken:
            pass
        taken.add(one)
        return one
    for start in range(have, books, 20000):
        rows, steps = [], []
        for n in range(start, min(start + 20000, books)):
            way = chance.choices(points, cum_weights=heavy, k=5)
            legs = [0, *(metres(a, b) for a, b in zip(way, way[1:]))]
            last = way[-1]
            rows.append((n + 1, number(), unit.pk, f"Book {n}", "Author", "released", registered,
                         at(now - minute * (n % 500_000)), 5, sum(legs), last[0], last[1], *book_rest))
            # Keys of phones are chance in their lower half only, so that ten million of them go into the index in their order.
            high, low = (n + 1) << 68, chance.getrandbits(56)
            for k in range(10):
                here = way[k // 2]
                steps.append((n + 1, key(high | k << 60 | low), kinds[k], days[k], days[k], here[0], here[1],
                              legs[k // 2] if k % 2 == 0 else 0, *step_rest))
        pour(Traveller, book_columns, rows)
        pour(Sighting, step_columns, steps)
    if have < books:
        tallied(books - have)
        MapCell.objects.all().delete()
        from chytalnia.bookcrossing.services.map import recounted
        from chytalnia.bookcrossing.services import sums
        UnitSum.objects.all().delete()
        UnitSum.objects.bulk_create(UnitSum(unit_id=pk, **dict(zip(sums.NAMES, share))) for pk, share in sums.recounted().items())
        MapCell.objects.bulk_create([MapCell(level=l, x=x, y=y, count=n) for (l, x, y), n in recounted().items()], batch_size=1000)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT setval(pg_get_serial_sequence('bookcrossing_traveller', 'id'), %s)", [books])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(what="filled", books=Traveller.objects.count(), steps=Sighting.objects.count(), seconds=round(time.perf_counter() - began, 1))

def tallied(many):
    # What the ledger sums of these steps; the facts behind it are read by no page that is measured.
    from chytalnia.journal.kinds import DIMENSIONS
    from chytalnia.journal import services as journal
    sums = {("crossing.registered", unit.pk, (now - timedelta(days=400)).date(), *[""] * len(DIMENSIONS)): many}
    for k in range(10):
        kind = "crossing.found" if k % 2 else "crossing.released"
        sums[(kind, unit.pk, (now - timedelta(days=300 - 25 * k)).date(), *[""] * len(DIMENSIONS))] = many
    with transaction.atomic():
        journal.count(sums)

def quantiles(times):
    times = sorted(times)
    at = lambda share: round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1)
    return {"n": len(times), "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99)}

def timed(client, address):
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    assert answer.status_code == 200, address
    return took

def look():
    client = Client(headers={"host": "localhost"})
    ask = lambda: f"/bookcrossing/books/{chance.randint(1, books)}/"
    for _ in range(5):
        client.get(ask())
    say(what="journey page", **quantiles([timed(client, ask()) for _ in range(200)]))
    country = "/bookcrossing/map.json?south=44&west=22&north=52.5&east=40.5&zoom=%d"
    for zoom in (5, 6):
        say(what=f"map of a country, zoom {zoom}", **quantiles([timed(client, country % zoom) for _ in range(60)]))
    def near(zoom, side):
        lat, lon = chance.choices(points, cum_weights=heavy)[0]
        return f"/bookcrossing/map.json?south={lat - side / 2}&west={lon - side}&north={lat + side / 2}&east={lon + side}&zoom={zoom}"
    for zoom, side in ((8, 2.5), (10, 0.6), (12, 0.15)):
        say(what=f"map of a window, zoom {zoom}", **quantiles([timed(client, near(zoom, side)) for _ in range(100)]))
    say(what="start of bookcrossing, first view", ms=round(1000 * timed(client, "/bookcrossing/"), 1))
    say(what="start of bookcrossing", **quantiles([timed(client, "/bookcrossing/") for _ in range(20)]))

def send():
    rate, total = 100, 100 * seconds
    plan = [(n / rate, chance.randint(1, books), uuid.uuid4()) for n in range(total)]
    again = [(at + 0.05, book, key) for at, book, key in plan if chance.random() < 0.1]
    queue = sorted(plan + again)
    before = (Sighting.objects.count(), Fact.objects.filter(kind="crossing.found").count())
    servers = min(4, os.cpu_count())
    began = time.perf_counter()
    def served(share):
        # One web process of the server: a share of the phones.
        mine, lock, took, wrong = iter(queue[share::servers]), threading.Lock(), [], []
        def phone():
            while True:
                with lock:
                    at, book, key = next(mine, (None, None, None))
                if key is None:
                    break
                wait = began + at - time.perf_counter()
                if wait > 0:
                    time.sleep(wait)
                start = time.perf_counter()
                try:
                    services.find(traveller=Traveller(pk=book), key=key, lat=50.0, lon=30.0)
                except Exception as error:
                    wrong.append(repr(error))
                took.append(time.perf_counter() - start)
            connections.close_all()
        threads = [threading.Thread(target=phone) for _ in range(max(1, phones // servers))]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        told.put((took, wrong))
    fork = multiprocessing.get_context("fork")
    told = fork.Queue()
    connections.close_all()
    processes = [fork.Process(target=served, args=(share,)) for share in range(servers)]
    for process in processes: process.start()
    parts = [told.get() for _ in processes]
    for process in processes: process.join()
    took, wrong = ([one for part in parts for one in part[n]] for n in (0, 1))
    length = time.perf_counter() - began
    keys = {key for _at, _book, key in plan}
    stored = 0
    for start in range(0, total, 500):
        stored += Sighting.objects.filter(key__in=[key for _at, _book, key in plan[start:start + 500]]).count()
    facts = Fact.objects.filter(kind="crossing.found").count() - before[1]
    say(what="finds", sent=len(queue), different=len(keys), stored=stored, new_rows=Sighting.objects.count() - before[0], facts=facts,
        lost=len(keys) - stored, twice=Sighting.objects.count() - before[0] - stored, errors=len(wrong), first_error=wrong[:1],
        seconds=round(length, 1), per_second=round(total / length, 1), **quantiles(took))

fill(); look(); send()
say(what="bench", database=connection.vendor, load=round(os.getloadavg()[0], 1), cores=os.cpu_count())
"""


def run(options: argparse.Namespace) -> None:
    size = options.size
    site = Site(f"bookcrossing-{size}")
    env: dict[str, Any] = dict(site.env)
    if database := os.environ.get("BENCH_POSTGRES"):
        env["DATABASE_URL"] = database
    arguments = [str(size), str(options.clients or 8), str(options.queries or 60), str(options.seed)]
    process = subprocess.Popen(
        [sys.executable, "-c", _WORK, *arguments], env=env, cwd=corpus.ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{"):
            print(json.dumps(json.loads(line), ensure_ascii=False), flush=True)
    if process.wait():
        raise SystemExit(process.returncode)
