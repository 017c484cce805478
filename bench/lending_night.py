"""The work of a night in a seeded network: an ordinary night, and the heaviest one thinkable.

`--size` is the number of readers. The heavy night follows a year without nights: nobody was reminded of anything, thousands of
copies wait on shelves too long, thousands are to be looked for in another library.
"""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta

from . import seeded, table

#: Holds that have run out, and those that nobody took from the shelf in time, a thousand readers.
WAITING = 20
_HEAVY = """
import random, sys
import django; django.setup()
from datetime import timedelta
from django.db.models import Exists, OuterRef
from django.utils import timezone
from chytalnia.catalogue.models import Item, Work
from chytalnia.lending import services
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import LIVE, Hold, HoldState, Loan
from chytalnia.lending.snapshot import snapshot
from chytalnia.people.models import Reader, Registration
wanted, today = int(sys.argv[1]), timezone.localdate()
Loan.objects.open().update(reminded=0)
here, rng = snapshot(), random.Random(5)
registered = Registration.objects.filter(reader=OuterRef("pk"), year=today.year)
owing = Loan.objects.filter(reader=OuterRef("pk"), returned_at=None)
readers = list(Reader.objects.filter(Exists(registered), ~Exists(owing)).order_by("pk")[:wanted * 4])
works = list(Work.objects.filter(available_count__gte=2).order_by("pk").values_list("pk", flat=True)[:wanted * 4])
rng.shuffle(works)
made = []
for reader, work in zip(readers, works):
    if len(made) == 2 * wanted:
        break
    try:
        made.append(services.place_hold(reader=reader, target=Work(pk=work), pickup=here.unit(reader.home_unit_id)))
    except Refused:
        pass
shelved = 0
for hold in made[::2]:
    hold.refresh_from_db()
    if hold.item_id:
        # Taken from the shelf where the reader picks it up, whatever library that is.
        services.take_back(item=Item(pk=hold.item_id), unit=here.unit(hold.pickup_unit_id))
        shelved += 1
past = today - timedelta(days=30)
Hold.objects.filter(pk__in=[hold.pk for hold in made], state=HoldState.ON_SHELF).update(shelf_until=past)
Hold.objects.filter(pk__in=[hold.pk for hold in made], state=HoldState.ASSIGNED).update(
    assigned_at=timezone.now() - timedelta(days=30))
live = Hold.objects.filter(state__in=LIVE)
print(Loan.objects.open().count(), live.filter(state=HoldState.ON_SHELF).count(), live.filter(state=HoldState.ASSIGNED).count())
"""


def run(options: argparse.Namespace) -> None:
    rows: list[list[object]] = []
    for site in seeded.databases(options.size):
        site.fill("--no-index")
        for name in ("ordinary", "heavy"):
            if name == "heavy":
                site.python(_HEAVY, str(max(10, options.size * WAITING // 1000)))
            day = _next(site)
            weighed = site.run("nightly", "--day", day.isoformat(), "--json")
            said = json.loads(weighed.output)
            if not said["ok"]:
                raise SystemExit(f"  the night failed: {said}")
            rows.append(
                [
                    site.database, f"{site.readers:,}", name, f"{said['notices']:,}", f"{said['holds_expired']:,}",
                    f"{said['holds_targeted']:,}", f"{said['forgotten']:,}", f"{said['seconds']:.1f}", f"{weighed.cpu:.1f}",
                ]
            )  # fmt: skip
            seeded.line("lending-night", database=site.database, readers=site.readers, night=name, cpu=round(weighed.cpu, 1),
                        **{n: said[n] for n in ("notices", "holds_expired", "holds_targeted", "forgotten", "seconds")})  # fmt: skip
    head = [
        "database",
        "readers",
        "night",
        "notices",
        "holds run out",
        "re-targeted",
        "forgotten",
        "s",
        "CPU s with start",
    ]
    table.show(head, rows, "asked: under 60 s for 100,000 readers")


def _next(site: seeded.Seeded) -> date:
    """Each measured night is the next one."""
    kept = site.folder / "night.txt"
    day = (
        date.fromisoformat(kept.read_text()) + timedelta(days=1)
        if kept.exists()
        else datetime.now().astimezone().date()
    )
    kept.write_text(day.isoformat())
    return day
