"""The libraries of the demonstration network, from `data/units.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.network import services
from chytalnia.network.models import Service, Specialisation, StaffMember, Unit

DATA = Path(__file__).parent / "data"
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_TEXTS = ("short_name", "honour_name", "summary", "state_note", "settlement", "address", "directions", "history")
_PLAIN = (
    "type", "state", "number", "is_model", "is_rural", "in_culture_centre", "postal_code", "katottg", "founded_year",
    "population", "working_share",
)  # fmt: skip

#: kind → name, what stands there, noise, whether it can be booked
ZONES: dict[str, tuple[dict[str, str], dict[str, str], str, bool]] = {
    "reception": (
        {"uk": "Реєстрація", "ru": "Регистрация", "kk": "Тіркеу", "en": "Reception"},
        {"uk": "Новинки тижня", "ru": "Новинки недели", "kk": "Аптаның жаңалықтары", "en": "New this week"},
        "talk",
        False,
    ),
    "loud": (
        {"uk": "Гучна зона, абонемент", "ru": "Шумная зона, абонемент", "kk": "Шулы аймақ, абонемент", "en": "Lending hall"},
        {"uk": "Художня література за абеткою", "ru": "Художественная литература по алфавиту", "kk": "Көркем әдебиет әліпби бойынша", "en": "Fiction by author"},
        "loud",
        False,
    ),
    "quiet": (
        {"uk": "Тиха зона, читальний зал", "ru": "Тихая зона, читальный зал", "kk": "Тыныш аймақ, оқу залы", "en": "Reading room"},
        {"uk": "Довідники, історія, мистецтво, періодика", "ru": "Справочники, история, искусство, периодика", "kk": "Анықтамалықтар, тарих, өнер, мерзімді басылымдар", "en": "Reference, history, art, periodicals"},
        "silence",
        False,
    ),
    "open_shelf": (
        {"uk": "Відкриті полиці", "ru": "Открытые полки", "kk": "Ашық сөрелер", "en": "Open shelves"},
        {"uk": "Галузева література за класами УДК", "ru": "Отраслевая литература по классам УДК", "kk": "ӘОЖ бойынша салалық әдебиет", "en": "Non-fiction by class"},
        "whisper",
        False,
    ),
    "children": (
        {"uk": "Дитяча зона", "ru": "Детская зона", "kk": "Балалар аймағы", "en": "Children’s zone"},
        {"uk": "Казки, віммельбухи, книжки для перших читачів", "ru": "Сказки, виммельбухи, книги для первых читателей", "kk": "Ертегілер, алғашқы оқырман кітаптары", "en": "Tales, picture books, first readers"},
        "loud",
        False,
    ),
    "family": (
        {"uk": "Куточок сімейного читання", "ru": "Уголок семейного чтения", "kk": "Отбасылық оқу бұрышы", "en": "Family reading corner"},
        {"uk": "Книжки для читання вголос, настільні ігри", "ru": "Книги для чтения вслух, настольные игры", "kk": "Дауыстап оқитын кітаптар, үстел ойындары", "en": "Read-aloud books, board games"},
        "talk",
        False,
    ),
    "youth": (
        {"uk": "Підліткова зона", "ru": "Молодёжная зона", "kk": "Жастар аймағы", "en": "Youth zone"},
        {"uk": "Фантастика, комікси, підготовка до іспитів", "ru": "Фантастика, комиксы, подготовка к экзаменам", "kk": "Фантастика, комикстер, емтиханға дайындық", "en": "Fantasy, comics, exam preparation"},
        "talk",
        False,
    ),
    "media": (
        {"uk": "Медіатека", "ru": "Медиатека", "kk": "Медиатека", "en": "Media library"},
        {"uk": "Комп’ютери, диски, аудіокниги", "ru": "Компьютеры, диски, аудиокниги", "kk": "Компьютерлер, дискілер, аудиокітаптар", "en": "Computers, discs, audiobooks"},
        "whisper",
        True,
    ),
    "storage": (
        {"uk": "Книгосховище", "ru": "Книгохранилище", "kk": "Кітап қоймасы", "en": "Stacks"},
        {"uk": "Підшивки газет, рідше питані видання", "ru": "Подшивки газет, редко спрашиваемые издания", "kk": "Газет тігінділері, сирек сұралатын басылымдар", "en": "Bound newspapers, less used stock"},
        "silence",
        False,
    ),
    "museum_corner": (
        {"uk": "Музейний куточок", "ru": "Музейный уголок", "kk": "Музей бұрышы", "en": "Museum corner"},
        {"uk": "Краєзнавчі видання, речі й листи земляків", "ru": "Краеведческие издания, вещи и письма земляков", "kk": "Өлкетану басылымдары, жерлестер заттары", "en": "Local history, things and letters"},
        "whisper",
        False,
    ),
    "meeting": ({"uk": "Кімната зустрічей", "ru": "Комната встреч", "kk": "Кездесу бөлмесі", "en": "Meeting room"}, {}, "talk", True),
    "stage": ({"uk": "Сцена", "ru": "Сцена", "kk": "Сахна", "en": "Stage"}, {}, "loud", True),
    "coworking": ({"uk": "Коворкінг", "ru": "Коворкинг", "kk": "Коворкинг", "en": "Co-working"}, {}, "whisper", True),
    "e_services": ({"uk": "Пункт е-послуг", "ru": "Пункт электронных услуг", "kk": "Е-қызмет пункті", "en": "E-services"}, {}, "talk", True),
    "rest": ({"uk": "Місце відпочинку", "ru": "Место отдыха", "kk": "Демалыс орны", "en": "Place of rest"}, {}, "talk", False),
    "cafe": ({"uk": "Бібліокав’ярня", "ru": "Библиокафе", "kk": "Библиокафе", "en": "Café"}, {}, "loud", False),
}  # fmt: skip


def described() -> dict[str, Any]:
    return tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))


@transaction.atomic
def build(progress: Callable[[int, int | None], None] = lambda done, total: None) -> None:
    """Open every library of the file, with its card, hours, zones, people and unusual days near today."""
    told = described()
    for order, row in enumerate(told["specialisations"]):
        Specialisation.objects.get_or_create(
            code=row["code"], defaults={**row, "name": Translated(row["name"]), "order": order}
        )
    for order, row in enumerate(told["services"]):
        Service.objects.get_or_create(
            code=row["code"], defaults={**row, "name": Translated(row["name"]), "order": order}
        )
    for number, row in enumerate(told["units"], 1):
        _open(row)
        progress(number, len(told["units"]))
    _unusual_days()


def _open(row: dict[str, Any]) -> Unit:
    card: dict[str, Any] = {name: Translated(row[name]) for name in _TEXTS if name in row}
    card |= {name: row[name] for name in _PLAIN if name in row}
    if "working_share" in card:
        card["working_share"] = Decimal(card["working_share"])
    if point := row.get("point"):
        card["latitude"], card["longitude"] = (Decimal(str(part)).quantize(Decimal("0.000001")) for part in point)
    if seats := row.get("seats"):
        card["seats"], card["seats_pc"], card["seats_net"] = seats
    if area := row.get("area"):
        card["area_total"], card["area_stock"], card["area_users"] = (Decimal(str(part)) for part in area)
        card["area_own"] = card["area_total"]
    for name, value in row.get("access", {}).items():
        card[f"access_{name}"] = Translated(value) if name == "note" else value
    parent = Unit.objects.get(code=row["parent"]) if "parent" in row else None
    unit = services.create_unit(
        code=row["code"], kind=row["kind"], name=Translated(row["name"]), parent=parent,
        specialisations=row.get("specialisations", ()), services=row.get("services", ()), **card,
    )  # fmt: skip
    for key, value in row.get("settings", {}).items():
        services.set_setting(unit=unit, key=key, value=value)
    if hours := row.get("hours"):
        services.set_hours(unit=unit, weekly=weekly(hours))
    if sanitary := row.get("sanitary"):
        services.set_sanitary_days(unit=unit, rules=[(week, day) for week, day in sanitary])
    _contacts(unit, row)
    for order, (name, post) in enumerate(row.get("staff", ())):
        StaffMember.objects.create(
            unit=unit, sort_order=order, is_head=order == 0, **_spoken(row, name=name, post=post)
        )  # fmt: skip
    for order, text in enumerate(row.get("zones", ())):
        _zone(unit, text, order)
    return unit


def _spoken(row: dict[str, Any], **texts: str) -> dict[str, Translated]:
    """Texts in the language of the library itself: the first its name is told in."""
    language = next(iter(row["name"]))
    return {name: Translated({language: text}) for name, text in texts.items()}


def weekly(text: str) -> dict[int, list[tuple[str, str]]]:
    """«tue-fri 10:00-14:00 15:00-19:00; sat 10:00-17:00» as the services take it."""
    week: dict[int, list[tuple[str, str]]] = {}
    for part in text.split(";"):
        days, *spans = part.split()
        first, _, last = days.partition("-")
        for day in range(_DAYS[first], _DAYS[last or first] + 1):
            week[day] = [(span.split("-")[0], span.split("-")[1]) for span in spans]
    return week


def _contacts(unit: Unit, row: dict[str, Any]) -> None:
    if phone := row.get("phone"):
        services.add_contact(unit=unit, kind="phone", value=phone)
        services.add_contact(unit=unit, kind="email", value=f"{row['code']}@library.example")
    if row["kind"] == "library" or row.get("is_model"):
        services.add_contact(
            unit=unit, kind="social", value=f"https://social.example/{re.sub('[^a-z0-9]', '', row['code'])}"
        )  # fmt: skip


def _zone(unit: Unit, text: str, order: int) -> None:
    kind, seats, floor = text.split(":")
    name, shelves, noise, bookable = ZONES[kind]
    services.add_zone(
        unit=unit, code=kind.replace("_", "-"), kind=kind, name=Translated(name), shelves=Translated(shelves), noise=noise,
        is_bookable=bookable, seats=int(seats) or None, floor=floor, is_open_to_readers=kind != "storage",
        is_accessible=floor in ("1", ""), sort_order=order,
    )  # fmt: skip


def _unusual_days() -> None:
    """Public holidays of each region, and what is not as usual in some libraries in the days to come."""
    today = timezone.localdate()
    for row in described()["units"]:
        for day, reason in row.get("holidays", ()):
            month, number = map(int, day.split("-"))
            coming = date(today.year, month, number)
            coming = coming if coming >= today else date(today.year + 1, month, number)
            services.add_exception(
                unit=Unit.objects.get(code=row["code"]), first=coming, **_spoken(row, reason=reason)
            )  # fmt: skip
    near = [
        ("kremenchuk-cb", 4, [("09:00", "16:00")], {"uk": "Методичний день системи: зачиняємося раніше", "en": "Methodical day: closing early"}),
        ("kremenchuk-f5", 2, [], {"uk": "Навчання персоналу", "en": "Staff training"}),
        ("kremenchuk-f1", 6, [("10:00", "22:00")], {"uk": "Бібліотечний non-stop: відчинено до десятої вечора", "en": "Library non-stop: open until ten"}),
        ("ekibastuz-ok", 3, [("10:00", "15:00")], {"kk": "Кітапхана күні", "ru": "День библиотеки"}),
        ("minusinsk-f4", 5, [("10:00", "20:00")], {"ru": "Ночь буктрейлеров"}),
    ]  # fmt: skip
    for code, ahead, hours, reason in near:
        services.add_exception(
            unit=Unit.objects.get(code=code), first=today + timedelta(days=ahead), intervals=hours, reason=Translated(reason)
        )  # fmt: skip
