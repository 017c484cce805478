"""A small library with a real index on disk: a kind «book» whose rows are plain data."""

from __future__ import annotations

import pytest

from chytalnia.search import entries
from chytalnia.search.engines.embedded import Embedded
from chytalnia.search.entries import SearchEntry

BOOKS = {
    1: SearchEntry("book", 1, "Кобзар", names=["Шевченко, Тарас Григорович (1814–1861)"], year=2014, languages=["ukr"],
                   subjects=["Українська поезія"], units=["R", "R-1"], available=["R", "R-1"], popularity=50, age="12+",
                   identifiers=["978-966-03-7161-3", "978-966-03-7161-9 (помилк.)", "ИНВ 1024"]),
    2: SearchEntry("book", 2, "Книга буття українського народу", names=["Костомаров, Микола Іванович"], year=1991,
                   languages=["ukr"], units=["R", "R-2"]),
    3: SearchEntry("book", 3, "Книга про Кобзаря", names=["Шевченко, Іван"], year=2001, languages=["ukr"], units=["R"]),
    4: SearchEntry("book", 4, "Абай жолы", titles=["Путь Абая"], names=["Әуезов, Мұхтар Омарханұлы"], year=1990,
                   languages=["kaz"], subjects=["Қазақ әдебиеті"], units=["R"]),
    5: SearchEntry("book", 5, "Вишнёвый сад", names=["Чехов, Антон Павлович"], year=1985, languages=["rus"]),
    6: SearchEntry("book", 6, "П’ятнадцятирічний капітан", names=["Верн, Жуль"], year=2010, languages=["ukr"]),
    7: SearchEntry("book", 7, "Науково-популярна бібліотека", names=["Івченко, Олена"], year=1975, languages=["ukr"]),
    8: SearchEntry("book", 8, "The libraries of Kyiv", names=["Smith, John"], year=2019, languages=["eng"]),
    9: SearchEntry("book", 9, "Ukraïns’ka poezii︠a︡", names=["Lysenko, Mykola"], year=1999, languages=["ukr"]),
    10: SearchEntry("book", 10, "Кітаптар әлемі", names=["Сейфуллин, Сәкен"], year=2005, languages=["kaz"]),
    11: SearchEntry("book", 11, "Тіні забутих предків", names=["Коцюбинський, Михайло"], year=2012, languages=["ukr"],
                    titles=["Тени забытых предков"], subjects=["Повісті"]),
    12: SearchEntry("book", 12, "Жінки у війні", names=["Петренко, Шевченко"], year=2020, other=["Кобзар видавництво"]),
    13: SearchEntry("book", 13, "1984", names=["Орвелл, Джордж"], year=2015, languages=["ukr"]),
}  # fmt: skip


def build(pks):
    return [BOOKS[int(pk)] for pk in pks if int(pk) in BOOKS]


@pytest.fixture(autouse=True)
def book_kind():
    before = entries.kinds()
    for kind in before:
        entries.unregister(kind.name)
    entries.register("book", build, every=lambda: iter(BOOKS))
    yield
    entries.unregister("book")
    for kind in before:
        entries.register(kind.name, kind.build, kind.every, kind.counted)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """The index of all the books, built once."""
    engine = Embedded(tmp_path_factory.mktemp("index"))
    with engine.rebuilding() as writer:
        writer.put(entries.document(book) for book in BOOKS.values())
    return engine


@pytest.fixture
def empty(tmp_path):
    return Embedded(tmp_path / "index")
