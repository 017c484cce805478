"""A marathon of 500 libraries with a log of 200,000 lines: the league page, over HTTP, through the server that libraries run.

Part of `programmes`. Pages are asked for while somebody writes lines, as on an evening of a marathon.
"""

from __future__ import annotations

import argparse
import json
import os
import threading
import time

from . import meter, table
from .site import Site

LIBRARIES, PEOPLE, LINES = 500, 4000, 200_000
_FILL = """
import sys
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db.models import Count, Sum
from django.utils import timezone
call_command("migrate", verbosity=0)
from chytalnia.campaigns.models import Campaign, Line, Member, Participant
from chytalnia.campaigns.services import counting, making
from chytalnia.network.models import Unit
libraries, people, lines = map(int, sys.argv[1:4])
here, now = timezone.localdate(), timezone.now()
if not Campaign.objects.filter(slug="bench").exists():
    for s in range(10):
        system = Unit.add_root(code=f"M{s}", kind="system", name={"uk": f"Система {s}"})
        for n in range(libraries // 10):
            system = Unit.objects.get(pk=system.pk)
            system.add_child(code=f"M{s}-{n}", kind="branch", name={"uk": f"Бібліотека № {n} системи {s}"},
                             population=500 + 37 * n)
    made = making.make(
        unit=Unit.objects.get(code="M0"), title={"uk": "Марафон"}, slug="bench", score="pages", goal=20_000_000,
        goals={"uk": "Читати"}, task={"uk": "Щодня"}, first_day=here - timedelta(days=60), last_day=here + timedelta(days=30),
    )
    made.move("announce"); made.move("begin")
    units = list(Unit.objects.filter(code__contains="-"))
    Member.objects.bulk_create([Member(campaign=made, unit=u, state="joined", joined_at=now, readers=100 + n) for n,
        u in enumerate(units)])
    members = list(made.members.order_by("pk"))
    Participant.objects.bulk_create([
        Participant(campaign=made, member=members[n % len(members)], number=n + 1, nick=f"Читач {n}", nick_key=f"читач {n}")
        for n in range(people)
    ], batch_size=1000)
    readers = list(Participant.objects.filter(campaign=made).order_by("pk"))
    for start in range(0, lines, 10_000):
        Line.objects.bulk_create([
            Line(participant=readers[n % people], day=here - timedelta(days=n // people), amount=5 + n % 60, title="Кобзар")
            for n in range(start, min(lines, start + 10_000))
        ], batch_size=1000)
    for one in Participant.objects.filter(campaign=made).annotate(s=Sum("log__amount"), n=Count("log")):
        Participant.objects.filter(pk=one.pk).update(total=one.s, lines=one.n, finished_at=now)
    for one in made.members.annotate(s=Sum("people__total"), n=Sum("people__lines"), who=Count("people")):
        Member.objects.filter(pk=one.pk).update(total=one.s, lines=one.n, participants=one.who, finishers=one.who)
if not Unit.objects.filter(code="B0").exists():
    Unit.add_root(code="B0", kind="system", name={"uk": "Та, про яку питають першою"})
made = Campaign.objects.get(slug="bench")
print(Line.objects.filter(participant__campaign=made).count(), len(counting.drift(made)))
"""
_WRITE = """
import sys, time
import django; django.setup()
from django.utils import timezone
from chytalnia.campaigns.models import Campaign, Participant
from chytalnia.campaigns.services import counting, diary
made = Campaign.objects.get(slug="bench")
people = list(Participant.objects.filter(campaign=made).order_by("pk")[:400])
until, n, spent = time.monotonic() + float(sys.argv[1]), 0, []
while time.monotonic() < until:
    began = time.monotonic()
    diary.write(participant=people[n % 400], day=timezone.localdate(), amount=1)
    spent.append((time.monotonic() - began) * 1000)
    n += 1
    time.sleep(0.1)
spent.sort()
print(n, round(spent[len(spent) // 2], 1), round(spent[int(len(spent) * 0.95)], 1), len(counting.drift(made)))
"""
PAGES = (
    ("league", "/campaigns/bench/league/", {}),
    ("league on people, page 3", "/campaigns/bench/league/?by=people&page=3", {}),
    ("league, the table alone", "/campaigns/bench/league/", {"HX-Request": "true"}),
    ("the campaign", "/campaigns/bench/", {}),
)


def _write(site: Site, told: list[str]) -> None:
    told.append(site.python(_WRITE, "20"))


def run(options: argparse.Namespace) -> None:
    from .programmes import ask, serving

    rows, lines = [], []
    for name, address in (("SQLite", ""), ("PostgreSQL", os.environ.get("BENCH_POSTGRES", ""))):
        if name == "PostgreSQL" and not address:
            continue
        site = Site(f"campaigns-{name.lower()}")
        site.env |= {"DATABASE_URL": address} if address else {}
        count, drift = site.python(_FILL, str(LIBRARIES), str(PEOPLE), str(LINES)).split()[-2:]
        with serving(site.env) as port:
            told: list[str] = []
            writer = threading.Thread(target=_write, args=(site, told))
            writer.start()
            for page, path, headers in PAGES:
                spent = []
                for n in range(80):
                    began = time.perf_counter()
                    status, _body, _cookie = ask(port, path, headers=headers)
                    spent.append((time.perf_counter() - began) * 1000)
                    assert status == 200, (path, status)
                    if n < 3:
                        spent.clear()
                spent.sort()
                rows.append([name, page, f"{meter.at(spent, 0.5):.0f}", f"{meter.at(spent, 0.95):.0f}"])
                lines.append({"database": name, "what": page, "libraries": LIBRARIES, "lines": int(count), "drift": int(drift),
                              "p50_ms": round(meter.at(spent, 0.5), 1), "p95_ms": round(meter.at(spent, 0.95), 1)})  # fmt: skip
            writer.join()
        written, p50, p95, wrong = told[0].split()[-4:]
        rows.append([name, f"a line written, {written} of them meanwhile", p50, p95])
        lines.append(
            {
                "database": name,
                "what": "log line",
                "written": int(written),
                "p50_ms": float(p50),
                "p95_ms": float(p95),
                "drift": int(wrong),
            }
        )
    table.show(
        ["database", "page", "p50 ms", "p95"], rows, f"{LIBRARIES} libraries, {LINES:,} lines of a log, one client"
    )
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
