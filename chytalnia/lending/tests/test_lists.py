"""Lists of books: a reader's own, and by their address others'."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chytalnia.lending.models import BookList
from chytalnia.lending.tests import factories
from chytalnia.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def reader(one):
    return factories.reader(one, surname="Потаємний", user=User.objects.create_user("reader"))


def test_a_list_is_begun_with_a_book_shared_and_closed(client, one, reader):
    work = factories.item(one).record.work
    client.force_login(reader.user)
    put = reverse("lending:put_on_list", args=[work.pk])
    client.post(put, {"list": "new", "title": "For the winter"})
    mine = BookList.objects.get()
    client.post(put, {"list": str(mine.pk)})
    assert list(mine.entries.values_list("work", flat=True)) == [work.pk]
    client.post(reverse("lending:about_list", args=[mine.pk, "share"]))
    mine.refresh_from_db()
    address = mine.get_absolute_url()
    client.logout()
    page = client.get(address)
    assert page["X-Robots-Tag"] == "noindex"
    text = page.content.decode()
    assert "For the winter" in text
    assert work.title in text
    assert reader.surname not in text
    client.force_login(reader.user)
    client.post(reverse("lending:about_list", args=[mine.pk, "close"]))
    assert client.get(address).status_code == 404
    client.post(reverse("lending:about_list", args=[mine.pk, "share"]))
    assert client.get(address).status_code == 404, "an address given back is not given again"


def test_lists_are_nobody_elses(client, one, reader):
    mine = BookList.objects.create(reader=reader, title="Mine")
    client.force_login(factories.reader(one, user=User.objects.create_user("other")).user)
    assert client.get(reverse("lending:list", args=[mine.pk])).status_code == 404
    assert client.post(reverse("lending:about_list", args=[mine.pk, "delete"])).status_code == 404
    work = factories.item(one).record.work
    client.post(reverse("lending:put_on_list", args=[work.pk]), {"list": str(mine.pk)})
    assert not mine.entries.exists()


@pytest.mark.parametrize("books", [1, 3])
def test_a_shared_list_asks_the_database_the_same_for_any_length(client, one, reader, books, django_assert_num_queries):
    shared = BookList.objects.create(reader=reader, title="Mine", token="abc")
    for _n in range(books):
        shared.entries.create(work=factories.item(one).record.work)
    client.get(shared.get_absolute_url())
    with django_assert_num_queries(2):
        client.get(shared.get_absolute_url())
