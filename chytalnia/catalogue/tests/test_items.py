"""Copies and their numbers."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Item, ItemStatus, NumberSeries, Record, Work
from chytalnia.catalogue.services import importing, items, numbers
from chytalnia.journal.models import Tally

from .factories import marc, system, write


@pytest.fixture
def stock(tmp_path, db):
    unit, one, two = system()
    importing.run(importing.create_job(path=write(tmp_path / "a.mrc", marc("1")), unit=unit))
    return Record.objects.get(), unit, one, two


def tally(kind):
    return sum(Tally.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_received_copies_get_numbers_and_are_counted(stock):
    record, unit, one, _ = stock
    got = items.receive_items(record=record, unit=one, count=3, price_minor=25000, currency="UAH")
    assert [i.inventory_number for i in got] == ["1", "2", "3"]
    assert {i.holder_id for i in got} == {unit.pk}
    work = Work.objects.get(pk=record.work_id)
    assert (work.item_count, work.available_count, tally("items.received")) == (3, 3, 3)


def test_a_number_is_given_once_on_a_balance(stock):
    record, _, one, two = stock
    items.receive_items(record=record, unit=one, inventory_numbers=["77"], barcodes=["X"])
    with pytest.raises(errors.NumberTaken):
        items.receive_items(record=record, unit=two, inventory_numbers=["77"], barcodes=["Y"])
    with pytest.raises(errors.NumberTaken):
        items.receive_items(record=record, unit=two, inventory_numbers=["78"], barcodes=["X"])
    assert Item.objects.count() == 1


def test_numbers_that_came_by_import_are_passed_over(stock):
    record, _, one, _ = stock
    items.receive_items(record=record, unit=one, inventory_numbers=["2"], barcodes=["X"])
    assert numbers.take(unit=one, kind=NumberSeries.Kind.INVENTORY, count=3) == ["1", "3", "4"]


def test_withdrawn_for_a_reason_and_for_good(stock):
    record, _, one, _ = stock
    got = items.receive_items(record=record, unit=one, count=2)
    with pytest.raises(errors.ReasonMissing):
        items.withdraw(items=got[:1], reason="")
    items.withdraw(items=got[:1], reason="worn", act="5")
    with pytest.raises(errors.AlreadyWithdrawn):
        items.withdraw(items=got, reason="worn")
    with pytest.raises(errors.StatusRefused):
        items.change_status(items=got[:1], status=ItemStatus.AVAILABLE)
    assert (tally("items.withdrawn"), Work.objects.get(pk=record.work_id).item_count) == (1, 1)


def test_moved_within_a_balance_only(stock):
    record, _, one, two = stock
    other, *_ = system("other")
    got = items.receive_items(record=record, unit=one)
    items.move(items=got, unit=two)
    assert Item.objects.get().unit == two
    with pytest.raises(errors.OtherHolder):
        items.move(items=got, unit=other)


def test_a_scanned_list_names_items_and_what_it_does_not_know(stock):
    record, _, one, _ = stock
    got = items.receive_items(record=record, unit=one, count=2, barcodes=["B1", "B2"])
    found, unknown = items.by_barcodes(["B2", " 1 ", "zzz", ""])
    assert (set(found), unknown) == (set(got), ["zzz"])


def test_the_database_refuses_a_withdrawn_item_without_a_date(stock):
    record, _, one, _ = stock
    (item,) = items.receive_items(record=record, unit=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(status=ItemStatus.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
def test_two_people_never_get_one_number():
    _, one, two = system()
    taken, failed = [], []

    def work(branch):
        try:
            for _ in range(5):
                taken.extend(numbers.take(unit=branch, kind=NumberSeries.Kind.BARCODE, count=2))
        except Exception as failure:
            failed.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[branch]) for branch in (one, two, one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (len(taken), len(set(taken))) == (40, 40)
