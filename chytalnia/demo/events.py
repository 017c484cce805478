"""Events of the demonstration network, from `data/events.toml`: a lived-in month around today, the past of it counted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit, Zone
from chytalnia.network.paths import under
from chytalnia.network.settings import time_zone
from chytalnia.people.models import Reader, User
from chytalnia.programmes import formats, services
from chytalnia.programmes.models import Letter, Occasion, Part, Programme, Question, Task

DATA = Path(__file__).parent / "data"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BANDS = ("children", "youth", "adults")


def described() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((DATA / "events.toml").read_text(encoding="utf-8"))["events"]
    return rows


def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    """Hold what is over, announce what comes, enrol people, call one off."""
    rows = described()
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={row["unit"] for row in rows})}
    heads = {user.username: user for user in User.objects.all()}
    for number, row in enumerate(rows, 1):
        _hold(row, units[row["unit"]], heads)
        progress(number, len(rows))
    _fix_plans(units, heads["director"])
    Letter.objects.filter(made_at__lt=timezone.now() + timedelta(days=1), kind="booked").update(state="sent")


def _hold(row: dict[str, Any], unit: Unit, heads: dict[str, User]) -> None:
    by = heads[_who(unit.code)]
    card = formats.card(row["format"])
    assert card is not None
    programme = _programme(row, unit, card, by)
    first: Occasion | None = None
    for starts, ends in _moments(row, unit):
        is_over = ends < timezone.now()
        occasion = services.start(
            card=card, unit=unit, title=Translated(row["title"]), starts_at=starts, ends_at=ends, by=by, programme=programme,
            places=row.get("places"), online_places=row.get("online_places"), stage=_stage(row, card, is_over=is_over),
            plan=first is None, **_fields(row, unit, card),
        )  # fmt: skip
        if first is not None:
            Occasion.objects.filter(pk__in=[first.pk, occasion.pk]).update(series=first.uid)
        first = first or occasion
        _books(row, occasion)
        if is_over:
            _count(row, occasion, by)
        elif occasion is first or row.get("classes"):
            _enrol(row, occasion, unit, by)
        if "called_off" in row and not is_over:
            occasion.move("cancel", by=by, note=row["called_off"]["uk"])
        # What should have been done by now is done, but for the last line.
        late = [task.pk for task in occasion.tasks.filter(due__lt=timezone.localdate()).order_by("due")]
        Task.objects.filter(pk__in=late[:-1] if not is_over else late).update(done_at=timezone.now(), done_by=by)


def _who(code: str) -> str:
    """Whose work it is: the director of the system, the administrator of the region."""
    if code.startswith(("ekibastuz", "shiderti")):
        return "director-kz"
    if code.startswith(("minusinsk", "selivanikha")):
        return "director-ru"
    return "administrator" if code == "ounb" else "director"


def _moments(row: dict[str, Any], unit: Unit) -> Iterator[tuple[datetime, datetime]]:
    week, day, hour, minutes = row["when"].split()
    here = timezone.localdate()
    monday = here - timedelta(days=here.weekday())
    zone = time_zone(unit)
    for number in row.get("weeks", [int(week)]):
        on: date = monday + timedelta(days=7 * number + _DAYS.index(day))
        starts = datetime.combine(on, time.fromisoformat(hour), zone)
        yield starts, starts + timedelta(minutes=int(minutes), days=row.get("days", 0))


def _stage(row: dict[str, Any], card: formats.Card, *, is_over: bool) -> str:
    if is_over:
        return "held"
    return "announced" if row.get("taking", card.taking) == "free" or "places" not in row else "registration"


def _fields(row: dict[str, Any], unit: Unit, card: formats.Card) -> dict[str, Any]:
    fields: dict[str, Any] = {"languages": [{"uk": "ukr", "kk": "kaz", "ru": "rus"}[next(iter(row["title"]))]]}
    for name, key in (
        ("mode", "mode"),
        ("online_url", "online"),
        ("partners", "partners"),
        ("recording_url", "recording"),
    ):
        if key in row:
            fields[name] = row[key]
    if "about" in row:
        fields["about"] = Translated(row["about"])
    if "place" in row:
        fields["place"] = Translated(row["place"])
    if ages := row.get("ages"):
        fields |= {"age_from": ages[0] or None, "age_to": ages[1] or None}
    if row.get("accessible"):
        fields |= {"access_mobility": True, "access_sight": True}
    if row.get("hearing"):
        fields |= {
            "access_hearing": True,
            "access_note": Translated(uk="Переклад жестовою мовою", ru="Перевод на жестовый язык", en="Sign language"),
        }
    fields["taking"] = row.get("taking", card.taking if "places" in row or card.taking == "free" else "free")
    if "zone" in row:
        fields["zone"] = Zone.objects.filter(unit=unit, kind=row["zone"]).first()
    fields["groups_welcome"] = bool(row.get("classes"))
    return fields


def _programme(row: dict[str, Any], unit: Unit, card: formats.Card, by: User) -> Programme | None:
    if "programme" not in row:
        return None
    here = timezone.localdate()
    made = services.save_programme(
        unit=unit, title=Translated(row["programme"]), by=by, about=Translated(card.about), format_code=card.code,
        first_day=here - timedelta(days=60), audience=card.audiences[0], age_mark=card.age_mark,
    )  # fmt: skip
    made.move("begin", by=by)
    return made


def _books(row: dict[str, Any], occasion: Occasion) -> None:
    if author := row.get("author"):
        works = Work.objects.shown().filter(author__startswith=author).order_by("-item_count", "pk")[:3]
        for work in works:
            services.add_link(occasion=occasion, work=work)
    if name := row.get("speaker"):
        duty = occasion.duties.filter(role="speaker").first()
        if duty:
            services.set_duty(duty=duty, name=name)


def _count(row: dict[str, Any], occasion: Occasion, by: User) -> None:
    place = {"outside": "outside", "online": "remote"}.get(occasion.mode, "onsite")
    # A little more or fewer each week, the same on every machine.
    sway = (occasion.day.toordinal() // 7) % 4 - 1
    heads = {
        (place, band): max(0, n + (sway if n > 3 else 0))
        for band, n in zip(_BANDS, row.get("heads", [4, 2, 6]), strict=True)
    }
    services.count(
        occasion=occasion, heads=heads, by=by, with_disabilities=row.get("disabled", 0), online_peak=row.get("peak", 0),
        books_shown=row.get("shown", 0), books_issued=row.get("issued", 0), outputs=row.get("outputs"),
    )  # fmt: skip
    if "story" in row:
        services.file_report(
            occasion=occasion, by=by, story=Translated(row["story"]), went_well=row.get("well", ""),
            to_change=row.get("change", ""), views_later=row.get("views"),
        )  # fmt: skip


def _enrol(row: dict[str, Any], occasion: Occasion, unit: Unit, by: User) -> None:
    if occasion.stage != "registration":
        return
    if row.get("consent"):
        Question.objects.create(
            occasion=occasion, kind="yes", required=True,
            text=Translated(
                uk="Батьки згодні, щоб дитину фотографували?", ru="Родители согласны на фотосъёмку?",
                en="Do the parents agree to photographs?",
            ),
        )  # fmt: skip
    if "question" in row:
        Question.objects.create(occasion=occasion, kind="yes", text=Translated(row["question"]), order=1)
    system = unit.path[: 4 * max(1, unit.depth - 1)]
    wanted = row.get("come", 0) + row.get("waiting", 0)
    readers = (
        Reader.objects.active().filter(under([system], "home_unit__path"), kind="person").order_by("-user_id", "pk")
    )
    for number, reader in enumerate(readers[:wanted]):
        services.enrol(
            occasion=occasion, reader=reader, at_desk=True, kind="family" if row.get("family") else "person",
            seats=3 if row.get("family") else 1, children=2 if row.get("family") else 0, by=by,
            part=Part.ONLINE if occasion.mode == "hybrid" and number % 4 == 3 and not row.get("waiting") else Part.ONSITE,
            needs="Місце ближче до ведучого" if number == 2 else "",
        )  # fmt: skip
    for name, seats in row.get("classes", []):
        services.enrol(
            occasion=occasion, kind="class", group_name=name, name="Ірина Ткач", phone="+380 50 555 01 01", seats=seats,
            children=seats - 1, at_desk=True, by=by, language="uk",
        )  # fmt: skip


def _fix_plans(units: dict[str, Unit], by: User) -> None:
    for code in ("kremenchuk-cb", "kremenchuk-f1", "kremenchuk-cdb"):
        services.fix_month(unit=units[code], month=timezone.localdate().replace(day=1), by=by)
