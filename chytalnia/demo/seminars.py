"""Seminars of the demonstration network – one past with recordings, one with an open call – and a non-stop day."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.network.settings import time_zone
from chytalnia.people.models import User
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Letter
from chytalnia.programmes.nonstop import services as nonstop
from chytalnia.seminars import services
from chytalnia.seminars.models import Seminar

DATA = Path(__file__).parent / "data" / "seminars.toml"


def build() -> None:
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    users = {user.username: user for user in User.objects.all()}
    for row in told["seminars"]:
        unit = Unit.objects.filter(code=row["unit"]).first()
        if unit is not None:
            _seminar(row, unit, users[row["by"]])
    unit = Unit.objects.filter(code=told["nonstop"]["unit"]).first()
    if unit is not None:
        _nonstop(told["nonstop"], unit, users["head"])
    Letter.objects.filter(occasion__seminar__isnull=False).update(state="sent")


def _at(unit: Unit, days: int, hour: str) -> datetime:
    return datetime.combine(timezone.localdate() + timedelta(days=days), time.fromisoformat(hour), time_zone(unit))


def _seminar(row: dict[str, Any], unit: Unit, by: User) -> None:
    is_over = row["days"] < 0
    when = 1 if is_over else row["days"]
    call_until = timezone.localdate() + timedelta(days=row["call_days"])
    made = services.make(
        unit=unit, title=Translated(row["title"]), about=Translated(row["about"]), starts_at=_at(unit, when, "10:00"),
        ends_at=_at(unit, when + row.get("more_days", 0), "15:00"), by=by,
        places=row["places"], online_places=300, online_url=row["online"],
        call=Translated(row["call"]), call_until=call_until, stage="planned" if is_over else "registration",
    )  # fmt: skip
    enrolments = []
    for n, (name, library, city, region, part, minutes) in enumerate(row["people"]):
        answers = {str(made.ask_library_id): library, str(made.ask_city_id): city, str(made.ask_region_id): region}
        enrolled = programmes.enrol(
            occasion=made.occasion, name=name, email=f"kolega{n + 1}@biblioteka.example", part=part, answers=answers, at_desk=True
        )  # fmt: skip
        enrolments.append((enrolled, part, minutes))
    if is_over:
        # People enrolled while it was to come.
        made.occasion = programmes.change(
            occasion=made.occasion,
            by=by,
            starts_at=_at(unit, row["days"], "10:00"),
            ends_at=_at(unit, row["days"], "15:00"),
        )
        day = made.occasion.begins.date()
        made.programme = programmes.save_programme(
            programme=made.programme, unit=unit, title=made.programme.title, by=by, first_day=day, last_day=day
        )
        for enrolled, part, minutes in enrolments:
            if part == "onsite":
                key = uuid.uuid5(made.occasion.uid, enrolled.name)
                programmes.note_at_door(occasion=made.occasion, key=key, kind="came", enrolment=enrolled)
            elif minutes:
                services.note_minutes(seminar=made, minutes={enrolled.email: minutes}, by=by)
    _talks(row, made, by)
    if is_over:
        _afterwards(row, made, by)


def _talks(row: dict[str, Any], made: Seminar, by: User) -> None:
    for talk in row["talks"]:
        words = {
            name: talk[name]
            for name in ("speaker", "post", "library", "city", "region", "abstract", "moderator")
            if name in talk
        }
        words |= {name: talk[name] for name in ("kind", "recording_url", "slides_url", "is_remote") if name in talk}
        words |= {name: "\n".join(talk[name]) for name in ("questions_put", "recommends") if name in talk}
        if talk.get("waits"):
            services.propose(
                seminar=made, title=talk["title"], email="avtor@biblioteka.example", language="uk", **words
            )
            continue
        point = services.add(
            seminar=made, title=talk["title"], by=by, minutes_text=talk.get("minutes_text", ""), **words
        )
        if "at" in talk:
            hall, hour, minutes, *later = talk["at"]
            day = made.days[later[0] if later else 0].begins.date()
            begins = datetime.combine(day, time.fromisoformat(hour), made.occasion.clock)
            services.place(talk=point, hall=hall, starts_at=begins, minutes=minutes, by=by)
        for text, name, answer in talk.get("asked", []):
            asked = services.put_question(talk=point, text=text, name=name)
            if answer:
                services.look_at(question=asked, show=True, answer=answer, by=by)


def _afterwards(row: dict[str, Any], made: Seminar, by: User) -> None:
    for kind, text in row["clauses"]:
        services.save_clause(seminar=made, kind=kind, text=text, by=by)
    services.save(seminar=made, by=by, resolved_on=made.occasion.begins.date())
    programmes.count(
        occasion=made.occasion,
        heads=programmes.suggested_heads(made.occasion) | {("remote", "adults"): row["online_heads"]},
        by=by,
    )
    services.issue(seminar=made, by=by)
    services.issue_to_speakers(seminar=made, by=by)


def _nonstop(row: dict[str, Any], unit: Unit, by: User) -> None:
    card = formats.card("non_stop")
    assert card is not None
    day = programmes.start(
        card=card, unit=unit, title=Translated(row["title"]), about=Translated(row["about"]), by=by, plan=False,
        starts_at=_at(unit, row["days"], "12:00"), ends_at=_at(unit, row["days"], "18:00"), stage="announced",
    )  # fmt: skip
    for hall, slots in row["halls"].items():
        for hour, minutes, title, guest, moderator in slots:
            begins = datetime.combine(day.begins.date(), time.fromisoformat(hour), day.clock)
            nonstop.save_slot(
                occasion=day, hall=hall, starts_at=begins, minutes=minutes, title=Translated(uk=title), guest=guest,
                moderator=moderator, by=by,
            )  # fmt: skip
