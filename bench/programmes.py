"""Programmes: the calendar and its feeds over many events, and an enrolment that two thousand people open in one minute.

`--size` is the number of events (10,000 unless told); `--queries` the seconds in which everybody enrols (60). SQLite always,
PostgreSQL too when BENCH_POSTGRES names an empty database. Through the server that libraries run, over HTTP.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from . import campaigns, corpus, meter, table
from .site import Site

PLACES, PEOPLE = 200, 2000
_FILL = """
import sys
import django; django.setup()
from datetime import datetime, timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from chytalnia.network.models import Unit
from chytalnia.programmes import formats, services
from chytalnia.programmes.models import Occasion, Seats
size = int(sys.argv[1])
if not Occasion.objects.exists():
    system = Unit.add_root(code="SYSTEM", kind="system", name={"uk": "Система"})
    for n in range(40):
        system = Unit.objects.get(pk=system.pk)
        system.add_child(code=f"B{n}", kind="branch", name={"uk": f"Філія {n}"}, address={"uk": f"вул. Садова, {n}"})
    units = list(Unit.objects.filter(kind="branch"))
    codes = sorted(formats.built_in())
    begin = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=30)
    made = []
    for n in range(size):
        starts = begin + timedelta(days=n % 365, hours=n % 9)
        made.append(Occasion(
            unit=units[n % 40], format_code=codes[n % len(codes)], title={"uk": f"Зустріч номер {n}: про книги й людей"},
            about={"uk": "Говоримо, читаємо вголос і беремо книги додому. " * 4}, starts_at=starts,
            ends_at=starts + timedelta(minutes=90), day=starts.date(), last_day=starts.date(), time_zone="Europe/Kyiv",
            audience=("children", "youth", "adults", "mixed")[n % 4], age_from=(3, 12, 18, None)[n % 4],
            age_to=(11, 17, None, None)[n % 4], stage="announced" if starts > timezone.now() else "held",
        ))
    Occasion.objects.bulk_create(made, batch_size=500)
    Seats.objects.bulk_create((Seats(occasion=each, capacity=30) for each in made), batch_size=1000)
