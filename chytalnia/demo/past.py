"""Two months of a library's life as facts: who looked, what was asked for, what was not found."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from chytalnia.journal import services as journal
from chytalnia.network.models import Unit

from .stock import noon

DAYS = 60
#: How the week goes at a library's site: Monday to Sunday.
_WEEK = (1.15, 1.1, 1.05, 1.1, 0.9, 0.7, 0.85)
#: Visits of the site on an ordinary day, by unit; the whole network's own pages belong to its first root.
_VISITS = {"poltava": 46, "ounb": 38, "kremenchuk-cb": 31, "ekibastuz-ok": 17, "minusinsk-cb": 19, "kremenchuk-cdb": 12}
_LANGUAGES = {"poltava": ("uk",) * 7 + ("ru", "en"), "ounb": ("uk",) * 8 + ("ru",), "kremenchuk-cb": ("uk",) * 6 + ("ru",),
              "ekibastuz-ok": ("kk",) * 5 + ("ru",) * 4, "minusinsk-cb": ("ru",), "kremenchuk-cdb": ("uk",)}  # fmt: skip


def build() -> int:
    """Record the past up to yesterday; returns how many facts were new. Each carries a key, so a second time adds none."""
    return journal.record_many(_facts())


def _facts() -> Iterator[journal.NewFact]:
    rng = random.Random("past")  # noqa: S311 – the same past on every machine
    today = timezone.localdate()
    units = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=_VISITS)}
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        # Interest grows slowly and has its waves; yesterday is busier than two months ago.
        mood = _WEEK[day.weekday()] * (1 + 0.35 * (1 - back / DAYS)) * (1 + 0.12 * math.sin(back / 5))
        for code, usual in _VISITS.items():
            visits = max(1, round(usual * mood * rng.uniform(0.8, 1.2)))
            pages = round(visits * rng.uniform(2.6, 4.2))
            searches = round(visits * rng.uniform(0.9, 1.6))
            empty = round(searches * rng.uniform(0.03, 0.11))
            language = rng.choice(_LANGUAGES[code])
            for kind, quantity, place, said in (
                ("site.visits", visits, "remote", ""),
                ("site.pages", pages, "remote", ""),
                ("searches", searches, "remote", language),
                ("searches.empty", empty, "remote", language),
                ("searches", max(1, round(searches / 6)), "onsite", language),
            ):
                if quantity:
                    yield journal.NewFact(
                        kind=kind, unit=units[code], quantity=quantity, at=noon(day, rng.randint(9, 18)), place=place,
                        language=said, key=f"demo:{kind}:{place}:{code}:{day}",
                    )  # fmt: skip
