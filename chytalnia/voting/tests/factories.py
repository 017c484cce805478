"""An election in a small library, at whatever stage a test needs. Times are made around now, so no day is special."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import importing
from chytalnia.catalogue.services import items as stock
from chytalnia.catalogue.tests.factories import marc, system, write
from chytalnia.network.models import Unit
from chytalnia.people.models import Reader, RoleGrant, User
from chytalnia.people.readers import services as readers
from chytalnia.voting.models import Candidate, Election, Station
from chytalnia.voting.services import casting, nominating, preparing, rolling

HEROES = ("Мавка", "Том Сойєр", "Захар Беркут")
COMMISSION = [("Л. Бондаренко", "chair", None), ("Т. Вовк", "secretary", None), ("О. Шульга", "member", None)]


def token() -> str:
    return secrets.token_urlsafe(24)


def library(folder: Path) -> tuple[Unit, Unit, Unit]:
    units = system("town")
    file = write(
        folder / "heroes.mrc", *[marc(f"h{n}", title=f"Книга {n}", author=f"Автор, {n}") for n in range(len(HEROES))]
    )
    importing.run(importing.create_job(path=file, unit=units[0]))
    for record in Record.objects.all():
        stock.receive_items(record=record, unit=units[1], count=1)
    return units


def staff(unit: Unit, role: str = "director", name: str = "") -> User:
    user = User.objects.create_user(name or f"{role}-{unit.code}")
    RoleGrant.objects.create(user=user, unit=unit, role=role)
    return user


def reader(unit: Unit, n: int, *, born: date = date(2014, 3, 1), account: bool = False) -> Reader:
    made = readers.register(unit=unit, surname=f"Читач{n}", name="Оля", birth_date=born, phone=f"+38067{n:07}")
    if account:
        made.user = User.objects.create_user(f"reader-{n}", password="a long word of a reader")
        made.save()
    return made


def called(unit: Unit, **values: Any) -> Election:
    now = timezone.now()
    days = {
        "nomination_until": now + timedelta(days=1), "silence_from": now + timedelta(days=2),
        "opens_at": now + timedelta(days=3), "closes_at": now + timedelta(days=4),
    }  # fmt: skip
    election = preparing.call(
        unit=unit, title={"uk": "Вибори героя"}, **{"roll_on": timezone.localdate(), **days, **values}
    )
    preparing.appoint(election=election, members=COMMISSION)
    return election


def stand(election: Election, heroes: Sequence[str] = HEROES) -> list[Candidate]:
    works = list(Work.objects.order_by("pk"))
    made = []
    for hero, work in zip(heroes, works, strict=False):
        candidate = nominating.nominate(election=election, work=work, hero={"uk": hero})
        candidate.election.refresh_from_db()
        made.append(candidate)
    return made


def in_campaign(unit: Unit, heroes: Sequence[str] = HEROES, **values: Any) -> Election:
    election = called(unit, **values)
    election.move("announce")
    for candidate in stand(election, heroes):
        candidate.move("register")
    election.move("close_nomination")
    election.move("begin_campaign")
    return election


def at(election: Election, **moments: timedelta) -> Election:
    """The clock of an election set against now, as if time had passed."""
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(**{name: now + delta for name, delta in moments.items()})
    election.refresh_from_db()
    return election


def polls_open(unit: Unit, *, stations: Sequence[Unit] = (), heroes: Sequence[str] = HEROES, **values: Any) -> Election:
    """An election whose polls are open; the roll are the readers who are registered by now."""
    election = in_campaign(unit, heroes, **values)
    preparing.set_stations(election=election, units=stations)
    rolling.freeze(election=election)
    hour = timedelta(hours=1)
    at(election, nomination_until=-4 * hour, silence_from=-3 * hour, opens_at=-2 * hour, closes_at=2 * hour)
    election.move("keep_silence")
    election.move("open_polls")
    return election


def closed(election: Election) -> Election:
    at(election, closes_at=timedelta(seconds=-1))
    election.move("close_polls")
    return election


def number(election: Election, hero: str) -> int:
    return next(c.number for c in election.candidates.all() if c.hero.get("uk") == hero)


def vote(election: Election, who: Reader, hero: str | None, *, by: str = "", seen: int = 0) -> casting.Receipt:
    choice = number(election, hero) if hero else 0
    entry = casting.entry_of(election, who)
    return casting.cast(election=election, voter=entry, choice=choice, token=by or token(), seen=seen)


def station_of(election: Election, unit: Unit) -> Station:
    return election.stations.select_related("unit", "election").get(unit=unit)