event = services.start(
    card=formats.card("meeting_author"), unit=Unit.objects.filter(kind="branch").first(), title={"uk": "Нарасхват"},
    starts_at=timezone.now() + timedelta(days=5), places=int(sys.argv[2]), stage="registration", taking="open", plan=False,
)
print(event.pk)
"""
_TRUTH = """
import json, sys
import django; django.setup()
from chytalnia.programmes import checks
from chytalnia.programmes.models import Enrolment, Seats
rows = list(Enrolment.objects.filter(occasion=int(sys.argv[1])).order_by("number").values_list("number", "state", "seats"))
booked = [n for n, state, _ in rows if state == "booked"]
waiting = [n for n, state, _ in rows if state == "waiting"]
print(json.dumps({
    "enrolments": len(rows), "booked": sum(s for _, state, s in rows if state == "booked"),
    "taken": Seats.objects.get(occasion=int(sys.argv[1])).taken,
    "order_kept": not waiting or max(booked) < min(waiting), "numbers_whole": [r[0] for r in rows] == list(range(1, len(rows) + 1)),
    "drift": bool(checks.check()),
}))
"""


@contextmanager
def serving(env: dict[str, str]) -> Iterator[int]:
    """The site as `chytalnia serve` runs it, without its worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "chytalnia.cli", "serve", "--port", str(port), "--no-worker"],
        env=env, cwd=corpus.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0,
    )  # fmt: skip
    try:
        for _try in range(600):
            try:
                if ask(port, "/calendar.ics?branch=B0")[0] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        else:
            raise SystemExit("  the server did not start")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def ask(port: int, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST" if body else "GET", path, body or None, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheader("Set-Cookie") or ""
    finally:
        connection.close()


def pages(port: int, times: int = 60) -> dict[str, list[float]]:
    """Milliseconds of each page, one client after the other; every address differs, so no memory of answers helps."""
    spent: dict[str, list[float]] = {}
    today = time.strftime("%Y-%m-")
    for name, path in (
        ("week", "/calendar?day={day}&branch=B{n}"), ("week of the network", "/calendar?day={day}"),
        ("month of the network", "/calendar?view=month&day={day}"), ("all to come", "/calendar?view=agenda&age={age}"),
        ("feed of a year, a library", "/calendar.ics?branch=B{n}"), ("feed of a year, the network", "/calendar.ics"),
        ("feed of a year, the network, made anew", "/calendar.ics?age={age}"),
    ):  # fmt: skip
        rows = spent.setdefault(name, [])
        for n in range(times):
            address = path.format(day=f"{today}{n % 28 + 1:02}", n=n % 40, age=n)
            began = time.perf_counter()
            status, _body, _cookie = ask(port, address)
            rows.append((time.perf_counter() - began) * 1000)
            assert status == 200, (address, status)
        rows.sort()
    return spent


def rush(port: int, event: int, seconds: float, people: int = PEOPLE) -> tuple[list[float], dict[int, int], float]:
    """Everybody sends the form within so many seconds, evenly; returns what each waited, and the answers by status."""
    path = f"/events/{event}/"
    _status, page, cookie = ask(port, path)
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the page has no form"
    token = found[1].decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.split(";")[0]}
    spent: list[float] = []
    answers: dict[int, int] = {}
    lock, began = threading.Lock(), time.perf_counter()
    numbers = iter(range(people))

    def client() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = began + seconds * number / people
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            body = urlencode(
                {
                    "csrfmiddlewaretoken": token,
                    "name": f"Читач {number}",
                    "email": f"r{number}@library.example",
                    "seats": 1,
                    "agree": "on",
                }
            )
            sent = time.perf_counter()
            status, _page, _cookie = ask(port, path, body, headers)
            with lock:
                spent.append((time.perf_counter() - sent) * 1000)
                answers[status] = answers.get(status, 0) + 1

    threads = [threading.Thread(target=client) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(spent), answers, time.perf_counter() - began


def run(options: argparse.Namespace) -> None:
    seconds = float(options.queries or 60)
    lines, rows, rushes = [], [], []
    for name, address in (("SQLite", ""), ("PostgreSQL", os.environ.get("BENCH_POSTGRES", ""))):
        if name == "PostgreSQL" and not address:
            print("  PostgreSQL: set BENCH_POSTGRES=postgres://user@host:port/database")
            continue
        site = Site(f"programmes-{name.lower()}-{options.size}")
        site.env |= {"CHYTALNIA_ENROL_RATE": "off"} | ({"DATABASE_URL": address} if address else {})
        event = int(site.python(_FILL, str(options.size), str(PLACES)).split()[-1])
        with serving(site.env) as port:
            for page, spent in pages(port).items():
                rows.append([name, page, f"{meter.at(spent, 0.5):.0f}", f"{meter.at(spent, 0.95):.0f}"])
                lines.append({"database": name, "what": page, "events": options.size, "p50_ms": round(meter.at(spent, 0.5), 1),
                              "p95_ms": round(meter.at(spent, 0.95), 1)})  # fmt: skip
            spent, answers, wall = rush(port, event, seconds)
        truth = json.loads(site.python(_TRUTH, str(event)))
        ok = (
            truth["booked"] == truth["taken"] == PLACES
            and truth["order_kept"]
            and truth["numbers_whole"]
            and not truth["drift"]
        )
        rushes.append(
            [
                name,
                PEOPLE,
                PLACES,
                f"{wall:.0f}",
                truth["booked"],
                truth["enrolments"],
                "yes" if truth["order_kept"] else "NO",
                f"{meter.at(spent, 0.5):.0f}",
                f"{meter.at(spent, 0.95):.0f}",
                "ok" if ok else "WRONG",
            ]
        )
        lines.append(
            {
                "database": name,
                "what": "enrolment",
                "people": PEOPLE,
                "places": PLACES,
                "seconds": round(wall, 1),
                "p50_ms": round(meter.at(spent, 0.5), 1),
                "p95_ms": round(meter.at(spent, 0.95), 1),
                "answers": answers,
                "ok": ok,
                **truth,
            }
        )
    table.show(["database", "page", "p50 ms", "p95"], rows, f"{options.size:,} events, one client")
    table.show(
        ["database", "people", "places", "s", "booked", "enrolments", "order kept", "p50 ms", "p95", ""],
        rushes,
        f"everybody within {seconds:.0f} s, 40 at once at most",
    )
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    campaigns.run(options)
