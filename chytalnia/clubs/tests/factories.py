"""Clubs made quickly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from chytalnia.clubs import services
from chytalnia.clubs.models import Club
from chytalnia.core.translated import Translated
from chytalnia.network.settings import time_zone
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes

#: A day long past: what is counted on it never depends on today.
DAY = date(2024, 3, 16)


def club(unit, *, title="Дивоцвіт", **fields):
    told = {"weekday": 5, "begins": time(15), "week": 3, "first_day": date(2024, 1, 1)} | fields
    made = services.save_club(unit=unit, title=Translated(uk=title), **told)
    return Club.objects.select_related("programme__unit").get(pk=made.pk)


def meeting(club, *, day=DAY, stage="announced"):
    unit = club.programme.unit
    starts = datetime.combine(day, time(15), time_zone(unit))
    return programmes.start(
        card=formats.card("club"), unit=unit, title=club.programme.title, starts_at=starts,
        ends_at=starts + timedelta(minutes=90), programme=club.programme, plan=False, stage=stage, taking="free",
    )  # fmt: skip
