"""Readers: registration, cards, the year's count, who they are for the rules."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from chytalnia.network import services as network
from chytalnia.people.errors import CardTakenError, NotActiveError
from chytalnia.people.models import Card, Reader, Registration
from chytalnia.people.readers import names, queries, services
from chytalnia.people.signals import reader_registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return network.create_unit(parent=None, kind="system", code="sys", name="Система", by=None)


@pytest.fixture
def branch(system):
    return network.create_unit(parent=system, kind="branch", code="b1", name="Філія 1", by=None)


@pytest.fixture
def other(system):
    return network.create_unit(parent=system, kind="branch", code="b2", name="Філія 2", by=None)


@pytest.fixture
def heard():
    news = []

    def listen(**kwargs):
        news.append((kwargs["unit"].code, kwargs["is_new"], kwargs["first_in_network"]))

    reader_registered.connect(listen)
    yield news
    reader_registered.disconnect(listen)


def a_reader(unit, **fields):
    return services.register(
        unit=unit, on=date(2026, 3, 2),
        **{"surname": "Коваль", "name": "Олена", "birth_date": date(1990, 5, 17), "phone": "+38 (050) 123-45-67"} | fields,
    )  # fmt: skip


def test_registration_gives_a_card_and_counts_the_year(branch, heard):
    reader = a_reader(branch)
    card = Card.objects.get()
    assert names.check_digit(card.number[:-1]) == card.number[-1]
    assert queries.by_card(f" {card.number[:4]} {card.number[4:]}") == reader
    assert heard == [("b1", True, True)]
    assert list(Registration.objects.values_list("year", "number", "is_new")) == [(2026, 1, True)]


def test_the_year_is_counted_once_in_a_library_and_once_in_the_network(branch, other, heard):
    reader = a_reader(branch)
    first = services.reregister(reader=reader, unit=branch, on=date(2026, 11, 1))
    assert first.on == date(2026, 3, 2)
    services.reregister(reader=reader, unit=other, on=date(2026, 4, 1))
    services.reregister(reader=reader, unit=branch, on=date(2027, 1, 9))
    assert heard == [("b1", True, True), ("b2", True, False), ("b1", False, True)]


def test_the_same_registration_sent_twice_is_one_reader(branch, heard):
    key = uuid4()
    assert a_reader(branch, key=key) == a_reader(branch, key=str(key))
    assert len(heard) == 1


def test_a_lost_card_opens_nothing_and_a_new_one_is_made(branch):
    reader = a_reader(branch, card="0001 0002")
    lost = queries.card("00010002")
    fresh = services.issue_card(reader=reader, reason="lost")
    assert queries.by_card(lost.number) is None
    assert queries.card(lost.number).reader == reader
    assert queries.by_card(fresh.number) == reader
    with pytest.raises(CardTakenError):
        services.issue_card(reader=reader, number=lost.number)


def test_a_card_belongs_to_one_reader(branch):
    reader = a_reader(branch, card="700")
    assert services.issue_card(reader=reader, number="700") == queries.card("700")
    with pytest.raises(CardTakenError):
        a_reader(branch, surname="Інша", card="700")
    assert Reader.objects.count() == 1


def test_the_database_holds_one_working_card(branch):
    reader = a_reader(branch)
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(reader=reader, number="5")


def test_a_registration_from_home_is_confirmed_once(branch, other, heard):
    waiting = services.preregister(unit=branch, surname="Бойко", name="Іван", birth_date=date(2001, 1, 1))
    assert heard == []
    assert queries.working_card(waiting) is None
    with pytest.raises(NotActiveError):
        services.issue_card(reader=waiting)
    reader = services.confirm(reader=waiting, unit=other, surname="Бойченко")
    again = services.confirm(reader=waiting, unit=other)
    assert (reader.surname, reader.home_unit, reader.state) == ("Бойченко", other, "active")
    assert again == reader
    assert len(heard) == 1
    assert queries.find("бойч", limit=5) == [reader]


@pytest.mark.parametrize(
    ("born", "band", "category"),
    [
        (date(2020, 1, 1), "age_0_6", "child"),
        (date(2016, 11, 23), "age_7_9", "child"),
        (date(2016, 11, 22), "age_10_14", "child"),
        (date(2011, 11, 23), "age_10_14", "child"),
        (date(2011, 11, 22), "age_15_17", "youth"),
        (date(1990, 11, 23), "age_18_35", "youth"),
        (date(1990, 11, 22), "age_36_55", "adult"),
        (date(1960, 1, 1), "age_56", "adult"),
        (None, "", "adult"),
    ],
)
def test_who_a_reader_is_on_a_day(branch, born, band, category):
    reader = Reader(kind="person", home_unit=branch, birth_date=born)
    day = date(2026, 11, 22)
    assert (queries.age_band(reader, day), queries.category(reader, day)) == (band, category)


@pytest.mark.parametrize(
    "text",
    [
        "коваль",
        "олена коваль",
        "Ков Ол",
        "КОВАЛЬ 1990",
        "17.05.1990",
        "1990-05-17 ков",
        "0501234567",
        "123-45-67",
        "Елена",
    ],
)
def test_a_reader_is_found(branch, text):
    reader = a_reader(branch)
    a_reader(branch, surname="Бондар", name="Петро", birth_date=date(1971, 1, 2), phone="0671112233")
    assert queries.find(text) == ([] if text == "Елена" else [reader])


def test_the_same_person_is_seen_in_another_spelling(branch):
    reader = a_reader(branch)
    a_reader(branch, surname="Мороз", name="Ольга", phone="")
    assert queries.duplicates(surname="Коваль", name="Елена", birth_date=date(1990, 5, 17)) == [reader]
    assert queries.duplicates(surname="Коваль", name="Олена", phone="0501234567") == [reader]
    assert queries.duplicates(surname="Шевчук", name="Олена", phone="0501234567") == []
