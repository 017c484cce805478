"""Readers: families with their children, students, pensioners, each with a card and the consent to keep their data."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass, field
from datetime import date, timedelta

from chytalnia.lending.snapshot import Snapshot
from chytalnia.network.settings import remembered, setting
from chytalnia.people.models import (
    Card,
    Consent,
    Household,
    Reader,
    ReaderWord,
    Registration,
    Surety,
)
from chytalnia.people.readers import names, queries, wording

from . import spool
from .places import Place
from .words import PEOPLE, surnames


@dataclass(slots=True)
class Readers:
    """Readers by number from nought, as columns: what a year of lending asks of them."""

    pk: array[int] = field(default_factory=lambda: array("q"))
    #: number of the place of registration
    place: array[int] = field(default_factory=lambda: array("l"))
    born: array[int] = field(default_factory=lambda: array("l"))
    keeps_history: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.pk)


@dataclass(slots=True)
class Tables:
    """The rows of readers, kept until they are stored."""

    readers: spool.Spool
    words: spool.Spool
    cards: spool.Spool
    households: spool.Spool
    sureties: spool.Spool
    consents: spool.Spool
    registrations: spool.Spool


_READER = (
    "id", "kind", "state", "surname", "name", "patronymic", "title", "birth_date", "sex", "address", "settlement", "is_rural",
    "phone", "phone_digits", "email", "education", "occupation", "study_place", "study_group", "social", "language",
    "interests", "document_hash", "home_unit", "household", "household_role", "keep_history", "shows_parents", "block_reason", "note",
    "access_code", "created_at", "changed_at",
)  # fmt: skip


def tables() -> Tables:
    return Tables(
        spool.Spool(Reader, _READER),
        spool.Spool(ReaderWord, ("reader", "word")),
        spool.Spool(Card, ("number", "reader", "issued_at", "reason")),
        spool.Spool(Household, ("id", "name", "created_at")),
        spool.Spool(Surety, ("child", "adult", "name", "phone", "document_hash", "signed_on")),
        spool.Spool(
            Consent, ("reader", "kind", "text", "version", "language", "given_at", "given_by_adult")
        ),
        spool.Spool(
            Registration, ("reader", "unit", "year", "number", "on", "is_new", "first_in_network", "created_at")
        ),
    )  # fmt: skip


def make(
    *, places: list[Place], count: int, first: date, chance: random.Random, known: Snapshot, tell: spool.Tell
) -> tuple[Readers, Tables]:
    """Make so many readers, family by family, spread over the libraries by their size."""
    maker = _Maker(places, first, chance, known)
    weights = [place.size for place in places]
    while len(maker.readers) < count:
        at = chance.choices(range(len(places)), weights)[0]
        maker.household(at, count - len(maker.readers))
        if len(maker.readers) % 500 < 3:
            tell(len(maker.readers), count)
    return maker.readers, maker.tables


class _Maker:
    def __init__(self, places: list[Place], first: date, chance: random.Random, known: Snapshot) -> None:
        self.places, self.first, self.chance = places, first, chance
        self.readers, self.tables = Readers(), tables()
        self.moment = spool.Moments()
        self.numbers: set[str] = set(Card.objects.values_list("number", flat=True))
        self.words: dict[str, list[str]] = {}
        with remembered(known.settings):
            self.surety_age = [setting(place.unit, "people.child_age") for place in places]
        self.consents = {language: wording.current("data", language) for language in PEOPLE}

    def household(self, at: int, most: int) -> None:
        """A grown-up, sometimes a second, sometimes children; a children's library registers children of families."""
        place, chance = self.places[at], self.chance
        pair = chance.choice(surnames(place.language))
        country = PEOPLE[place.language]
        where = (
            f"{chance.choice(country.streets)}, {chance.randint(1, 140)}",
            place.unit.settlement.in_language(place.language)[0][:150],
            bool(place.unit.is_rural),
        )
        age = chance.choice((19, 21, 24, 28, 31, 34, 37, 40, 44, 48, 53, 58, 63, 67, 72, 78))
        children = chance.choice((1, 1, 2, 2, 3)) if 25 <= age <= 50 and chance.random() < 0.75 else 0
        if place.children and not children:
            age, children = chance.randint(26, 46), chance.choice((1, 1, 2))
        children = min(children, most - 1)
        family = 0
        if children:
            family = self.tables.households.id()
            self.tables.households.add((family, pair[0], self.moment(self.first, 540)))
        adult = self.person(at, pair, age, where, family, "parent" if family else "")
        for number in range(children):
            self.person(at, pair, max(3, min(16, age - 22 - 3 * number)), where, family, "child", adult)

    def person(
        self, at: int, pair: tuple[str, str], age: int, where: tuple[str, str, bool], family: int, role: str,
        adult: tuple[int, str] | None = None,
    ) -> tuple[int, str]:  # fmt: skip
        chance, place = self.chance, self.places[at]
        country, tables = PEOPLE[place.language], self.tables
        woman = chance.random() < (0.52 if adult else 0.68)
        surname, name = pair[woman], chance.choice(country.women if woman else country.men)
        patronymic = chance.choice(country.patronymics)[woman]
        born = self.first - timedelta(days=365 * age + chance.randint(0, 360))
        joined = self.first - timedelta(days=chance.randint(1, max(2, min(4000, 300 * (age - 2)))))
        made = self.moment(joined, 660)
        phone = (
            ""
            if adult
            else f"{country.phone} {chance.randint(100, 999)} {chance.randint(10, 99)} {chance.randint(10, 99)}"
        )
        pk = tables.readers.id()
        keeps = chance.random() < 0.05
        occupation, education, group = _life(age, chance)
        tables.readers.add(
            (
                pk, "person", "active", surname, name, patronymic, "", born.isoformat(), "f" if woman else "m", *where, phone,
                names.phone_digits(phone), "", education, occupation, "", group, "[]", place.language, "", "", place.pk,
                family or None, role, keeps, False, "", "", "", made, made,
            )
        )  # fmt: skip
        full = f"{surname} {name} {patronymic}"
        for word in dict.fromkeys(w for part in (surname, name, patronymic) for w in self._words(part)):
            tables.words.add((pk, word))
        tables.cards.add((self._number(), pk, made, ""))
        said = self.consents[place.language]
        tables.consents.add((pk, "data", said.text, said.version, said.language, made, adult[1] if adult else ""))
        if adult is not None and age < self.surety_age[at] + 2:
            tables.sureties.add((pk, adult[0], adult[1], "", "", joined.isoformat()))
        readers = self.readers
        readers.pk.append(pk)
        readers.place.append(at)
        readers.born.append(born.toordinal())
        readers.keeps_history.append(keeps)
        return pk, full

    def _words(self, part: str) -> list[str]:
        found = self.words.get(part)
        if found is None:
            found = self.words[part] = names.words(part)
        return found

    def _number(self) -> str:
        while True:
            body = f"{names.CARD_PREFIX}{self.chance.randrange(10 ** (names.CARD_LENGTH - 2)):0{names.CARD_LENGTH - 2}}"
            number = body + names.check_digit(body)
            if number not in self.numbers:
                self.numbers.add(number)
                return number


