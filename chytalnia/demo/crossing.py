"""Travelling books of the demonstration network: shelves, journeys of two months, 21 April, words that wait, games."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from chytalnia.bookcrossing import queries, services
from chytalnia.bookcrossing.models import Challenge, Clue, Shelf, Sighting, Traveller, Words
from chytalnia.catalogue.models import Record
from chytalnia.core.translated import Translated
from chytalnia.network import services as network
from chytalnia.network.models import Unit
from chytalnia.network.paths import lineage

from .stock import Progress

_PREFIXES = {"poltava": "PTV", "ekibastuz": "EK", "minusinsk": "MN"}
_SHELVES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("kremenchuk-f1-vestybiul", "kremenchuk-f1", {
        "name": {"uk": "Полиця у вестибюлі", "ru": "Полка в вестибюле", "kk": "Вестибюльдегі сөре", "en": "Shelf in the lobby"},
        "settlement": {"uk": "Кременчук", "ru": "Кременчуг"}, "address": {"uk": "біля входу до бібліотеки"},
        "hours": {"uk": "коли відчинена бібліотека", "ru": "когда открыта библиотека"}, "keeper": "пані Олена",
        "capacity": 40, "latitude": 49.0677, "longitude": 33.4204,
    }),
    ("kremenchuk-vokzal", "kremenchuk-cb", {
        "name": {"uk": "Вокзальна шафка", "ru": "Вокзальный шкафчик", "kk": "Вокзал шкафы", "en": "Station cabinet"},
        "partner": "Вокзал станції Кременчук", "settlement": {"uk": "Кременчук", "ru": "Кременчуг"},
        "address": {"uk": "зала очікування, праворуч від кас"}, "hours": {"uk": "цілодобово", "ru": "круглосуточно"},
        "keeper": "черговий зали", "capacity": 25, "latitude": 49.0589, "longitude": 33.4281,
    }),
    ("kremenchuk-dytiacha", "kremenchuk-cdb", {
        "name": {"uk": "Дитяча поличка «Їжачок»", "ru": "Детская полочка «Ёжик»", "kk": "«Кірпі» балалар сөресі",
                 "en": "Children's shelf “Hedgehog”"},
        "settlement": {"uk": "Кременчук"}, "address": {"uk": "парк, альтанка біля фонтана"}, "age_mark": "0+",
        "hours": {"uk": "щодня з 8 до 20"}, "keeper": "4-А клас", "capacity": 15, "latitude": 49.0701, "longitude": 33.4102,
    }),
    ("ekibastuz-kafe", "ekibastuz-ok", {
        "name": {"kk": "«Дәмхана» кафесіндегі сөре", "ru": "Полка в кафе «Дәмхана»", "uk": "Полиця в кафе «Дәмхана»"},
        "partner": "«Дәмхана» кафесі", "settlement": {"kk": "Екібастұз", "ru": "Экибастуз"},
        "hours": {"kk": "күн сайын 9-дан 22-ге дейін", "ru": "ежедневно с 9 до 22"}, "keeper": "Айгерім", "capacity": 20,
        "latitude": 51.7231, "longitude": 75.3226,
    }),
    ("minusinsk-park", "minusinsk-cb", {
        "name": {"ru": "Скворечник для книг", "uk": "Шпаківня для книжок", "kk": "Кітап ұясы"},
        "settlement": {"ru": "Минусинск"}, "address": {"ru": "городской парк, у входа"}, "hours": {"ru": "всегда открыта"},
        "keeper": "волонтёры библиотеки", "capacity": 12, "latitude": 53.7103, "longitude": 91.6875,
    }),
)  # fmt: skip
#: Where books go beyond the shelves, by the language of the network.
_WILD: dict[str, tuple[tuple[str, float, float], ...]] = {
    "uk": (("Полтава, Корпусний парк", 49.59, 34.55), ("Київ, кав’ярня на Подолі", 50.46, 30.52),
           ("Львів, лавка на проспекті", 49.84, 24.03), ("Світловодськ, набережна", 49.05, 33.24),
           ("Горішні Плавні, школа мистецтв", 49.01, 33.65), ("Одеса, зала очікування", 46.47, 30.74)),
    "kk": (("Павлодар, жағалау", 52.29, 76.95), ("Астана, теміржол вокзалы", 51.13, 71.43), ("Аксу, мәдениет үйі", 52.04, 76.93)),
    "ru": (("Абакан, парк «Орлёнок»", 53.72, 91.44), ("Красноярск, кофейня", 56.01, 92.87), ("Шушенское, музей", 53.33, 91.94)),
}  # fmt: skip
_SAID: dict[str, tuple[str, ...]] = {
    "uk": ("Знайшла дорогою на роботу – день став кращим.", "Прочитав за два вечори. Передаю далі.", "Читаємо всією родиною!",
           "Книжка чекала саме на мене.", "Залишаю там, де її точно помітять.", "Дякую тому, хто її відпустив."),
    "kk": ("Жолда таптым, рақмет!", "Екі кеште оқып шықтым.", "Кітапты досыма берем.", "Бұл кітапты бала кезімнен білемін."),
    "ru": ("Нашла в парке, очень обрадовалась.", "Прочитал, отпускаю.", "Хорошая книга для дороги."),
}  # fmt: skip
_NICKS = {
    "uk": ("Мандрівниця", "Дядько Лев", "Читайлик", "Оля з Подолу", "7-Б клас", ""), "kk": ("Дала қызы", "Оқырман", "Ержан", ""),
    "ru": ("Путник", "Книгочей", "Лиса", ""),
}  # fmt: skip


@transaction.atomic
def build(progress: Progress = lambda done, total: None) -> None:
    for code, prefix in _PREFIXES.items():
        network.set_setting(unit=Unit.objects.get(code=code), key="bookcrossing.prefix", value=prefix)
    shelves = {code: _shelf(code, unit, told) for code, unit, told in _SHELVES}
    towns = (
        ("uk", "kremenchuk-f1", "kremenchuk", [one for code, one in shelves.items() if code.startswith("kremenchuk")], 12),
        ("kk", "ekibastuz-ok", "ekibastuz", [shelves["ekibastuz-kafe"]], 4),
        ("ru", "minusinsk-cb", "minusinsk", [shelves["minusinsk-park"]], 4),
    )  # fmt: skip
    books: list[Traveller] = []
    for language, unit, system, places, count in towns:
        with translation.override(language):
            books += _town(language, Unit.objects.get(code=unit), Unit.objects.get(code=system), places, count)
        progress(len(books), 20)
    for years_ago, few in ((0, 1), (1, 2)):
        _day_of_crossing(years_ago, few, shelves)
    _moderation()
    _games(books)
    services.print_labels(unit=Unit.objects.get(code="kremenchuk-f1"), count=12)


def _shelf(code: str, unit: str, told: dict[str, Any]) -> Shelf:
    values = {name: Translated(value) if isinstance(value, dict) else value for name, value in told.items()}
    return services.create_shelf(code=code, unit=Unit.objects.get(code=unit), **values)


def _town(language: str, unit: Unit, system: Unit, shelves: list[Shelf], count: int) -> list[Traveller]:
    chance = random.Random(f"crossing-{language}")  # noqa: S311 – the same journeys on every machine
    code = {"uk": "ukr", "kk": "kaz", "ru": "rus"}[language]
    records = Record.objects.active().filter(languages__startswith=code).select_related("work").order_by("pk")
    own = list(records.filter(owner=system)[:200]) or list(records[:200])
    chosen = chance.sample(own, min(count, len(own)))
    return [_journey(language, unit, record, shelves, chance, n) for n, record in enumerate(chosen)]


def _journey(
    language: str, unit: Unit, record: Record, shelves: list[Shelf], chance: random.Random, n: int
) -> Traveller:
    """One book: from the shelf into hands, from town to town; the first ones go far, some are just released."""
    now = timezone.now()
    born = now - timedelta(days=chance.randint(30, 56), hours=chance.randint(0, 9))
    book = services.register(
        unit=unit, record=record, owner="staff" if n % 3 else "class", owner_nick="" if n % 3 else _NICKS[language][-2],
        condition=chance.choice(("good", "read", "new")), registered_at=born,
    )  # fmt: skip
    steps = chance.choice((1, 1, 2, 3, 4, 6, 7)) if n else 7
    moment = born
    for step in range(steps):
        moment += (now - moment) / (steps - step + 1)
        about: dict[str, Any] = {
            "traveller": book,
            "key": uuid.UUID(int=chance.getrandbits(128), version=4),
            "at": moment,
        }
        if step % 2:
            about |= {"nick": chance.choice(_NICKS[language]), "text": chance.choice(_SAID[language])}
            services.find(**about, rating=chance.choice((None, 4, 5)), trusted=True)
            if chance.random() < 0.4:
                key = uuid.UUID(int=chance.getrandbits(128), version=4)
                services.read(traveller=book, key=key, at=moment + timedelta(hours=2))
        elif step == 0 or chance.random() < 0.4:
            services.release(**about, shelf=chance.choice(shelves), trusted=True)
        else:
            place, lat, lon = chance.choice(_WILD[language])
            services.release(**about, place=place, lat=lat, lon=lon, trusted=True)
    return book


#: What libraries set free on the day of bookcrossing: language, library, shelf, how many, of them found by night and later.
_ON_THE_DAY = (
    ("uk", "kremenchuk-f1", "kremenchuk-f1-vestybiul", 4, 2, 1), ("uk", "kremenchuk-cdb", "kremenchuk-dytiacha", 2, 1, 0),
    ("kk", "ekibastuz-ok", "ekibastuz-kafe", 2, 1, 1), ("ru", "minusinsk-cb", "minusinsk-park", 2, 0, 1),
)  # fmt: skip


def _day_of_crossing(years_ago: int, few: int, shelves: dict[str, Shelf]) -> None:
    """The last 21 April, on which many books go out at once, and the one before, with fewer."""
    last = queries.last_day_of_crossing(timezone.localdate())
    day = last.replace(year=last.year - years_ago)
    noon = min(timezone.now(), timezone.make_aware(datetime.combine(day, time(12))))
    for language, code, shelf, count, by_night, later in _ON_THE_DAY:
        chance = random.Random(f"day-{years_ago}-{code}")  # noqa: S311 – the same day on every machine
        unit = Unit.objects.get(code=code)
        records = (
            Record.objects.active().filter(owner__path__in=lineage(unit.path)).select_related("work").order_by("-pk")
        )
        own = list(records[:60])
        for n, record in enumerate(chance.sample(own, min(len(own), max(1, count // few)))):
            with translation.override(language):
                book = services.register(
                    unit=unit, record=record, owner="staff", registered_at=noon - timedelta(days=3, minutes=n)
                )
                keys = [uuid.UUID(int=chance.getrandbits(128), version=4) for _n in range(2)]
                services.release(traveller=book, key=keys[0], at=noon, shelf=shelves[shelf], trusted=True)
                if n < by_night + later:
                    after = timedelta(minutes=20 + 5 * n) if n < by_night else timedelta(days=9 + n)
                    said = {"nick": chance.choice(_NICKS[language]), "text": chance.choice(_SAID[language])}
                    services.find(
                        traveller=book, key=keys[1], at=min(timezone.now(), noon + after), trusted=True, **said
                    )


def _moderation() -> None:
    """Words of today that wait for a look, and one that somebody complained of."""
    finds = Sighting.objects.filter(traveller__unit__code="kremenchuk-f1", kind="find").order_by("-at", "-pk")
    waiting = Words.objects.filter(sighting__in=finds).order_by("-sighting__at")[:3]
    for number, words in enumerate(waiting):
        if number == 2:
            services.report(words=words, reason="Не про книжку", address="192.0.2.1")
        else:
            Words.objects.filter(pk=words.pk).update(stage="waiting", due=timezone.localdate() + timedelta(days=3))


def _games(books: list[Traveller]) -> None:
    today = timezone.localdate()
    Challenge.objects.create(
        kind="release", unit=Unit.objects.get(code="kremenchuk"), first=today - timedelta(days=40), last=today + timedelta(days=20),
        goal=21,
        name=Translated(uk="Двадцять одна книжка за зиму", ru="Двадцать одна книга за зиму", kk="Қыста жиырма бір кітап",
                        en="Twenty-one books this winter"),
        about=Translated(uk="Відпускаємо книжки й дивимося, куди дійдуть.", ru="Отпускаем и смотрим, куда дойдут."),
    )  # fmt: skip
    hunt = Challenge.objects.create(
        kind="hunt", unit=Unit.objects.get(code="kremenchuk-f1"), first=today - timedelta(days=60), last=today + timedelta(days=30),
        goal=3, name=Translated(uk="Полювання в парку", ru="Охота в парке", kk="Саябақтағы аңшылық", en="Hunt in the park"),
        about=Translated(uk="Три книжки заховано. Підказки – нижче.", ru="Спрятаны три книги. Подсказки ниже."),
    )  # fmt: skip
    clues = ("Там, де вода танцює під музику", "Її бачить той, хто чекає на потяг", "Під дахом, але не в хаті")
    for book, clue in zip(books[1:4], clues, strict=False):
        Clue.objects.create(challenge=hunt, traveller=book, text=clue)
