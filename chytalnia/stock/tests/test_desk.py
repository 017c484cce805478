"""The screens of stock accounting: a whole road on each, rights, and lists that ask the database no more for more rows."""

import json
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role
from chytalnia.stock.models import InventoryCheck, ReceiptLot, WriteOffAct
from chytalnia.stock.services import checking, receiving

from .factories import COMMISSION, copies, draft, library, lot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units(db, tmp_path):
    return library(tmp_path)


@pytest.fixture
def director(units, client):
    user = holder(units[0], Role.DIRECTOR)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"desk_stock:{name}", args=args)


def texts(page):
    return [str(message) for message in page.context["messages"]]


def quick(client, check, **data):
    return client.post(url("check_scan", check.pk), data, headers={"accept": "application/json"})


def test_a_check_from_its_beginning_to_its_report(client, units, director):
    got = copies(units[1], 4, class_number="821")
    page = client.post(url("check_new"), {"unit": units[1].pk, "reason": "planned", "commission": "One\nTwo\n"})
    check = InventoryCheck.objects.get()
    assert (page.url, check.commission) == (check.get_absolute_url(), ["One", "Two"])
    page = client.post(url("check_scan", check.pk), {"number": got[0].barcode})
    assert "In its place" in page.content.decode()
    assert client.get(url("check", check.pk)).context["told"].missing == 3
    move = url("check_move", check.pk)
    client.post(move, {"move": "stop", "seen": "reading"})
    settle = url("check_settle", check.pk)
    page = client.post(settle, {"what": "missing"}, follow=True)
    assert texts(page)[-1] == "3 copies are marked missing."
    assert client.get(url("check_list", check.pk, "missing")).context["listed"].paginator.count == 3
    page = client.post(settle, {"what": "undo-missing"}, follow=True)
    assert texts(page)[-1] == "3 copies are as they were."
    client.post(settle, {"what": "missing"})
    client.post(move, {"move": "finish", "seen": "comparing"})
    check.refresh_from_db()
    assert (check.stage, check.result["missing"]) == ("finished", 3)
    assert client.get(url("check_report", check.pk)).content.startswith(b"%PDF")


def test_a_phone_is_answered_at_once(client, units, director):
    got = copies(units[1], 2)
    check = checking.begin(unit=units[1])
    told = quick(client, check, number=got[0].barcode).json()
    assert (told["tone"], told["text"], told["title"], told["new"], told["found"]) == (
        "good", "In its place", "Книга 1", True, 1,
    )  # fmt: skip
    assert quick(client, check, number=got[0].inventory_number).json()["new"] is False
    assert quick(client, check, number="?").json()["tone"] == "bad"
    hour_ago = int((time.time() - 3600) * 1000)
    quick(client, check, number=got[1].barcode, at=hour_ago)
    assert abs(check.scans.get(item=got[1]).at.timestamp() * 1000 - hour_ago) < 2
    check.move("stop", by=director)
    late = quick(client, check, number="late")
    assert (late.status_code, json.loads(late.content)["refused"]) == (409, "This check is not being read now.")


def test_the_camera_is_allowed_on_this_page_only(client, units, director):
    check = checking.begin(unit=units[1])
    assert "camera=(self)" in client.get(url("check_scan", check.pk)).headers["Permissions-Policy"]
    assert "camera=()" in client.get(url("check", check.pk)).headers["Permissions-Policy"]


def test_a_number_read_by_mistake_is_taken_back(client, units, director):
    check = checking.begin(unit=units[1])
    scan = checking.scan(check=check, number="wrong").scan
    client.post(url("check_forget", check.pk), {"scan": scan.pk})
    assert not check.scans.exists()


