"""Clubs of the demonstration network: three with a year behind them, their protocols, members and what they read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.clubs import services
from chytalnia.clubs.models import Club
from chytalnia.clubs.rhythm import meeting_days
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.network.settings import time_zone
from chytalnia.people.models import Reader, User
from chytalnia.people.readers.queries import lacks_surety
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes

DATA = Path(__file__).parent / "data" / "clubs.toml"


def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    heads = {user.username: user for user in User.objects.all()}
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["clubs"]
    for number, row in enumerate(rows, 1):
        unit = Unit.objects.filter(code=row["unit"]).first()
        if unit is not None:
            _found(row, unit, heads[row["who"]])
        progress(number, len(rows))


def _found(row: dict[str, Any], unit: Unit, by: User) -> None:
    here = timezone.localdate()
    begun = date(here.year + row["founded"], 9, 1)
    club = services.save_club(
        unit=unit, title=Translated(row["title"]), by=by, motto=Translated(row["motto"]), about=Translated(row["about"]),
        profile=row["profile"], leader_name=row["leader_name"], audience=row["audience"], age_from=row["age_from"],
        age_mark="0+", weekday=row["weekday"], week=row["week"], begins=time.fromisoformat(row["begins"]), founded=begun,
        places=row.get("places"),
        first_day=begun,
        statute="1. Клуб відкритий для читачів бібліотеки.\n2. Зустрічі – за планом року.\n3. Рішення ухвалюють ті, хто прийшов."
        if unit.code.startswith("kremenchuk") else "",
        how_to_join=Translated(
            uk="Приходьте на будь-яку зустріч.", ru="Приходите на любую встречу.", kk="Кез келген кездесуге келіңіз.",
            en="Come to any meeting.",
        ),
    )  # fmt: skip
    members = _members(row, club, unit, by, here)
    works = list(
        Work.objects.shown()
        .filter(author__startswith=row["author"], item_count__gt=0)
        .order_by("-item_count", "pk")[:4]
    )
    _past(row, club, members, works, by, here)
    services.plan_meetings(
        club=club, first=here + timedelta(days=1), last=date(here.year, 12, 31) + timedelta(days=150), by=by
    )
    for number, work in enumerate(works[:2]):
        first = here - timedelta(days=10 + 40 * number)
        reading = services.begin_reading(
            club=club, work=work, first_day=first, last_day=first + timedelta(days=35 if not number else 30), by=by
        )
        if not number:
            services.set_wanted(reading=reading, memberships=[each for each in members if each.left_on is None][:3])


def _members(row: dict[str, Any], club: Club, unit: Unit, by: User, here: date) -> list[Any]:
    """Readers of the system who are old enough, joined over the year; one left again; the reader of the demo is among them."""
    system = unit.path[: 4 * max(1, unit.depth - 1)]
    readers = (
        Reader.objects.active()
        .filter(under([system], "home_unit__path"), kind="person")
        .order_by(F("user").desc(nulls_last=True), "pk")
    )
    readers = readers.filter(birth_date__year__lt=here.year - row["age_from"] - 1)
    made = []
    for number, reader in enumerate(readers[: row["members"]]):
        on = here - timedelta(days=360 - 25 * number)
        guardian = ("Ірина Ткач", "+380 50 555 01 01") if lacks_surety(reader, on) else ("", "")
        member = services.join(
            club=club, reader=reader, on=on, by=by, at_desk=True, guardian=guardian[0], guardian_phone=guardian[1],
            role="secretary" if number == 1 else "member",
        )  # fmt: skip
        made.append(services.leave(membership=member, on=here - timedelta(days=60)) if number == 2 else member)
    return made


def _past(row: dict[str, Any], club: Club, members: list[Any], works: list[Work], by: User, here: date) -> None:
    card = formats.card("club")
    assert card is not None
    unit, programme = club.programme.unit, club.programme
    days = meeting_days(
        here - timedelta(days=365), here - timedelta(days=1), weekday=club.weekday or 0, rhythm="month", week=club.week
    )
    for number, day in enumerate(days):
        starts = datetime.combine(day, time.fromisoformat(row["begins"]), time_zone(unit))
        occasion = programmes.start(
            card=card, unit=unit, title=programme.title, starts_at=starts, ends_at=starts + timedelta(minutes=90), by=by,
            programme=programme, plan=False, stage="held", taking="free", audience=row["audience"], age_mark="0+",
        )  # fmt: skip
        there = [m for m in members if m.joined_on <= day and (m.left_on is None or m.left_on > day)]
        services.set_present(occasion=occasion, memberships=[m for n, m in enumerate(there) if (n + number) % 4])
        services.save_protocol(
            occasion=occasion, by=by, topic=row["topics"][number % len(row["topics"])], said=row["said"],
            decisions=row["decisions"], guest_adults=2 + number % 3, guest_children=4 if row["audience"] != "adults" else 0,
            works=works[number % 4 : number % 4 + 1],
        )  # fmt: skip
        # The last meeting waits for its leader.
        if number < len(days) - 1:
            services.count_meeting(occasion=occasion, by=by)
