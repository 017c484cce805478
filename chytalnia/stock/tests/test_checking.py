"""Inventory checks: what a number is said to be, reading by two, and what becomes of what was not there."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.services import items as catalogue
from chytalnia.network.models import Zone
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role
from chytalnia.stock import errors
from chytalnia.stock.models import Scan
from chytalnia.stock.queries import checking as queries
from chytalnia.stock.queries.checking import Shelf, folded
from chytalnia.stock.services import checking

from .factories import copies, library


@pytest.fixture
def units(db, tmp_path):
    return library(tmp_path)


@pytest.fixture
def head(units):
    return holder(units[1], Role.BRANCH_HEAD)


def zone(unit, code):
    return Zone.objects.create(unit=unit, code=code, kind="open_shelf", name={"en": code})


def verdict(check, number):
    return checking.scan(check=check, number=number).scan.verdict


def test_each_number_is_told_what_it_is(units):
    _, one, two = units
    hall, stacks = zone(one, "hall"), zone(one, "stacks")
    got = copies(one, 8, zone=hall, class_number="821", author_mark="А 1", shelf_mark="821 / А 1")
    check = checking.begin(unit=one, zone=hall, shelf_from="82", shelf_to="84")
    assert verdict(check, got[0].barcode) == "found"
    assert verdict(check, f" {got[1].inventory_number} ") == "found"
    catalogue.move(items=[got[2]], unit=one, zone=stacks)
    assert verdict(check, got[2].barcode) == "other_zone"
    catalogue.edit(items=[got[3]], shelf_mark="94 / Г 7")
    assert verdict(check, got[3].barcode) == "other_shelf"
    for item, status in zip(got[4:7], ("on_loan", "in_transit", "missing"), strict=True):
        catalogue.change_status(items=[item], status=status)
    assert [verdict(check, item.barcode) for item in got[4:7]] == ["on_loan", "in_transit", "came_back"]
    catalogue.withdraw(items=[got[7]], reason="worn")
    assert verdict(check, got[7].barcode) == "withdrawn"
    (theirs,) = copies(two)
    assert verdict(check, theirs.barcode) == "other_unit"
    assert verdict(check, "nobody's") == "unknown"


def test_the_upper_shelf_mark_means_all_that_begins_with_it(units):
    (item,) = copies(units[1], class_number="84.5", author_mark="Я 9", shelf_mark="84.5 / Я 9")
    assert verdict(checking.begin(unit=units[1], shelf_from="82", shelf_to="84"), item.barcode) == "found"


def test_an_inventory_number_is_one_of_this_balance(units, tmp_path):
    _, far, _ = library(tmp_path, code="far")
    copies(far, inventory_numbers=["777"])
    (here,) = copies(units[1], inventory_numbers=["778"])
    check = checking.begin(unit=units[1])
    assert verdict(check, "777") == "unknown"
    assert checking.scan(check=check, number="778").item == here


def test_the_same_scan_twice_changes_nothing(units):
    (item,) = copies(units[1])
    check = checking.begin(unit=units[1])
    first = checking.scan(check=check, number=item.barcode)
    # By its other number too it is the same copy; and an unknown number is one unknown number.
    again = checking.scan(check=check, number=item.inventory_number)
    assert (first.new, again.new, again.scan) == (True, False, first.scan)
    assert [checking.scan(check=check, number="?").new for _ in range(2)] == [True, False]
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(check_of=check, item=item, number="x", verdict="found", at=first.scan.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scan.objects.create(check_of=check, number="?", verdict="unknown", at=first.scan.at)


def test_what_was_not_read_is_missing_until_it_is_taken_back(units, head):
    got = copies(units[1], 5)
    check = checking.begin(unit=units[1])
    for item in got[:2]:
        checking.scan(check=check, number=item.barcode)
    catalogue.change_status(items=[got[4]], status="on_loan")
    with pytest.raises(errors.CheckNotOpen):
        checking.mark_missing(check=check, by=head)
    check.move("stop", by=head)
    with pytest.raises(errors.CheckNotOpen):
        checking.scan(check=check, number=got[3].barcode)
    told = queries.summary(check)
    assert (told.found, told.missing, told.away, told.loss_percent) == (2, 2, 1, 40.0)
    assert told.missing_minor == {"UAH": 24_100}
    assert checking.mark_missing(check=check, by=head) == 2
    check.refresh_from_db()
    with pytest.raises(errors.AlreadyMarked):
        checking.mark_missing(check=check, by=head)
    assert [item.pk for item in checking.marked_missing(check)] == [got[2].pk, got[3].pk]
    assert queries.summary(check).missing == 2
    assert checking.undo(check=check, what="missing", by=head) == (2, 0)
    assert set(Item.objects.values_list("status", flat=True)) == {"available", "on_loan"}
    check.refresh_from_db()
    checking.mark_missing(check=check, by=head)
    catalogue.withdraw(items=[got[3]], reason="missing")
    check.refresh_from_db()
    assert queries.summary(check).missing == 2, "written off by an act before the check is finished"
    check.move("finish", by=head)
    catalogue.change_status(items=got[:3], status="lost")
    assert (queries.summary(check).found, queries.summary(check).missing) == (2, 2)


def test_a_missing_copy_that_is_here_can_be_taken_up_again(units, head):
    (item, _other) = copies(units[1], 2)
    catalogue.change_status(items=[item], status="missing")
    check = checking.begin(unit=units[1])
    checking.scan(check=check, number=item.barcode)
    check.move("stop", by=head)
    # Missing before the check began is not its finding.
    assert queries.summary(check).missing == 1
    assert checking.mark_found(check=check, by=head) == 1
    item.refresh_from_db()
    assert item.status == "available"


def test_progress_shelf_by_shelf(units):
    got = copies(units[1], 2, class_number="821") + copies(units[1], 1, class_number="94")
    check = checking.begin(unit=units[1])
    checking.scan(check=check, number=got[0].barcode)
    assert queries.shelves(check) == [Shelf("821", 1, 1), Shelf("94", 0, 1)]


def test_many_classes_are_gathered_under_their_beginnings():
    counts = {f"{n}.{m}": (m, 1) for n in range(5) for m in range(30)}
    rows = folded(counts, most=40)
    assert len(rows) <= 40
    assert sum(row.left for row in rows) == 150


def test_only_the_heads_of_this_library_stop_a_check(units):
    from chytalnia.core.stages import ForbiddenMoveError

    check = checking.begin(unit=units[1])
    checking.scan(check=check, number="1")
    with pytest.raises(ForbiddenMoveError):
        check.move("stop", by=holder(units[2], Role.BRANCH_HEAD))
    check.move("stop", by=holder(units[1], Role.LIBRARIAN))


@pytest.mark.django_db(transaction=True)
def test_two_people_read_the_same_shelf_at_once(tmp_path):
    units = library(tmp_path)
    codes = [item.barcode for item in copies(units[1], 12)] + ["unknown"]
    check = checking.begin(unit=units[1])
    new, failed = [], []

    def read(order):
        try:
            for code in order:
                new.append(checking.scan(check=check, number=code).new)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(order,)) for order in (codes, codes[::-1], codes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert (len(new), sum(new), check.scans.count()) == (39, 13, 13)
    assert queries.summary(check).found == 12