def _life(age: int, chance: random.Random) -> tuple[str, str, str]:
    """Occupation, education and class of somebody of this age."""
    if age < 6:
        return "preschool", "", ""
    if age < 18:
        occupation = "pupil_1_4" if age < 10 else "pupil_5_9" if age < 15 else "pupil_10_12"
        return occupation, "", f"{max(1, age - 6)}-{chance.choice('АБВ')}"
    if age < 23:
        return chance.choice(("university", "college", "vocational")), "secondary", ""
    if age > 60:
        return "pensioner", chance.choice(("secondary", "vocational", "higher")), ""
    occupation = chance.choice(
        (
            "worker",
            "worker",
            "employee",
            "specialist",
            "specialist",
            "entrepreneur",
            "homemaker",
            "unemployed",
            "farmer",
        )
    )
    return occupation, chance.choice(("secondary", "vocational", "higher", "higher")), ""


def audience(born: int, day: date) -> tuple[int, str]:
    """Age and age band on a day, by the same words as readers that are in the database."""
    reader = Reader(kind="person", birth_date=date.fromordinal(born))
    return queries.age_on(reader, day) or 0, queries.age_band(reader, day)


def store(tables: Tables, tell: spool.Tell) -> None:
    """In the order in which they refer to each other."""
    total = tables.readers.count
    tables.households.store()
    tables.readers.store(lambda done: tell(done, total))
    for one in (tables.words, tables.cards, tables.sureties, tables.consents, tables.registrations):
        one.store()
