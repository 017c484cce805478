"""A hundred phones at once, each sending twice, on whichever database the suite runs: none lost, none twice."""

import uuid
from functools import partial

import pytest

from chytalnia.bookcrossing import checks, errors, services
from chytalnia.bookcrossing.models import MapCell, Sighting, Traveller
from chytalnia.bookcrossing.services.map import recounted
from chytalnia.bookcrossing.tests import factories
from chytalnia.journal.models import Fact, Tally
from tests.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

PHONES = 8


def test_a_hundred_finds_sent_twice_are_a_hundred():
    units = factories.network()
    books = [factories.book(units["one"]) for _ in range(10)]
    sent = [(books[n % len(books)], uuid.uuid4(), 49 + n / 1000, 33.0) for n in range(100)]
    # Each comes twice, from two phones' threads at about the same moment; some books are found by several at once.
    heap = sent + sent[::-1]

    def phone(part):
        for book, key, lat, lon in part:
            services.find(traveller=Traveller(pk=book.pk), key=key, lat=lat, lon=lon)

    together(*(partial(phone, heap[n::PHONES]) for n in range(PHONES)))
    assert Sighting.objects.count() == 100
    assert {row.key for row in Sighting.objects.all()} == {key for _book, key, _lat, _lon in sent}
    assert sum(Traveller.objects.values_list("finds", flat=True)) == 100
    assert Fact.objects.filter(kind="crossing.found").count() == 100
    assert sum(Tally.objects.filter(kind="crossing.found").values_list("quantity", flat=True)) == 100
    assert {(c.level, c.x, c.y): c.count for c in MapCell.objects.exclude(count=0)} == recounted()
    assert not checks.check()


def test_one_key_for_two_books_and_a_find_beside_its_striking():
    units = factories.network()
    books = [factories.book(units["one"]) for _ in range(PHONES)]
    key, by = uuid.uuid4(), None
    false = [services.find(traveller=Traveller(pk=book.pk), key=uuid.uuid4(), lat=49.0, lon=33.0) for book in books]

    def phone(n):
        told = "found"
        try:
            services.find(traveller=Traveller(pk=books[n].pk), key=key)
        except errors.KeyTaken:
            told = "taken"
        services.strike(sighting=false[(n + 1) % PHONES], by=by)
        services.release(traveller=Traveller(pk=books[n].pk), key=uuid.uuid4(), lat=49.0, lon=34.0)
        return told

    told = together(*(partial(phone, n) for n in range(PHONES)))
    assert sorted(told) == ["found"] + ["taken"] * (PHONES - 1)
    assert set(Traveller.objects.values_list("stage", "lon")) == {("released", 34.0)}
    assert not checks.check()