def test_an_act_from_scanned_numbers_to_paper(client, units, director):
    got = copies(units[1], 3)
    client.post(
        url("act_new"),
        {"unit": units[0].pk, "on": timezone.localdate(), "reason": "worn", "fate": "waste", "coefficient": "1",
         "commission": "\n".join(COMMISSION)},
    )  # fmt: skip
    act = WriteOffAct.objects.get()
    numbers = "\n".join([got[0].barcode, got[1].inventory_number, "nobody"])
    page = client.post(url("act_add", act.pk), {"codes": numbers}, follow=True)
    assert texts(page) == ["2 copies are put on the act.", "Numbers nobody knows here: nobody"]
    page = client.get(url("act", act.pk), {"q": got[2].inventory_number})
    assert page.context["found"] == [got[2]]
    client.post(url("act_add", act.pk), {"pk": [got[2].pk]})
    client.post(url("act_remove", act.pk), {"line": [act.lines.first().pk]})
    page = client.get(url("act", act.pk))
    assert (page.context["total"], page.context["sums"]) == (2, "241.00 UAH")
    client.post(url("act_move", act.pk), {"move": "approve", "seen": "draft"})
    act.refresh_from_db()
    assert (act.stage, Item.objects.filter(status="withdrawn").count()) == ("approved", 2)
    assert client.get(url("act_pdf", act.pk)).content.startswith(b"%PDF")
    # The next act begins with the same people.
    assert client.get(url("act_new")).context["form"].initial["commission"] == COMMISSION


def test_an_act_takes_over_what_a_check_found_missing(client, units, director):
    copies(units[1], 3)
    check = checking.begin(unit=units[1])
    checking.scan(check=check, number="?")
    check.move("stop", by=director)
    checking.mark_missing(check=check, by=director)
    page = client.get(url("act_new"), {"check": check.pk})
    assert page.context["form"].initial["reason"] == "missing"
    client.post(
        f"{url('act_new')}?check={check.pk}",
        {"unit": units[1].pk, "on": timezone.localdate(), "reason": "missing", "fate": "gone", "coefficient": "1"},
    )  # fmt: skip
    assert WriteOffAct.objects.get().lines.count() == 3


def test_a_lot_from_its_document_to_the_book(client, units, director):
    client.post(
        url("lot_new"),
        {"unit": units[0].pk, "on": timezone.localdate(), "source": "trade", "supplier": "Книгарня", "funding": "local",
         "document": "накладна 5", "declared_copies": "3", "declared": "150.00", "currency": "UAH"},
    )  # fmt: skip
    made = ReceiptLot.objects.get()
    record = Record.objects.get()
    page = client.get(url("lot", made.pk), {"q": str(record.pk)})
    assert page.context["records"] == [record]
    client.post(url("lot_copies", made.pk, record.pk), {"count": 2, "unit": units[1].pk, "price": "50.00"})
    client.post(
        url("lot_copies", made.pk, record.pk),
        {"count": 1, "unit": units[2].pk, "price": "50.00", "without_number": "on"},
    )
    assert sorted(Item.objects.values_list("inventory_number", flat=True)) == ["", "1", "2"]
    assert not Item.objects.filter(barcode="").exists()
    page = client.post(url("lot_move", made.pk), {"move": "enter", "seen": "open"}, follow=True)
    made.refresh_from_db()
    assert made.stage == "entered"
    assert client.get(url("lot_pdf", made.pk)).content.startswith(b"%PDF")
    page = client.get(url("summary", units[0].code, made.year), {"part": "1"})
    (row,) = page.context["rows"]
    assert (row["line"].paper, row["copies"], row["sum"]) == (made, 3, "150.00 UAH")
    opened = client.get(url("behind", units[0].code, made.year), {**row["ask"], "column": "off_balance"})
    assert opened.context["total"] == 1


def test_copies_of_the_catalogue_are_put_into_a_lot_and_taken_out(client, units, director):
    got = copies(units[1], 2)
    made = lot(units[0])
    page = client.post(url("lot_attach", made.pk), {"codes": f"{got[0].barcode}\n{got[1].barcode}\n?"}, follow=True)
    assert texts(page) == ["2 copies are put into the lot.", "Numbers nobody knows here: ?"]
    client.post(url("lot_detach", made.pk), {"line": [got[0].pk]})
    assert made.entries.count() == 1


