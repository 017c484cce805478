"""A book of another library: ordered, received, lent by its number at the desk, sent home; each step is one act."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.stages import ForbiddenMoveError, RefusedMoveError
from chytalnia.demand.models import Refusal
from chytalnia.journal.models import Fact
from chytalnia.lending import counter, services
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import Act, IllOrder, Notice
from chytalnia.lending.tests import factories, truth
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import User
from chytalnia.people.rules import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def librarian(one):
    return holder(one, Role.LIBRARIAN)


def ordered(unit, reader=None, **form):
    return services.ill.order(
        reader=reader or factories.reader(unit),
        unit=unit,
        **{"author": "Довженко", "title": "Зачарована Десна", **form},
    )


def come(unit, reader=None, *, days=20, **form):
    order = ordered(unit, reader, **form)
    IllOrder.objects.filter(pk=order.pk).update(
        lender="Обласна бібліотека", number="ОБ-77", due_back=timezone.localdate() + timedelta(days=days)
    )
    order.refresh_from_db()
    order.move("send")
    order.move("receive")
    return order


def facts():
    kinds = Fact.objects.standing().exclude(kind="visits.service").order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def test_the_whole_way_is_counted_once_each_and_undone_step_by_step(one, librarian):
    reader = factories.reader(one)
    order = come(one, reader)
    assert Notice.objects.get().kind == "ill_ready"
    order.move("lend", by=librarian)
    # The way back takes time: the reader's day is before the lender's.
    assert order.lent_until == timezone.localdate() + timedelta(days=17)
    order.move("take_back", by=librarian)
    order.move("give_back", by=librarian)
    assert facts() == ["ill.ordered", "ill.received", "issues.ill_received", "returns", "ill.returned"]
    truth.acts_have_one_fact_each()
    for kind, stage in (("ill_return", "back"), ("ill_back", "lent"), ("ill_lend", "received")):
        services.undo(act=Act.objects.get(kind=kind), by=librarian)
        order.refresh_from_db()
        assert order.stage == stage
    assert facts() == ["ill.ordered", "ill.received"]
    assert order.lent_until is None
    assert order.stage_log().filter(move="undo").count() == 3
    truth.acts_have_one_fact_each()


def test_what_something_stands_on_is_not_undone(one):
    order = come(one)
    order.move("lend")
    with pytest.raises(CannotUndo):
        services.undo(act=Act.objects.get(kind="ill_receive"))
    order.refresh_from_db()
    assert order.stage == "lent"


def test_the_desk_lends_and_takes_back_by_the_number_of_the_foreign_copy(one, librarian):
    reader, other = factories.reader(one), factories.reader(one, surname="Інший")
    order, key = come(one, reader), uuid.uuid4()

    def scan(**words):
        return counter.scanned("ОБ-77", unit=one, by=librarian, **words)

    assert scan(reader=other).lines == ["Another reader ordered it."]
    assert scan().tone == "ask"
    for _twice in range(2):
        answer = scan(reader=reader, key=key)
        assert (answer.tone, answer.title) == ("good", "Lent: Довженко. Зачарована Десна")
    assert Act.objects.filter(kind="ill_lend").count() == 1
    back = scan(returning=True)
    assert (back.tone, back.slip) == ("look", "→ Обласна бібліотека")
    order.refresh_from_db()
    assert order.stage == "back"


def test_a_move_waits_for_what_is_to_be_written_first(one):
    order = ordered(one)
    with pytest.raises(RefusedMoveError, match="from which library"):
        order.move("send")
    IllOrder.objects.filter(pk=order.pk).update(lender="Обласна бібліотека")
    order.refresh_from_db()
    order.move("send")
    with pytest.raises(RefusedMoveError, match="until when"):
        order.move("receive")
    IllOrder.objects.filter(pk=order.pk).update(due_back=timezone.localdate() + timedelta(days=9))
    order.refresh_from_db()
    order.move("receive")
    assert order.number == f"ILL{order.pk:06}"


def test_a_number_of_a_copy_that_is_here_is_neither_given_twice_nor_taken_away(client, one, librarian):
    come(one, number="ОБ-77")
    other = ordered(one)
    IllOrder.objects.filter(pk=other.pk).update(lender="Інша", number="ІН-1", due_back=timezone.localdate())
    other.refresh_from_db()
    other.move("send")
    other.move("receive")
    with pytest.raises(Refused, match="this number is here"):
        services.ill.change(order=other, by=librarian, number="ОБ-77")
    client.force_login(librarian)
    form = {"number": "ОБ-77", "lender": "Інша", "title": other.title, "wanted": "loan"}
    page = client.post(other.get_absolute_url(), form)
    assert page.status_code == 200
    assert "this number is here" in page.content.decode()
    assert client.post(other.get_absolute_url(), {**form, "number": ""}).status_code == 302
    other.refresh_from_db()
    assert other.number == f"ILL{other.pk:06}"


def test_a_reader_who_may_not_borrow_gets_no_foreign_copy_either(one):
    reader = factories.reader(one, registered=False)
    with pytest.raises(Refused):
        ordered(one, reader)
    order = come(one)
    order.reader.registrations.all().delete()
    with pytest.raises(RefusedMoveError):
        order.move("lend")


def test_an_article_is_delivered_as_a_copy_and_what_is_not_to_be_had_is_a_refusal(one):
    article, book = ordered(one, wanted="copy"), ordered(one, title="Земля")
    for order in (article, book):
        IllOrder.objects.filter(pk=order.pk).update(lender="Обласна бібліотека")
        order.refresh_from_db()
        order.move("send")
    article.move("deliver")
    book.move("decline", note="not lent anywhere")
    assert facts() == ["ill.ordered", "ill.ordered", "issues.edd", "refusals"]
    assert Refusal.objects.get().channel == "ill"
    assert "not lent anywhere" in Notice.objects.get(kind="ill_declined").text


def test_who_reads_what_of_others_is_reminded_once_and_forgotten_after(one):
    order = come(one, days=6)
    order.move("lend")
    due = order.lent_until
    told = [services.nightly(due + timedelta(days=n)).get("notices_of_foreign_copies") for n in (-9, -3, -2, 1, 2)]
    assert told == [0, 1, 0, 1, 0]
    order.move("take_back")
    order.move("give_back")
    services.nightly(timezone.localdate() + timedelta(days=30))
    order.refresh_from_db()
    assert order.reader is None


def test_rights_of_the_orders(one, two):
    order = ordered(one)
    IllOrder.objects.filter(pk=order.pk).update(lender="Обласна бібліотека")
    order.refresh_from_db()
    with pytest.raises(ForbiddenMoveError):
        order.move("send", by=holder(two, Role.LIBRARIAN))
    with pytest.raises(PermissionDenied):
        services.ill.order(reader=order.reader, unit=one, title="Земля", by=holder(one, Role.CATALOGUER))
    order.move("send", by=holder(one, Role.LIBRARIAN))


def test_a_reader_orders_from_home_and_gives_up(client, one):
    reader = factories.reader(one, user=User.objects.create_user("reader"))
    client.force_login(reader.user)
    form = {"wanted": "loan", "title": "Зачарована Десна", "author": "Довженко", "key": str(uuid.uuid4())}
    for _twice in range(2):
        client.post(reverse("lending:ill"), form)
    order = IllOrder.objects.get()
    assert (order.reader, order.unit) == (reader, one)
    page = client.get(reverse("lending:ill")).content.decode()
    assert "Зачарована Десна" in page
    assert "asked for" in page
    client.post(reverse("lending:ill_cancel", args=[order.pk]))
    assert IllOrder.objects.get().stage == "cancelled"
    other = ordered(one)
    assert client.post(reverse("lending:ill_cancel", args=[other.pk])).status_code == 404


def test_the_account_shows_what_waits_and_what_is_due(client, one):
    reader = factories.reader(one, user=User.objects.create_user("reader"))
    client.force_login(reader.user)
    order = come(one, reader)
    assert "has come from another library" in client.get(reverse("people:me")).content.decode()
    order.move("lend")
    assert "Of other libraries" in client.get(reverse("people:me")).content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_the_board_and_an_order_at_the_desk(client, one, librarian, orders, django_assert_max_num_queries):
    for _n in range(orders):
        order = ordered(one)
    client.force_login(librarian)
    client.get(reverse("desk_lending:ill"))
    with django_assert_max_num_queries(24):
        board = client.get(reverse("desk_lending:ill")).content.decode()
    assert board.count("Зачарована Десна") >= orders
    address = reverse("desk_lending:ill_order", args=[order.pk])
    assert "from which library" in client.get(address).content.decode()
    form = {
        "wanted": "loan",
        "title": order.title,
        "lender": "Обласна бібліотека",
        "number": "",
        "due_back": "2031-01-05",
    }
    client.post(address, form)
    page = client.post(
        reverse("desk_lending:ill_move", args=[order.pk]), {"move": "send", "seen": "asked"}, follow=True
    ).content.decode()
    assert "order sent" in page
    slip = client.get(reverse("desk_lending:ill_slip", args=[order.pk])).content.decode()
    assert "Обласна бібліотека" in slip
    assert order.reader.surname not in slip, "another library need not know who reads"


def test_an_order_written_at_the_desk(client, one, librarian):
    reader = factories.reader(one)
    client.force_login(librarian)
    form = {
        "card": reader.cards.get().number,
        "unit": one.pk,
        "wanted": "loan",
        "title": "Земля",
        "key": str(uuid.uuid4()),
    }
    client.post(reverse("desk_lending:ill_new"), form)
    assert IllOrder.objects.get().reader == reader
    client.post(reverse("desk_lending:ill_new"), {**form, "card": "none"})
    assert IllOrder.objects.count() == 1
