"""The reader's own pages: renew, order, pause, history, wishes; nobody else's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.demand.models import Refusal
from chytalnia.lending import services
from chytalnia.lending.models import Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.people.models import Reader, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def reader(one):
    user = User.objects.create_user("reader")
    return factories.reader(one, user=user)


@pytest.fixture
def home(client, reader):
    client.force_login(reader.user)
    return client


def told(response):
    return response.content.decode()


def test_the_account_tells_what_is_due_next_and_renews_in_one_tap(home, reader, one):
    loan = services.lend(item=factories.item(one), reader=reader, unit=one).loan
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    assert "Next: “Кобзар”, until tomorrow." in told(home.get(reverse("people:me")))

    page = told(home.post(reverse("lending:renew", args=[loan.pk]), follow=True))
    assert "“Кобзар” is yours until" in page
    assert Loan.objects.get().renewals == 1
    # Too soon the second time: the page says why.
    assert "too early" in told(home.post(reverse("lending:renew", args=[loan.pk]), follow=True))


def test_renewing_all_twice_with_one_key_renews_once(home, reader, one):
    for _n in range(2):
        services.lend(item=factories.item(one), reader=reader, unit=one)
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    key = str(uuid.uuid4())
    for _again in range(2):
        home.post(reverse("lending:renew_all"), {"key": key})
    assert {loan.renewals for loan in Loan.objects.all()} == {1}


def test_another_readers_loan_and_hold_are_not_mine(home, one):
    other = factories.reader(one, surname="Інший")
    copy = factories.item(one)
    loan = services.lend(item=copy, reader=other, unit=one).loan
    assert home.post(reverse("lending:renew", args=[loan.pk])).status_code == 403
    hold = services.place_hold(reader=factories.reader(one), target=copy.record.work, pickup=one)
    assert home.post(reverse("lending:about_hold", args=[hold.pk, "cancel"])).status_code == 404


def test_a_book_is_ordered_to_a_library_and_the_place_in_the_queue_is_shown(home, reader, one, two):
    copy = factories.item(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    services.place_hold(reader=factories.reader(one), target=copy.record.work, pickup=one)
    address = reverse("lending:place", args=[copy.record.work_id])

    page = told(home.get(address))
    assert page.index("One") < page.index("Two")
    assert "1 reader waits for it." in page
    page = told(home.post(address, {"pickup": two.pk, "key": str(uuid.uuid4())}, follow=True))
    assert "you are number 2 in the queue" in page
    assert "already" in told(home.post(address, {"pickup": two.pk, "key": str(uuid.uuid4())})).lower()


def test_a_hold_is_paused_resumed_and_given_up(home, reader, one):
    copy = factories.item(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    hold = services.place_hold(reader=reader, target=copy.record.work, pickup=one)

    def act(name, **words):
        return told(home.post(reverse("lending:about_hold", args=[hold.pk, name]), words, follow=True))

    assert "Choose a day" in act("pause", until="2001-01-01")
    until = timezone.localdate() + timedelta(days=9)
    assert "on pause until" in act("pause", until=until.isoformat())
    assert "you are number 1" in act("resume")
    assert "You wait for nothing" in act("cancel")
    assert Hold.objects.get().state == "cancelled"


def test_history_is_off_until_wanted_and_can_be_wiped(home, reader, one):
    assert "leaves no trace" in told(home.get(reverse("lending:history")))
    home.post(reverse("lending:history"), {"keep": "1"})
    copy = factories.item(one)
    services.lend(item=copy, reader=reader, unit=one, at=timezone.now() - timedelta(days=9))
    services.take_back(item=copy, unit=one, at=timezone.now() - timedelta(days=5))
    assert "Кобзар" in told(home.get(reverse("lending:history")))
    home.post(reverse("lending:history"), {"keep": "0"})
    assert not Reader.objects.get(pk=reader.pk).keep_history
    assert not Loan.objects.filter(reader=reader).exists()


def test_a_wish_is_demand_and_its_stage_is_told(home, reader):
    home.post(reverse("lending:asked"), {"text": "Тореадори з Васюківки"})
    assert Refusal.objects.get().channel == "web"
    assert "noticed" in told(home.get(reverse("lending:asked")))


def test_a_guest_is_asked_to_sign_in_and_comes_back(client, one):
    copy = factories.item(one)
    answer = client.get(reverse("lending:place", args=[copy.record.work_id]))
    assert answer.status_code == 302
    assert f"/my/holds/new/{copy.record.work_id}" in answer["Location"]


def test_a_works_page_offers_to_order_it(client, one):
    copy = factories.item(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    page = told(client.get(copy.record.work.get_absolute_url()))
    assert "All copies are out; the nearest is to be returned until" in page


def test_queries_of_the_account_do_not_grow(home, reader, one, django_assert_max_num_queries):
    for _n in range(4):
        services.lend(item=factories.item(one), reader=reader, unit=one)
    home.get(reverse("people:me"))
    with django_assert_max_num_queries(22):
        home.get(reverse("people:me"))