@pytest.mark.parametrize("part", ["1", "2", "3"])
def test_the_books_are_shown_and_printed(client, units, director, part):
    got = copies(units[1], 3)
    draft(units[0], got[:1]).move("approve", by=director)
    page = client.get(url("summary", units[0].code, timezone.localdate().year), {"part": part})
    assert all(control.holds for control in page.context["book"].controls)
    assert "differs" not in page.content.decode()
    for paper in ("a3", "a4"):
        printed = client.get(url("summary_pdf", units[0].code, timezone.localdate().year), {"paper": paper})
        assert printed.content.startswith(b"%PDF")
    assert client.get(url("accession", units[0].code)).context["total"] == 3
    assert client.get(url("accession_pdf", units[0].code), {"first": "2"}).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.LIBRARIAN, {"checks", "check_new", "acts", "lots", "books"}),
        (Role.CATALOGUER, {"checks", "check_new", "acts", "act_new", "lots", "lot_new", "books"}),
        (Role.METHODOLOGIST, {"acts", "lots", "books"}),
        (Role.EDITOR, set()),
    ],
)
def test_each_role_has_its_doors(client, units, role, may):
    client.force_login(holder(units[1], role))
    doors = ("checks", "check_new", "acts", "act_new", "lots", "lot_new", "books")
    assert {door for door in doors if client.get(url(door)).status_code == 200} == may


def test_another_branch_is_closed(client, units, director):
    check, act, made = checking.begin(unit=units[1]), draft(units[1], copies(units[1])), lot(units[1])
    client.force_login(holder(units[2], Role.BRANCH_HEAD))
    for door in (
        url("check", check.pk), url("check_scan", check.pk), url("check_report", check.pk), url("act", act.pk),
        url("act_pdf", act.pk), url("act_edit", act.pk), url("lot", made.pk), url("lot_edit", made.pk),
    ):  # fmt: skip
        assert client.get(door).status_code == 403, door
    for door in (
        url("act_add", act.pk),
        url("act_move", act.pk),
        url("lot_attach", made.pk),
        url("check_settle", check.pk),
    ):
        assert client.post(door, {"move": "approve", "what": "missing", "codes": "1"}).status_code == 403, door
    # The book is of the whole balance, and each of its libraries may read it.
    assert client.get(url("summary", units[0].code, timezone.localdate().year)).status_code == 200


def test_another_library_does_not_open_the_book(client, units, tmp_path):
    far, _, _ = library(tmp_path, code="far")
    client.force_login(holder(far, Role.DIRECTOR))
    assert client.get(url("summary", units[0].code, 2026)).status_code == 403
    assert client.get(url("accession", units[0].code)).status_code == 403


@pytest.mark.parametrize("many", [1, 9])
def test_lists_ask_the_database_alike_for_one_row_and_for_nine(
    client, units, director, django_assert_max_num_queries, many
):
    got = copies(units[1], many)
    check = checking.begin(unit=units[1])
    for item in got:
        checking.scan(check=check, number=item.barcode)
    act = draft(units[0], got)
    made = lot(units[0])
    receiving.receive(lot=made, record=Record.objects.get(), unit=units[1], count=many)
    for door, most in (
        (url("home"), 30), (url("checks"), 30), (url("check", check.pk), 30), (url("check_list", check.pk, "found"), 30),
        (url("check_scan", check.pk), 30), (url("act", act.pk), 32), (url("lot", made.pk), 30),
        (url("accession", units[0].code), 30), (url("summary", units[0].code, made.year), 34),
    ):  # fmt: skip
        with django_assert_max_num_queries(most) as seen:
            assert client.get(door).status_code == 200
        _remember(door.rsplit("/", 3)[1:], many, len(seen))


_seen: dict[str, int] = {}


def _remember(door, many, queries):
    """The same number of queries for one row as for nine, door by door."""
    name = "/".join(word for word in door if not word.isdigit())
    assert _seen.setdefault(name, queries) == queries, (name, many)
