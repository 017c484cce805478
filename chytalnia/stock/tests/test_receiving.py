"""Lots: numbers, copies that come in them, and what keeps lot, copy and journal together."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chytalnia.catalogue.models import Record
from chytalnia.core.stages import RefusedMoveError
from chytalnia.journal import queries as journal
from chytalnia.journal.periods import close_period
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role
from chytalnia.stock import errors
from chytalnia.stock.models import Entry, ReceiptLot
from chytalnia.stock.services import entries, receiving

from .factories import copies, library, lot


@pytest.fixture
def units(db, tmp_path):
    return library(tmp_path)


@pytest.fixture
def head(units):
    return holder(units[0], Role.DIRECTOR)


def test_copies_carry_the_number_the_document_and_the_day_of_their_lot(units):
    day = timezone.localdate() - timedelta(days=2)
    if day.year != timezone.localdate().year:
        day = timezone.localdate()
    made = lot(units[0], on=day, source="donation", document="акт 5", document_on=day)
    (item,) = receiving.receive(lot=made, record=Record.objects.get(), unit=units[1], price_minor=500)
    assert (item.accession_lot, item.source, item.acquired_on) == (f"{day.year}/1", "donation", day)
    assert item.document == f"акт 5, {day:%d.%m.%Y}"
    assert (item.stock_entry.lot, item.stock_entry.entered_on, item.currency) == (made, day, "UAH")
    assert journal.total("items.received", units[0], day, day) == 1


def test_the_form_of_copies_goes_on_working_and_a_lot_takes_them_later(units):
    got = copies(units[1], 2)
    assert [item.stock_entry.lot for item in got] == [None, None]
    made = lot(units[0], document="накладна 8")
    assert receiving.attach(lot=made, items=got) == 2
    got[0].refresh_from_db()
    assert (got[0].accession_lot, got[0].document) == (made.number_text, "накладна 8")
    with pytest.raises(errors.InOtherLot):
        receiving.attach(lot=lot(units[0]), items=got)
    assert receiving.detach(lot=made, items=[got[0].pk]) == 1
    got[0].refresh_from_db()
    assert (got[0].accession_lot, Entry.objects.get(item=got[0]).lot) == ("", None)


def test_a_lot_takes_nothing_of_another_year_or_balance(units, tmp_path):
    today = timezone.localdate()
    made = lot(units[0])
    with pytest.raises(errors.WrongYear):
        receiving.attach(lot=made, items=copies(units[1], acquired_on=today.replace(year=today.year - 1, day=1)))
    far, _, _ = library(tmp_path, code="far")
    with pytest.raises(errors.OtherBalance):
        receiving.attach(lot=made, items=copies(far))
    with pytest.raises(errors.OtherBalance):
        receiving.receive(lot=made, record=Record.objects.first(), unit=far)


def test_a_lot_is_entered_when_it_agrees_with_its_document(units, head):
    made = lot(units[0], declared_copies=2, declared_minor=1000)
    with pytest.raises(RefusedMoveError):
        made.move("enter", by=head)
    receiving.receive(lot=made, record=Record.objects.get(), unit=units[1], count=2, price_minor=450)
    with pytest.raises(RefusedMoveError):
        made.move("enter", by=head)
    receiving.change(lot=made, declared_minor=900)
    made.move("enter", by=head)
    with pytest.raises(errors.LotNotOpen):
        receiving.receive(lot=made, record=Record.objects.get(), unit=units[1])
    made.move("reopen", by=head)
    receiving.receive(lot=made, record=Record.objects.get(), unit=units[1])


def test_a_lot_of_a_signed_day_is_not_opened_again(units, head):
    today = timezone.localdate()
    made = lot(units[0], on=today - timedelta(days=1))
    receiving.receive(lot=made, record=Record.objects.get(), unit=units[1])
    made.move("enter", by=head)
    close_period(unit=units[0], first=today - timedelta(days=1), last=today - timedelta(days=1))
    with pytest.raises(RefusedMoveError):
        made.move("reopen", by=head)
    with pytest.raises(errors.DayClosed):
        lot(units[0], on=today - timedelta(days=1))


def test_a_cancelled_lot_keeps_its_number(units, head):
    first = lot(units[0])
    first.move("cancel", by=head)
    assert (first.number, lot(units[0]).number) == (1, 2)


def test_each_balance_and_each_year_has_its_numbers(units, tmp_path):
    far, _, _ = library(tmp_path, code="far")
    last_year = timezone.localdate().replace(year=timezone.localdate().year - 1, day=1)
    assert [lot(units[0]).number, lot(far).number, lot(units[1]).number, lot(units[0], on=last_year).number] == [
        1,
        1,
        2,
        1,
    ]


def test_numbers_that_copies_brought_with_them_are_passed_over(units):
    year = timezone.localdate().year
    copies(units[1], accession_lot=f"{year}/41")
    copies(units[1], accession_lot="something else")
    assert lot(units[0]).number == 42


def test_copies_of_an_import_get_their_lines_before_books_are_read(units, tmp_path):
    from chytalnia.catalogue.services import importing
    from chytalnia.catalogue.tests.factories import marc, write

    file = write(tmp_path / "b.mrc", marc("77", title="Інша", copies=[("B-1", "501"), ("B-2", "502")]))
    importing.run(importing.create_job(path=file, unit=units[0]))
    assert entries.unwritten(units[0]).count() == 2
    assert (entries.complete(units[0]), entries.complete(units[0])) == (2, 0)
    assert set(Entry.objects.values_list("document_kind", "language")) == {("book", "ukr")}


@pytest.mark.django_db(transaction=True)
def test_two_people_begin_lots_at_once(tmp_path):
    units = library(tmp_path)
    numbers, failed = [], []

    def begin():
        try:
            for _n in range(4):
                numbers.append(lot(units[0]).number)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(numbers) == list(range(1, 13))
    assert ReceiptLot.objects.filter(previous=None).count() == 1
