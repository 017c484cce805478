"""Items at the desk: found, received, changed by ones and by thousands, each within one's own libraries."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.catalogue.models import Item, ItemStatus, Record
from chytalnia.catalogue.queries.items import check_shelf
from chytalnia.catalogue.services import bulk_items, importing
from chytalnia.catalogue.services import items as services
from chytalnia.core.models import AuditEntry
from chytalnia.journal.models import Fact
from chytalnia.network import services as network
from chytalnia.network.models import Zone
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role

from .factories import marc, system, write

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
    """The head of the first branch, signed in."""
    user = holder(units[1], Role.BRANCH_HEAD)
    client.force_login(user)
    return user


def copies(record, unit, count, **values):
    return services.receive_items(record=record, unit=unit, count=count, **values)


def shown(page):
    return [item.pk for item in page.context["listed"]]


def test_a_branch_lists_its_own_copies_only(client, units, record, head):
    mine = copies(record, units[1], 2)
    theirs = copies(record, units[2], 1)
    page = client.get(reverse("desk_items:list"))
    assert shown(page) == [item.pk for item in mine]
    assert client.get(reverse("desk_items:item", args=[theirs[0].pk])).status_code == 404
    assert client.get(reverse("desk_items:edit", args=[theirs[0].pk])).status_code == 404
    assert client.post(reverse("desk_items:one", args=[theirs[0].pk, "status"]), {"status": "lost"}).status_code == 404


def test_a_scanned_barcode_or_inventory_number_leads_to_the_copy(client, units, record, head):
    (item,) = copies(record, units[1], 1, barcodes=["2000000000017"], inventory_numbers=["A-7"])
    for number in ("2000000000017", "A-7"):
        assert client.get(reverse("desk_items:list"), {"q": number}).url == reverse("desk_items:item", args=[item.pk])


def test_a_raised_figure_is_a_text_to_look_for_and_no_number(client, head):
    client.force_login(head)
    assert client.get("/desk/items/new/?q=²").status_code == 200


def test_a_number_that_no_database_holds_is_no_filter(client, head):
    client.force_login(head)
    assert client.get(reverse("desk_items:list"), {"record": "9" * 23, "job": "9" * 23}).status_code == 200


def test_the_list_is_narrowed_by_every_filter(client, units, record, head):
    zone = Zone.objects.create(unit=units[1], code="q", kind="quiet")
    one, two = (
        copies(record, units[1], 1, shelf_mark="84 / Ш 37", acquired_on=timezone.localdate(), accession_lot="7",
               source="donation", price_minor=5000, currency="UAH", zone=zone)[0],
        copies(record, units[1], 1, shelf_mark="63 / А 11", barcodes=[""], acquired_on=date(2020, 1, 1))[0],
    )  # fmt: skip
    for query, expected in [
        ({"zone": zone.pk}, [one]), ({"source": "donation"}, [one]), ({"lot": "7"}, [one]),
        ({"shelf_from": "63", "shelf_to": "63"}, [two]), ({"shelf_from": "80"}, [one]), ({"price_from": "50"}, [one]),
        ({"price_to": "49"}, []), ({"no_barcode": "on"}, [two]), ({"no_price": "on"}, [two]),
        ({"acquired_to": "2020-12-31"}, [two]), ({"acquired_from": "2021-01-01"}, [one]),
        ({"status": "lost"}, []), ({"unit": units[1].pk}, [two, one]), ({"q": "9789660000018"}, [two, one]),
        ({"zone": "nonsense", "price_from": "x", "acquired_to": "99"}, [two, one]),
    ]:  # fmt: skip
        page = client.get(reverse("desk_items:list"), query)
        assert set(shown(page)) == {item.pk for item in expected}, query


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_as_often_for_one_copy_as_for_many(
    client, units, record, head, count, django_assert_max_num_queries
):
    copies(record, units[1], count)
    with django_assert_max_num_queries(22):
        client.get(reverse("desk_items:list"), {"status": "available"})


def receive(client, record, **data):
    form = {"count": "3", "source": "trade", "acquired_on": "2026-11-20", "price": "125.50", "currency": "UAH", **data}
    return client.post(reverse("desk_items:receive", args=[record.pk]), form)


def test_copies_are_received_with_numbers_of_the_sequence(client, units, record, head):
    answer = receive(client, record, unit=units[1].pk, numbers="X1", accession_lot="12/2026")
    items = list(Item.objects.order_by("pk"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("desk_items:labels"))
    assert items[0].inventory_number == "X1"
    assert all(item.barcode for item in items)
    assert {(i.price_minor, i.currency, i.accession_lot) for i in items} == {(12550, "UAH", "12/2026")}
    page = client.get(answer.url)
    assert page.context["count"] == 3


@pytest.mark.parametrize(("country", "money"), [("UA", "UAH"), ("KZ", "KZT"), ("RU", "RUB")])
def test_copies_are_priced_in_the_money_of_the_country(client, units, record, head, country, money):
    network.set_setting(unit=units[0], key="network.country", value=country)
    page = client.get(reverse("desk_items:receive", args=[record.pk]))
    assert page.context["form"]["currency"].value() == money


@pytest.mark.parametrize(
    "wrong", [{"count": "0"}, {"count": "501"}, {"numbers": "1\n1"}, {"numbers": "1\n2\n3\n4"}, {"acquired_on": "x"}]
)
def test_copies_wrongly_described_are_not_received(client, units, record, head, wrong):
    assert receive(client, record, unit=units[1].pk, **wrong).status_code == 200
    assert not Item.objects.exists()


def test_copies_are_not_received_into_a_neighbour(client, units, record, head):
    assert receive(client, record, unit=units[2].pk).status_code == 200
    assert not Item.objects.exists()


def test_an_edit_is_told_in_the_history_of_the_copy(client, units, record, head):
    (item,) = copies(record, units[1], 1)
    form = client.get(reverse("desk_items:edit", args=[item.pk])).context["form"]
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    answer = client.post(reverse("desk_items:edit", args=[item.pk]), {**data, "price": "99.90", "note": "gift"})
    assert answer.status_code == 302, answer.context["form"].errors
    item.refresh_from_db()
    assert (item.price_minor, item.currency, item.note) == (9990, "UAH", "gift")
    page = client.get(reverse("desk_items:item", args=[item.pk]))
    assert "99.90" in page.content.decode()


def test_a_number_that_is_taken_is_refused_in_words(client, units, record, head):
    one, two = copies(record, units[1], 2)
    data = {"inventory_number": one.inventory_number, "barcode": two.barcode, "source": "trade"}
    page = client.post(reverse("desk_items:edit", args=[two.pk]), data)
    assert "belongs to another item" in page.content.decode()


def bulk(client, **data):
    return client.post(reverse("desk_items:bulk"), data)


def test_a_scanned_list_says_what_is_unknown_and_what_is_not_ours(client, units, record, head):
    mine = copies(record, units[1], 2)
    theirs = copies(record, units[2], 1)
    codes = "\n".join([mine[0].barcode, mine[1].inventory_number, theirs[0].barcode, "nobody"])
    page = bulk(client, codes=codes, action="status")
    choice, out = page.context["choice"], page.context["sorted_out"]
    assert (choice.unknown, choice.foreign) == (["nobody"], [theirs[0].barcode])
    assert {item.pk for item in out.allowed} == {item.pk for item in mine}
    bulk(client, codes=codes, action="status", confirmed="2", status="lost")
    assert set(Item.objects.values_list("pk", "status")) == {
        (mine[0].pk, "lost"), (mine[1].pk, "lost"), (theirs[0].pk, "available"),
    }  # fmt: skip


def test_looking_changes_nothing_and_a_changed_choice_is_looked_at_again(client, units, record, head):
    mine = copies(record, units[1], 2)
    bulk(client, all="1", query="", action="status", status="lost")
    bulk(client, all="1", query="", action="status", status="lost", confirmed="1")
    assert Item.objects.filter(pk__in=[i.pk for i in mine], status="available").count() == 2


def test_a_branch_cannot_move_or_withdraw_by_naming_pks_of_a_neighbour(client, units, record, head):
    theirs = copies(record, units[2], 2)
    for action, more in (
        ("status", {"status": "lost"}),
        ("withdraw", {"reason": "worn", "act": "1", "on": "2026-01-01"}),
    ):
        bulk(client, pk=[i.pk for i in theirs], action=action, confirmed="0", **more)
        bulk(client, pk=[i.pk for i in theirs], action=action, confirmed="2", **more)
    assert set(Item.objects.values_list("status", flat=True)) == {"available"}


def test_a_librarian_changes_and_does_not_withdraw(client, units, record):
    client.force_login(holder(units[1], Role.LIBRARIAN))
    (item,) = copies(record, units[1], 1)
    data = {"reason": "worn", "act": "1", "on": "2026-01-01"}
    client.post(reverse("desk_items:one", args=[item.pk, "withdraw"]), data)
    bulk(client, pk=[item.pk], action="withdraw", confirmed="1", **data)
    assert Item.objects.get().status == "available"


def test_a_move_is_undone_but_not_over_a_later_change(client, units, record, head):
    user = holder(units[0], Role.DIRECTOR)
    client.force_login(user)
    one, two = copies(record, units[1], 2)
    bulk(client, pk=[one.pk, two.pk], action="move", unit=units[2].pk, confirmed="2")
    assert set(Item.objects.values_list("unit", flat=True)) == {units[2].pk}
    entry = AuditEntry.objects.get(act=bulk_items.ACT, object_label="")
    services.move(items=[two], unit=units[0])
    client.post(reverse("desk_items:undo", args=[entry.pk]))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.unit_id, two.unit_id) == (units[1].pk, units[0].pk)
    assert bulk_items.entry_of(entry.pk, user) is None


def test_nobody_undoes_the_act_of_another(client, units, record, head):
    copies(record, units[1], 1)
    bulk(client, all="1", query="", action="status", status="lost", confirmed="1")
    entry = AuditEntry.objects.get(act=bulk_items.ACT, object_label="")
    client.force_login(holder(units[0], Role.DIRECTOR))
    client.post(reverse("desk_items:undo", args=[entry.pk]))
    assert Item.objects.get().status == "lost"


def test_five_thousand_copies_are_withdrawn_by_one_act(client, units, record):
    user = holder(units[0], Role.DIRECTOR)
    client.force_login(user)
    Item.objects.bulk_create(
        Item(record=record, base_record=record, holder=units[0], unit=units[1], barcode=f"B{n}", inventory_number=f"{n}")
        for n in range(5000)
    )  # fmt: skip
    answer = bulk(
        client, all="1", query="status=available", action="withdraw", confirmed="5000", reason="worn", act="5",
        on="2026-11-01",
    )  # fmt: skip
    assert answer.status_code == 302
    assert Item.objects.filter(status=ItemStatus.WITHDRAWN, withdrawal_act="5").count() == 5000
    assert [fact.quantity for fact in Fact.objects.filter(kind="items.withdrawn")] == [5000]
    assert AuditEntry.objects.filter(act=bulk_items.ACT, object_label="catalogue.item").count() == 5000


def test_a_refusal_in_the_middle_leaves_all_as_it_was(units, record):
    user = holder(units[0], Role.DIRECTOR)
    other, *_ = system("other")
    items = copies(record, units[1], 3)
    with pytest.raises(Exception, match="another library"):
        bulk_items.act(items=items, action="move", values={"unit": other, "zone": None}, by=user)
    assert not AuditEntry.objects.filter(act=bulk_items.ACT).exists()


@pytest.mark.parametrize("kind", ["spine", "barcode", "qr", "cards"])
def test_labels_and_cards_are_made(client, units, record, head, kind):
    items = copies(record, units[1], 2, shelf_mark="84 / Ш 37")
    data = {"pk": [i.pk for i in items], "kind": kind, "layout": "a4-3x8", "start": "5"}
    answer = client.post(reverse("desk_items:labels"), data)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_labels_say_what_they_cannot_print(client, units, record, head):
    items = copies(record, units[1], 1, barcodes=[""])
    data = {"pk": [i.pk for i in items], "kind": "barcode", "layout": "a4-3x8", "start": "25"}
    page = client.post(reverse("desk_items:labels"), data)
    assert page.context["form"].errors.keys() == {"start"}
    page = client.post(reverse("desk_items:labels"), {**data, "start": "1"})
    assert page.context["form"].errors.keys() == {"kind"}


def test_labels_of_today_are_todays(client, units, record, head):
    copies(record, units[1], 2)
    copies(record, units[1], 1, acquired_on=date(2020, 1, 1))
    assert client.get(reverse("desk_items:labels"), {"today": "1"}).context["count"] == 2


def test_lists_are_printed_and_exported_without_formulas(client, units, record, head):
    copies(record, units[1], 2, accession_lot="=HYPERLINK()")
    assert len(client.get(reverse("desk_items:print")).context["rows"]) == 2
    text = b"".join(client.get(reverse("desk_items:export")).streaming_content).decode()
    assert text.count("'=HYPERLINK()") == 2


def test_a_walk_along_the_shelf_finds_what_stands_wrong(client, units, record, head):
    a, b, c, d, e = (copies(record, units[1], 1, shelf_mark=mark)[0] for mark in ("1 А", "2 Б", "3 В", "4 Г", "5 Ґ"))
    foreign = copies(record, units[2], 1, shelf_mark="3 В")[0]
    services.change_status(items=[e], status="lost")
    lines = [a.barcode, d.barcode, c.barcode, foreign.barcode, e.barcode, "zzz"]
    check = check_shelf(lines, unit=units[1], zone=None, visible=Item.objects.all())
    assert {i.pk for i in check.disordered} in ({d.pk}, {c.pk})
    assert [i.pk for i in check.elsewhere] == [foreign.pk]
    assert [i.pk for i in check.wrong_state] == [e.pk]
    assert [i.pk for i in check.unread] == [b.pk]
    assert check.unknown == ["zzz"]
    page = client.post(reverse("desk_items:shelf"), {"unit": units[1].pk, "codes": "\n".join(lines)})
    assert page.context["check"].read == 6


def test_a_shelf_in_order_is_in_order(units, record):
    items = [copies(record, units[1], 1, shelf_mark=mark)[0] for mark in ("1", "1", "2")]
    check = check_shelf([i.barcode for i in items], unit=units[1], zone=None, visible=Item.objects.all())
    assert check.in_order


def test_readers_and_guests_stay_out(client, units, record):
    (item,) = copies(record, units[1], 1)
    for address in ("list", "scan", "shelf", "labels", "choose_record"):
        assert client.get(reverse(f"desk_items:{address}")).status_code == 302
    assert client.get(reverse("desk_items:item", args=[item.pk])).status_code == 302
