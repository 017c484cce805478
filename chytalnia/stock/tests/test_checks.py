"""The books agree with the papers, or `chytalnia check` says what does not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.services import items as catalogue
from chytalnia.stock import checks
from chytalnia.stock.models import ReceiptLot
from chytalnia.stock.services import receiving
from chytalnia.stock.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def branch(tmp_path):
    return factories.library(tmp_path)[1]


def received(unit, count):
    lot = factories.lot(unit)
    return lot, receiving.receive(lot=lot, record=Record.objects.get(), unit=unit, count=count)


def test_books_in_order_have_no_drift(branch):
    _lot, copies = received(branch, 3)
    act = factories.draft(branch, copies[:1])
    act.move("approve")
    assert not checks.check()


def test_a_copy_is_given_the_number_of_its_lot_again(branch):
    lot, copies = received(branch, 2)
    Item.objects.filter(pk=copies[0].pk).update(accession_lot="2001/9")
    assert checks.check().lots == [str(copies[0])]
    checks.check(mend=True)
    assert Item.objects.get(pk=copies[0].pk).accession_lot == lot.number_text
    assert not checks.check()


def test_an_act_that_was_not_carried_out_and_a_copy_without_an_act_are_told(branch):
    _lot, (on_act, actless, _kept) = received(branch, 3)
    act = factories.draft(branch, [on_act])
    act.move("approve")
    Item.objects.filter(pk=on_act.pk).update(status="available", withdrawn_on=None)
    catalogue.withdraw(items=[actless], reason="worn", on=timezone.localdate())
    drift = checks.check(mend=True)
    assert drift.acts == [f"{act}: {on_act}"]
    assert drift.actless == [str(actless)]


def test_gaps_and_doubles_of_numbers_are_told(branch):
    _lot, (_first, second, third) = received(branch, 3)
    Item.objects.filter(pk=second.pk).update(inventory_number=f"00{third.inventory_number}")
    assert checks.check().numbers == [
        f"00{third.inventory_number} = {third.inventory_number}", f"{second.inventory_number} –",
    ]  # fmt: skip
    last = factories.lot(branch)
    ReceiptLot.objects.filter(pk=last.pk).update(number=99)
    assert checks.check().papers == [f"lot received {last.year}/99"]
