"""The summary book agrees with itself, with the journal and with the copies behind every number."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.services import importing
from chytalnia.catalogue.services import items as catalogue
from chytalnia.catalogue.tests.factories import marc, write
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role
from chytalnia.stock.queries import accession, books
from chytalnia.stock.services import receiving

from .factories import copies, draft, library, lot

TODAY = timezone.localdate()
YEAR = TODAY.year


@pytest.fixture
def units(db, tmp_path):
    units = library(tmp_path)
    others = [
        marc("11", title="Пісні", language="rus"), marc("12", title="Зошит", language="ukr"),
        marc("13", title="Atlas", language="eng"),
    ]  # fmt: skip
    importing.run(importing.create_job(path=write(tmp_path / "more.mrc", *others), unit=units[0]))
    return units


@pytest.fixture
def busy_year(units):
    """Two years of receipts with and without papers, acts, a reversal and a withdrawal by the form."""
    director = holder(units[0], Role.DIRECTOR)
    ukr, rus, other, eng = Record.objects.order_by("pk")
    copies(units[1], 5, record=ukr, acquired_on=date(YEAR - 1, 3, 1), accession_lot=f"{YEAR - 1}/3")
    copies(
        units[2],
        2,
        record=rus,
        acquired_on=date(YEAR - 1, 3, 1),
        accession_lot=f"{YEAR - 1}/3",
        price_minor=None,
        currency="",
    )
    first = lot(units[0], on=date(YEAR, 1, 1), document="накладна 1")
    receiving.receive(lot=first, record=ukr, unit=units[1], count=3, price_minor=1000)
    receiving.receive(lot=first, record=eng, unit=units[2], count=2, price_minor=2000)
    lot(units[0], document="порожня")
    copies(units[1], 1, record=other, assign_numbers=False, currency="EUR")
    items = list(Item.objects.order_by("pk"))
    draft(units[0], items[:2]).move("approve", by=director)
    taken_back = draft(units[0], items[2:4], reason="obsolete")
    taken_back.move("approve", by=director)
    taken_back.move("reverse", by=director)
    catalogue.withdraw(items=items[7:8], reason="lost_by_reader", act="without number")
    return units[0]


def test_the_three_parts(busy_year):
    book = books.book(busy_year, YEAR)
    assert [(line.number, line.sums.copies, line.titles) for line in book.received.lines] == [
        (f"{YEAR}/1", 5, 2), ("", 1, 1), (f"{YEAR}/2", 0, 0),
    ]  # fmt: skip
    assert [(line.number, line.sums.copies) for line in book.withdrawn.lines] == [
        ("without number", 1), (f"{YEAR}/1", 2), (f"{YEAR}/2", 0),
    ]  # fmt: skip
    assert [row.sums.copies for row in book.rows if row.strong] == [7, 6, 3, 10]
    assert book.received.lines[0].sums.minor == {"UAH": 7000}
    assert dict(book.received.total.by) == {
        "on_balance": 5, "off_balance": 1, "books": 6, "state_language": 4, "other_language": 2, "content_unknown": 6,
    }  # fmt: skip
    assert (book.withdrawn.total.by["reason_worn"], book.withdrawn.total.by["reason_lost_by_reader"]) == (2, 1)


def test_the_book_agrees_with_itself_and_with_the_journal(busy_year):
    for year in (YEAR - 1, YEAR):
        assert [control.differences for control in books.book(busy_year, year).controls] == [[], [], []]


def test_describing_a_book_anew_moves_no_sum(busy_year):
    before = [row.sums.figures for row in books.book(busy_year, YEAR).rows]
    for record in Record.objects.all():
        record.bib_data = {**record.bib_data, "languages": ["ita"]}
        record.save()
    assert [row.sums.figures for row in books.book(busy_year, YEAR).rows] == before


def test_what_the_journal_did_not_count_is_told(busy_year):
    item = Item.objects.filter(status="available").first()
    Item.objects.bulk_create([Item(record=item.record, base_record=item.record, holder=busy_year, unit=item.unit)])
    from chytalnia.stock.services import entries

    entries.complete(busy_year)
    control = books.book(busy_year, YEAR).controls[2]
    assert not control.holds
    assert "7" in control.differences[0]
    assert "6" in control.differences[0]


def test_every_number_opens_to_as_many_copies(busy_year):
    book = books.book(busy_year, YEAR)
    opened = 0
    for name, part in (("1", book.received), ("2", book.withdrawn)):
        for line in part.lines:
            for column in ["", *(one.code for one in part.columns)]:
                asked = books.behind(busy_year, YEAR, part=name, line=line.key, column=column)
                assert asked.count() == (line.sums.by[column] if column else line.sums.copies), (line.key, column)
                opened += 1
    for row in book.rows:
        ask = {**row.ask, "quarter": int(row.ask.get("quarter", 0))}
        for column in ["", *(one.code for one in book.columns)]:
            asked = books.behind(busy_year, YEAR, **ask, column=column)
            assert asked.count() == (row.sums.by[column] if column else row.sums.copies), (row.ask, column)
    assert opened > 100


def test_what_an_address_invents_opens_to_nothing(busy_year):
    for wrong in (
        {"part": "9"}, {"part": "1", "line": "lot-x"}, {"part": "2", "line": "act-99999"}, {"part": "1", "column": "?"},
        {"part": "1", "line": "day~text"},
    ):  # fmt: skip
        assert books.behind(busy_year, YEAR, **wrong).count() == 0


def test_another_library_has_a_book_of_its_own(busy_year, tmp_path):
    far, branch, _ = library(tmp_path, code="far")
    copies(branch, 4)
    assert books.book(far, YEAR).rows[-1].sums.copies == 4
    assert books.book(busy_year, YEAR).rows[-1].sums.copies == 10


@pytest.mark.parametrize("lots", [1, 6])
def test_a_book_takes_as_many_queries_however_much_came(units, lots, django_assert_num_queries):
    for _n in range(lots):
        receiving.receive(lot=lot(units[0]), record=Record.objects.first(), unit=units[1], count=2)
    with django_assert_num_queries(12):
        books.book(units[0], YEAR)


def test_the_accession_book_goes_by_number(units):
    copies(units[1], 3, inventory_numbers=["9", "10", "100"])
    copies(units[2], 1, inventory_numbers=["11"])
    assert [str(item) for item in accession.accession_book(units[0])] == ["9", "10", "11", "100"]
    assert [str(item) for item in accession.accession_book(units[0], first="10", last="99")] == ["10", "11"]


def test_a_late_entry_counts_on_the_day_the_journal_counts_it(units):
    from chytalnia.journal.periods import close_period

    yesterday = TODAY - timedelta(days=1)
    close_period(unit=units[0], first=date(YEAR - 1, 1, 1), last=date(YEAR - 1, 12, 31))
    copies(units[1], acquired_on=date(YEAR - 1, 5, 5))
    copies(units[1], acquired_on=yesterday)
    book = books.book(units[0], YEAR)
    assert book.received.total.copies == (2 if yesterday.year == YEAR else 1)
    assert book.controls[2].holds
