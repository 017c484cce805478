"""Readers of the demonstration network: made up from lists of common names, so that nobody is meant. The same every time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.people import services as accounts
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import names, services

from .people import PASSWORD

SEED = 2026
#: The account of a reader of sixteen, who makes trailers (demo/trailers.py).
YOUNG = "reader-young"


@dataclass(frozen=True, slots=True)
class Country:
    """Whose names, phones and villages; `surnames` and `patronymics` are pairs for a man and a woman."""

    language: str
    units: tuple[str, ...]
    readers: int
    surnames: tuple[tuple[str, str], ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    patronymics: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    phone: str
    account: str


def _same(*surnames: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in surnames)


def _bent(*surnames: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{name}а") for name in surnames)


COUNTRIES = (
    Country(
        "uk", ("kremenchuk-f1", "kremenchuk-cb", "kremenchuk-d2", "kremenchuk-f4", "kremenchuk-f11", "potoky"), 80,
        _same("Мельник", "Шевчук", "Бойко", "Ткачук", "Кравчук", "Олійник", "Поліщук", "Савчук", "Марчук", "Гончар",
              "Руденко", "Мороз", "Лисенко", "Петренко", "Павленко", "Литвин", "Яременко", "Козак", "Дяченко", "Клименко"),
        ("Андрій", "Сергій", "Микола", "Ігор", "Назар", "Максим", "Юрій", "Дмитро", "Богдан", "Степан"),
        ("Олена", "Наталія", "Ірина", "Оксана", "Марія", "Софія", "Дарина", "Галина", "Тетяна", "Вікторія"),
        (("Іванович", "Іванівна"), ("Петрович", "Петрівна"), ("Миколайович", "Миколаївна"), ("Васильович", "Василівна"),
         ("Олександрович", "Олександрівна"), ("Юрійович", "Юріївна")),
        ("вул. Садова", "вул. Шкільна", "вул. Паркова", "вул. Вишнева", "вул. Лугова", "просп. Миру"), "+380 50", "reader",
    ),
    Country(
        "kk", ("ekibastuz-ok", "ekibastuz-bala", "shiderti"), 20,
        _bent("Ахметов", "Оспанов", "Сейтов", "Жұмабаев", "Қасымов", "Нұрғалиев", "Исаев", "Төлегенов"),
        ("Ерлан", "Асқар", "Нұрлан", "Бауыржан", "Тимур", "Әділ"), ("Айнұр", "Гүлнар", "Әсел", "Динара", "Мәдина", "Жанар"),
        (("Серікұлы", "Серікқызы"), ("Болатұлы", "Болатқызы"), ("Қайратұлы", "Қайратқызы")),
        ("Мектеп көшесі", "Бейбітшілік көшесі", "Тәуелсіздік көшесі"), "+7 701", "reader-kz",
    ),
    Country(
        "ru", ("minusinsk-f4", "minusinsk-cb", "minusinsk-d1", "selivanikha"), 20,
        _bent("Кузнецов", "Соколов", "Попов", "Лебедев", "Новиков", "Морозов", "Волков", "Зайцев"),
        ("Алексей", "Сергей", "Иван", "Дмитрий", "Павел", "Егор"), ("Анна", "Ольга", "Мария", "Елена", "Дарья", "Светлана"),
        (("Иванович", "Ивановна"), ("Петрович", "Петровна"), ("Сергеевич", "Сергеевна")),
        ("ул. Школьная", "ул. Садовая", "ул. Лесная"), "+7 913", "reader-ru",
    ),
)  # fmt: skip


@transaction.atomic
def build(progress: Callable[[int, int | None], None] = lambda done, total: None, password: str = PASSWORD) -> None:
    """Register everybody: families with children, students, pensioners, a class, somebody who waits, some to renew."""
    total, done = sum(country.readers for country in COUNTRIES), 0
    for country in COUNTRIES:
        chance = random.Random(f"{SEED}-{country.language}")  # noqa: S311 – the same people every time
        made = _Town(country, chance)
        while made.count < country.readers:
            made.household()
            done = min(done + 4, total)
            progress(done, total)
        made.rest(password)


class _Town:
    """Readers of one country, family by family."""

    def __init__(self, country: Country, chance: random.Random) -> None:
        self.country, self.chance, self.count = country, chance, 0
        self.units = [Unit.objects.get(code=code) for code in country.units]
        self.today = timezone.localdate()
        self.adults: list[Reader] = []

    def household(self) -> None:
        """One to four people of one name and address: a grown-up, sometimes a second, sometimes children."""
        chance = self.chance
        pair = chance.choice(self.country.surnames)
        unit = chance.choice(self.units)
        where = {
            "settlement": unit.settlement.in_language(self.country.language)[0],
            "address": f"{chance.choice(self.country.streets)}, {chance.randint(1, 90)}",
            "is_rural": bool(unit.is_rural),
        }
        age = chance.choice((19, 22, 27, 31, 34, 38, 43, 47, 52, 58, 63, 68, 74))
        first = self._person(pair, unit, age, **where)
        self.adults.append(first)
        if not 27 <= age <= 52 or chance.random() < 0.4:
            return
        for number in range(chance.choice((1, 1, 2))):
            years = max(4, min(16, age - 25 - 4 * number))
            child = self._person(pair, unit, years, adult=first, **where)
            services.join_household(reader=child, of=first, role="child")
            first.refresh_from_db()
        if chance.random() < 0.3:
            second = self._person(pair, unit, age + 2, **where)
            services.join_household(reader=second, of=first, role="parent")

    def _person(self, pair: tuple[str, str], unit: Unit, age: int, adult: Reader | None = None, **where: Any) -> Reader:
        chance, country = self.chance, self.country
        woman = chance.random() < 0.62
        self.count += 1
        born = self.today - timedelta(days=365 * age + chance.randint(20, 340))
        renewed = chance.random() < 0.88
        on = self.today.replace(month=1, day=9) + timedelta(
            days=chance.randint(0, max(0, self.today.timetuple().tm_yday - 9))
        )
        on = min(on, self.today)
        if not renewed:
            on = date(self.today.year - 1, chance.randint(2, 11), chance.randint(1, 28))
        reader = services.register(
            unit=unit, on=on, card=self._number(), surname=pair[woman],
            name=chance.choice(country.women if woman else country.men),
            patronymic=chance.choice(country.patronymics)[woman], birth_date=born, sex="f" if woman else "m",
            phone="" if adult else f"{country.phone} {chance.randint(100, 999)} {chance.randint(10, 99)} {chance.randint(10, 99)}",
            language=country.language, consents=("rules", "data"), consent_language=country.language,
            adult=adult.full_name if adult else "", **_life(age, chance), **where,
        )  # fmt: skip
        if adult is not None and age < 14:
            services.give_surety(child=reader, adult=adult, signed_on=on)
        return reader

    def _number(self) -> str:
        body = names.CARD_PREFIX + "".join(self.chance.choice("0123456789") for _ in range(names.CARD_LENGTH - 2))
        return body + names.check_digit(body)

    def rest(self, password: str) -> None:
        """A class with its teacher, a twin record, a lost card, a block, a visitor from home, the account to sign in with."""
        country, unit = self.country, self.units[0]
        parent = next((one for one in self.adults if one.household_id), self.adults[0])
        services.register(
            unit=unit, kind="collective", title=f"4-{'А' if country.language != 'kk' else 'Ә'}", card=self._number(),
            responsible=self.adults[1], language=country.language,
        )  # fmt: skip
        twin = self.adults[2]
        services.preregister(
            unit=unit, surname=twin.surname, name=twin.name, birth_date=twin.birth_date, phone=twin.phone,
            consents=("rules", "data"), consent_language=country.language, language=country.language,
        )  # fmt: skip
        services.issue_card(reader=self.adults[3], number=self._number(), reason="")
        services.block(reader=self.adults[4], reason={"uk": "Борг за минулий рік", "ru": "Долг за прошлый год"}.get(
            country.language, "Өткен жылғы қарыз"))  # fmt: skip
        if User.objects.filter(username=country.account).exists():
            return
        user = accounts.create_account(
            username=country.account, by=None, password=password, first_name=parent.name, last_name=parent.surname,
            patronymic=parent.patronymic, email=f"{country.account}@library.example", language=country.language,
        )  # fmt: skip
        services.link_account(reader=parent, user=user)
        services.change(reader=parent, email=user.email, keep_history=True)
        services.give_consent(reader=parent, kind="email", language=country.language)


def _life(age: int, chance: random.Random) -> dict[str, Any]:
    """What somebody of this age does, as the diary counts it."""
    if age < 7:
        return {"occupation": "preschool"}
    if age < 18:
        occupation = "pupil_1_4" if age < 11 else "pupil_5_9" if age < 16 else "pupil_10_12"
        return {"occupation": occupation, "study_group": f"{age - 6}-{chance.choice('АБВ')}"}
    if age < 24:
        return {"occupation": chance.choice(("university", "college", "vocational")), "education": "secondary"}
    if age > 60:
        return {"occupation": "pensioner", "education": chance.choice(("secondary", "higher"))}
    return {
        "occupation": chance.choice(("worker", "employee", "specialist", "specialist", "entrepreneur", "homemaker")),
        "education": chance.choice(("vocational", "higher", "higher")),
    }


def told() -> list[tuple[str, str]]:
    """(account, library) of the readers one can sign in as."""
    users = [*(country.account for country in COUNTRIES), YOUNG]
    rows = Reader.objects.filter(user__username__in=users).select_related("user", "home_unit").order_by("pk")
    return [(row.user.username, str(row.home_unit)) for row in rows if row.user is not None]
