"""The diary: a day of a library, the box that understands what is scanned, nobody else's numbers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.catalogue.services import importing
from chytalnia.catalogue.services import items as services
from chytalnia.catalogue.tests.factories import marc, system, write
from chytalnia.desk import queries
from chytalnia.journal import services as journal
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.programmes.tests import factories as events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units():
    return system()


@pytest.fixture
def record(tmp_path, units):
    importing.run(importing.create_job(path=write(tmp_path / "in.mrc", marc("1", isbn="9789660000018")), unit=units[0]))
    return Record.objects.get()


@pytest.fixture
def head(units, client):
    user = holder(units[1], Role.BRANCH_HEAD)
    client.force_login(user)
    return user


def tile(page, code):
    return next(tile for tile in page.context["tiles"] if tile.code == code)


def test_the_desk_begins_with_the_diary(client, head):
    page = client.get(reverse("wagtailadmin_home"))
    assert page.templates[0].name == "desk/diary.html"
    assert "data-scan" in page.content.decode()


def test_numbers_are_those_of_the_unit_against_the_same_weekday(client, units, record, head):
    now = timezone.now()
    journal.record("issues.physical", unit=units[1], quantity=7, at=now)
    journal.record("issues.physical", unit=units[1], quantity=3, at=now - timezone.timedelta(days=7))
    journal.record("issues.physical", unit=units[2], quantity=90, at=now)
    found = tile(client.get("/desk/"), "issues.physical")
    assert (found.number, "+4" in found.note) == ("7", True)


def test_the_year_is_fifty_two_weeks_of_the_chosen_number(client, units, record, head):
    journal.record("site.visits", unit=units[1], quantity=5, at=timezone.now())
    year = client.get("/desk/", {"kind": "site.visits"}).context["year"]
    assert (len(year.weeks), year.weeks[-1], year.total) == (52, 5, 5)
    assert client.get("/desk/", {"kind": "../../x"}).context["year"].code in queries.TILES


def test_a_person_of_several_units_changes_between_them_and_into_no_other(client, units, record):
    user = holder(units[0], Role.DIRECTOR)
    client.force_login(user)
    assert client.get("/desk/", {"unit": units[2].code}).context["unit"] == units[2]
    assert client.get("/desk/").context["unit"] == units[2], "the choice is remembered"
    other, *_ = system("other")
    assert client.get("/desk/", {"unit": other.code}).context["unit"] != other


@pytest.mark.parametrize("count", [1, 12])
def test_the_diary_asks_as_often_however_much_there_is(
    client, units, record, head, count, django_assert_max_num_queries
):
    for _ in range(count):
        services.receive_items(record=record, unit=units[1], by=head)
    client.get("/desk/")
    with django_assert_max_num_queries(42):
        page = client.get("/desk/")
    assert len(page.context["acts"]) == min(count, 10)


def test_work_that_waits_is_counted_within_ones_rights(client, units, record, head, tmp_path):
    copies = services.receive_items(record=record, unit=units[1], count=2)
    theirs = services.receive_items(record=record, unit=units[2], count=5)
    services.change_status(items=[*copies, *theirs], status="missing")
    texts = {row["text"]: row["number"] for row in client.get("/desk/").context["waiting"]}
    assert texts["copies are missing"] == "2"
    importing.create_job(path=write(tmp_path / "more.mrc", marc("2")), unit=units[0])
    client.force_login(holder(units[0], Role.CATALOGUER))
    texts = {row["text"]: row["number"] for row in client.get("/desk/").context["waiting"]}
    assert texts["import to look at"] == "1"


def test_events_of_today_stand_in_the_diary_with_what_is_done_next(client, units, record, head):
    events.occasion(units[1], days=0, title="Перша", places=20)
    events.occasion(units[2], days=0, title="Чужа")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        (line,) = client.get("/desk/").context["todays"]
    assert (str(line.occasion), line.people, line.action) == ("Перша", "0 / 20", "Door")
    assert line.url == reverse("desk_programmes:door", args=[line.occasion.pk])
    for title in ("Друга", "Третя"):
        events.occasion(units[1], days=0, title=title)
    with CaptureQueriesContext(connection) as again:
        assert len(client.get("/desk/").context["todays"]) == 3
    assert len(again) == len(asked)


def find(client, text):
    return client.get(reverse("desk:find"), {"q": text})


def test_the_box_understands_copies_books_and_words(client, units, record, head):
    (item,) = services.receive_items(record=record, unit=units[1], barcodes=["2000000000017"], inventory_numbers=["77"])
    page = reverse("desk_items:item", args=[item.pk])
    assert [find(client, text).url for text in ("2000000000017", " 77 ")] == [page, page]
    assert find(client, "978-966-00-0001-8").url == reverse("describing:record", args=[record.pk])
    assert find(client, "кобзар шевченка").url.startswith(reverse("describing:index") + "?q=")
    assert find(client, "").url == "/desk/"


def test_a_copy_of_another_library_is_named_and_not_opened(client, units, record, head):
    services.receive_items(record=record, unit=units[2], barcodes=["2000000000024"])
    answer = find(client, "2000000000024")
    assert answer.url == record.get_absolute_url()
    assert not Item.objects.filter(unit=units[1]).exists()


def test_a_new_network_is_told_how_to_begin(client):
    client.force_login(User.objects.create(username="installer", is_superuser=True, is_staff=True))
    page = client.get("/desk/")
    assert [step["done"] for step in page.context["beginnings"]] == [False, False, False, False]


def test_guests_are_asked_to_sign_in_and_readers_stay_out(client, units):
    assert client.get("/desk/").status_code == 302
    assert find(client, "x").status_code == 302
    client.force_login(User.objects.create(username="reader"))
    assert client.get("/desk/").status_code == 302
    assert find(client, "x").status_code == 302


def test_the_keys_are_explained(client, head):
    assert "F2" in client.get(reverse("desk:keys")).content.decode()
