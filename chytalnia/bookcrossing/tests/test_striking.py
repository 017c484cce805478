"""A find that never happened leaves the journey, the map and the ledger, and does not come back."""

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from chytalnia.bookcrossing import checks, errors, queries, services
from chytalnia.bookcrossing.models import News, Sighting
from chytalnia.bookcrossing.services import following
from chytalnia.bookcrossing.tests import factories
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact, Tally
from chytalnia.people.models import RoleGrant, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units():
    cache.clear()
    return factories.network()


def found(kind="crossing.found"):
    return sum(Tally.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_a_false_find_is_as_if_it_had_not_been(units):
    shelf = factories.shelf(units["one"])
    book = factories.book(units["one"])
    services.release(traveller=book, key=factories.key(), shelf=shelf)
    before = (book.stage, book.shelf, book.point, book.metres, book.finds, book.last_at)
    key = factories.key()
    step = services.find(traveller=book, key=key, lat=50.45, lon=30.52, text="Ha", trusted=True)
    assert (found(), book.stage, book.finds) == (1, "found", 1)
    by = User.objects.create(username="anna", is_superuser=True)
    services.strike(sighting=step, by=by)
    services.strike(sighting=step, by=by)
    book.refresh_from_db()
    assert (book.stage, book.shelf, book.point, book.metres, book.finds, book.last_at) == before
    assert (found(), found("crossing.released")) == (0, 1)
    assert [one.kind for one in queries.steps(book)] == ["release"]
    # The phone that sends it again gets the same answer, and nothing is made.
    assert services.find(traveller=book, key=key) == step
    assert (found(), Sighting.everything.count()) == (0, 2)
    assert not checks.check()
    assert journal.check() == []


def test_a_step_in_the_middle_leaves_the_others(units):
    book = factories.book(units["one"])
    services.release(traveller=book, key=factories.key(), lat=49.0, lon=33.0)
    false = services.find(traveller=book, key=factories.key(), lat=10.0, lon=10.0, trusted=True)
    services.find(traveller=book, key=factories.key(), lat=49.0, lon=33.2, trusted=True)
    services.strike(sighting=false, by=None)
    book.refresh_from_db()
    assert (book.stage, book.finds, book.point) == ("found", 1, (49.0, 33.2))
    assert 14_000 < book.metres < 15_000
    assert not checks.check()


def test_the_check_finds_facts_without_steps_and_steps_without_facts(units):
    book = factories.book(units["one"])
    gone = services.find(traveller=book, key=factories.key())
    Sighting.objects.filter(pk=gone.pk).update(struck_at=gone.at)
    bare = Sighting.objects.create(traveller=book, key=uuid.uuid4(), kind="release", at=gone.at)
    drift = checks.check(mend=True)
    assert (len(drift.facts), drift.steps) == (1, [f"release {bare.pk}"])
    assert Fact.objects.filter(reverses__isnull=False).count() == 1
    assert checks.check().facts == []


def test_the_desk_strikes_out_what_it_may(client, units):
    book, other = factories.book(units["one"]), factories.book(units["three"])
    steps = [services.find(traveller=one, key=factories.key(), text="Ha") for one in (book, other)]
    user = User.objects.create(username="lib")
    RoleGrant.objects.create(user=user, role="librarian", unit=units["one"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert b"It never happened" in client.get(reverse("desk_bookcrossing:words")).content
    codes = [client.post(reverse("desk_bookcrossing:strike", args=[step.pk])).status_code for step in steps]
    assert codes == [302, 404]
    assert [one.struck_at is None for one in Sighting.everything.order_by("pk")] == [False, True]


def test_all_followers_hear_however_many(units, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(following, "AT_ONCE", 2)
    book = factories.book(units["one"])
    users = [User.objects.create(username=f"u{n}", email=f"u{n}@example.org") for n in range(5)]
    for user in users:
        for thing in (book, units["one"]):
            services.follow(thing=thing, user=user, language="uk")
    with django_capture_on_commit_callbacks(execute=True):
        services.find(traveller=book, key=factories.key())
    assert sorted(News.objects.values_list("follow__user__username", flat=True)) == [user.username for user in users]


def test_a_known_key_does_not_open_other_numbers(client, units, settings):
    settings.FIND_RATE = "1/h"
    book, secret = factories.book(units["one"]), factories.book(units["one"], "Another")
    key = uuid.uuid4()
    assert client.post(reverse("bookcrossing:find", args=[book.number]), {"key": key}).status_code == 302
    said = {client.post(reverse("bookcrossing:find", args=["ZZZZZ"]), {"key": key}).status_code for _ in range(6)}
    assert 429 in said
    assert client.post(reverse("bookcrossing:find", args=[secret.number]), {"key": key}).status_code == 429
    with pytest.raises(errors.KeyTaken):
        services.find(traveller=secret, key=key)
