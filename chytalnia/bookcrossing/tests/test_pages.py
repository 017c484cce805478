"""Pages: one tap without an account, the fence, followers, open data without persons, the desk by rights, lists that do not grow."""

import json
import uuid
from datetime import datetime, time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from chytalnia.bookcrossing import queries, services
from chytalnia.bookcrossing.models import (
    Challenge,
    Clue,
    Follow,
    Label,
    News,
    Report,
    Shelf,
    Sighting,
    Traveller,
    Words,
)
from chytalnia.bookcrossing.tests import factories
from chytalnia.catalogue.models import Item
from chytalnia.journal import later
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as stock
from chytalnia.people.models import RoleGrant, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    cache.clear()


@pytest.fixture
def units():
    return factories.network()


@pytest.fixture
def book(units):
    return factories.book(units["one"])


def at(name, *args):
    return reverse(f"bookcrossing:{name}", args=args)


def desk(name, *args):
    return reverse(f"desk_bookcrossing:{name}", args=args)


@pytest.fixture
def staff(client, units):
    def signed_in(role="librarian", unit="one"):
        user = User.objects.create(username=f"{role}-{unit}")
        RoleGrant.objects.create(user=user, role=role, unit=units[unit])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return signed_in


def test_the_code_leads_to_the_page_in_the_language_of_the_phone_and_is_counted(client, book):
    answer = client.get(f"/b/{book.number}", headers={"Accept-Language": "kk,ru;q=0.8"})
    with translation.override("kk"):
        assert answer.url == at("find", book.number)
    later.flush()
    assert Fact.objects.get(kind="crossing.scans").unit == book.unit


def test_one_tap_is_enough_and_sent_again_is_the_same(client, book):
    page = client.get(at("find", book.number))
    key = page.context["form"]["key"].value()
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(at("find", book.number), {"key": key})
        assert answer.url == at("step", key)
    assert Sighting.objects.get().traveller == book
    assert client.get(at("step", key)).status_code == 200


def test_another_site_cannot_send_finds(client, book):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(at("find", book.number), {"key": uuid.uuid4()}, headers=headers).status_code == 403
    assert not Sighting.objects.exists()


def test_the_outbox_is_answered_in_its_own_way(client, book):
    send = {"headers": {"Accept": "application/json"}}
    told = client.post(at("find", book.number), {"key": uuid.uuid4(), "text": "mail me: a@b.ua"}, **send)
    assert (told.status_code, "leave out" in told.json()["refused"]) == (422, True)
    assert client.post(at("find", book.number), {"key": "x"}, **send).status_code == 422
    assert (
        client.post(at("find", book.number), {"key": uuid.uuid4()}, **send)
        .json()["url"]
        .startswith("/bookcrossing/step/")
    )


def test_a_program_that_fills_the_hidden_field_is_thanked_for_nothing(client, book):
    client.post(at("find", book.number), {"key": uuid.uuid4(), "website": "http://spam.example"})
    assert not Sighting.objects.exists()


def test_who_sends_too_much_waits_and_loses_nothing(client, book, settings):
    settings.FIND_RATE = "2/h"
    keys = [uuid.uuid4() for _ in range(3)]
    said = [client.post(at("find", book.number), {"key": key}).status_code for key in keys]
    assert said == [302, 302, 429]
    # What was taken is answered again however much was sent.
    assert client.post(at("find", book.number), {"key": keys[0]}).status_code == 302


def test_numbers_are_not_guessed_by_sending_notes_either(client, book, settings):
    settings.FIND_RATE = "1/h"
    said = [client.post(at("find", number), {"key": "odd"}).status_code for number in (book.number, *["ZZZZZ"] * 5)]
    assert said == [422, 404, 404, 404, 404, 429]
    # Whoever is refused learns nothing of a number that is right.
    assert client.post(at("find", book.number), {"key": "odd"}).status_code == 429


def test_what_a_phone_measures_wrongly_does_not_stop_a_find(client, book):
    odd = {"key": uuid.uuid4(), "lat": "NaN", "lon": "inf", "sent": "²"}
    assert client.post(at("find", book.number), odd).status_code == 302


def test_a_misread_number_is_told_and_a_free_label_is_registered(client, units):
    label = services.print_labels(unit=units["one"], count=1)[0]
    wrong = label.number[:-1] + ("A" if label.number[-1] != "A" else "B")
    answer = client.get(at("find", wrong))
    assert (answer.status_code, b"misread" in answer.content) == (404, True)
    assert client.get(at("find", label.number)).url == f"{at('register')}?number={label.number}"
    answer = client.post(at("register"), {"number": str(label), "title": "Кобзар"})
    assert answer.url == at("release", label.number)
    assert Label.objects.get().taken_at is not None
    assert Traveller.objects.get().owner == "guest"


def test_a_guest_without_a_label_and_a_reader_with_a_class(client, units):
    said = client.post(at("register"), {"title": "Кобзар"})
    assert (said.status_code, Traveller.objects.count()) == (422, 0)
    reader = stock.reader(units["one"])
    reader.user = User.objects.create(username="olia")
    reader.save()
    group = stock.reader(units["one"], kind="collective", title="4-A", responsible=reader, card=False)
    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(at("register"), {"title": "Кобзар", "as": str(group.pk)})
    made = Traveller.objects.get()
    assert (made.owner, made.reader, made.owner_nick) == ("class", group, "4-A")


def test_an_isbn_brings_the_title(client, units):
    record = stock.record("Тигролови")
    record.keys.create(kind="isbn", value="9789660000018")
    told = client.get(at("lookup"), {"isbn": "978-966-00-0001-8"}).json()
    assert told["title"] == "Тигролови"


def test_a_release_needs_a_place(client, book, units):
    shelf = factories.shelf(units["one"])
    assert client.post(at("release", book.number), {"key": uuid.uuid4()}).status_code == 422
    client.post(at("release", book.number), {"key": uuid.uuid4(), "shelf": shelf.pk, "text": "Читайте"})
    book.refresh_from_db()
    assert book.shelf == shelf
    assert b"Shelf" in client.get(book.get_absolute_url()).content


def test_the_journey_hides_the_number_and_what_waits(client, book):
    services.find(traveller=book, key=uuid.uuid4(), text="Secret words", lat=49, lon=33)
    page = client.get(book.get_absolute_url()).content.decode()
    assert book.number not in page
    assert book.written not in page
    assert "Secret words" not in page
    assert '"lat": 49.0' in page


def test_what_is_added_after_the_tap(client, book):
    key = uuid.uuid4()
    client.post(at("find", book.number), {"key": key})
    client.post(at("step", key), {"text": "Found in the rain", "lat": "49.5", "lon": "33.1", "email": "a@example.org"})
    client.post(at("step", key), {"act": "read"})
    client.post(at("step", key), {"act": "read"})
    book.refresh_from_db()
    assert (book.stage, book.lat, book.holder.email) == ("reading", 49.5, "a@example.org")
    assert [step.kind for step in book.sightings.all()] == ["find", "read"]


def test_a_guest_follows_by_a_letter_and_leaves_by_a_button(client, book):
    client.post(at("follow"), {"target": "traveller", "pk": book.pk, "email": "a@example.org"})
    follow = Follow.objects.get()
    assert News.objects.get().follow == follow
    client.get(at("confirm", follow.token))
    follow.refresh_from_db()
    assert follow.confirmed_at is None
    client.post(at("confirm", follow.token))
    follow.refresh_from_db()
    assert follow.confirmed_at is not None
    assert client.get(at("stop", follow.token)).status_code == 200
    client.post(at("stop", follow.token))
    assert not Follow.objects.exists()


def test_anybody_may_complain(client, book):
    services.find(traveller=book, key=uuid.uuid4(), text="rude", trusted=True)
    words = Words.objects.get()
    client.post(at("complain", words.pk), {"reason": "rude"})
    words.refresh_from_db()
    assert (words.stage, Report.objects.get().reason) == ("reported", "rude")


def test_open_data_have_no_persons(client, book):
    services.find(traveller=book, key=uuid.uuid4(), nick="Olia Petrenko", text="hello", place="my house", trusted=True)
    told = client.get(at("journeys_json")).json()
    assert (told["steps"][0]["title"], told["next"]) == ("Кобзар", None)
    sheet = b"".join(client.get(at("journeys_csv")).streaming_content).decode()
    for secret in ("Olia", "hello", "my house", book.number):
        assert secret not in sheet + json.dumps(told)


def test_the_map_tells_heaps_from_afar_and_books_from_near(client, units):
    for n in range(3):
        one = factories.book(units["one"], f"Book {n}")
        services.release(traveller=one, key=uuid.uuid4(), lat=49 + n / 100, lon=33)
    window = {"south": 44, "west": 22, "north": 52, "east": 40}
    far = client.get(at("map"), {**window, "zoom": 5}).json()
    assert (sum(heap["n"] for heap in far["heaps"]), far["books"]) == (3, [])
    near = client.get(at("map"), {**window, "zoom": 12}).json()
    assert {one["title"] for one in near["books"]} == {"Book 0", "Book 1", "Book 2"}
    assert client.get(at("map"), {"zoom": 5}).status_code == 400


def test_a_hunt_and_a_challenge_count_by_themselves(client, units, book):
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    days = {"first": today - timedelta(days=1), "last": today + timedelta(days=1), "unit": units["one"]}
    release = Challenge.objects.create(kind="release", name={"en": "Ten"}, goal=10, **days)
    hunt = Challenge.objects.create(kind="hunt", name={"en": "Hunt"}, **days)
    Clue.objects.create(challenge=hunt, traveller=book, text="under the oak")
    assert client.get(hunt.get_absolute_url()).context["score"].done == 0
    services.release(traveller=book, key=uuid.uuid4(), lat=49, lon=33)
    services.find(traveller=book, key=uuid.uuid4())
    assert client.get(hunt.get_absolute_url()).context["score"].percent == 100
    assert client.get(release.get_absolute_url()).context["score"].done == 1


def test_the_desk_shows_and_moves_what_rights_allow(client, staff, units, book):
    other = factories.book(units["three"], "Elsewhere")
    services.find(traveller=book, key=uuid.uuid4(), text="Nice")
    staff()
    assert [one.title for one in client.get(desk("home")).context["listed"]] == ["Кобзар"]
    assert client.get(desk("book", other.pk)).status_code == 404
    words = Words.objects.get()
    assert b"Nice" in client.get(desk("words")).content
    client.post(desk("words_move", words.pk), {"move": "publish", "seen": "waiting"})
    words.refresh_from_db()
    assert words.stage == "shown"
    client.post(desk("move", book.pk), {"move": "retire"})
    book.refresh_from_db()
    assert book.stage == "retired"


def test_a_queue_is_decided_at_once_and_nothing_is_overruled(client, staff, units, book):
    for text in "ABC":
        services.find(traveller=book, key=uuid.uuid4(), text=text)
    staff()
    one, two, three = Words.objects.order_by("pk")
    seen = {f"seen-{words.pk}": "waiting" for words in (one, two, three)}
    two.move("hide", by=None)
    client.post(desk("words_move_many"), {"words": [one.pk, two.pk], "move": "publish", **seen})
    assert list(Words.objects.order_by("pk").values_list("stage", flat=True)) == ["shown", "hidden", "waiting"]


def test_the_day_of_bookcrossing_by_libraries(client, units, book):
    day = queries.last_day_of_crossing(timezone.localdate())
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    for fact, unit in (("crossing.released", "one"), ("crossing.found", "two"), ("crossing.found", "three")):
        journal.record(fact, unit=units[unit], at=noon)
    page = client.get(at("day", day.year), {"unit": units["north"].code})
    assert [(row[0], row[1].released, row[1].found) for row in page.context["rows"]] == [
        (units["one"], 1, 0), (units["two"], 0, 1),
    ]  # fmt: skip
    table = client.get(at("day", day.year), {"format": "csv"})
    assert b"".join(table.streaming_content).decode().count("\n") == 4
    assert [client.get(at("day", year)).status_code for year in (2013, day.year + 1)] == [404, 404]


def test_a_reader_registers_a_heap_and_prints_its_labels(client, units):
    reader = stock.reader(units["one"])
    reader.user = User.objects.create(username="olia")
    reader.save()
    client.force_login(reader.user, backend="django.contrib.auth.backends.ModelBackend")
    for title in "AB":
        answer = client.post(at("register"), {"title": title, "next": "1", "owner_nick": "Олька"})
        assert answer.url.startswith(f"{at('register')}?owner_nick=")
    assert client.get(at("own_labels")).content.startswith(b"%PDF-")
    shelf = factories.shelf(units["one"])
    first, second = Traveller.objects.order_by("pk")
    client.post(at("release", first.number), {"key": uuid.uuid4(), "shelf": shelf.pk})
    assert client.get(at("release", second.number)).context["form"]["shelf"].value() == shelf.pk
    page = client.get(at("mine"))
    assert ([one.title for one in page.context["waiting"]], [one.title for one in page.context["books"]]) == (
        ["B"],
        ["A"],
    )


def test_who_may_only_look_changes_nothing(client, staff, book):
    staff("methodologist")
    assert client.get(desk("book", book.pk)).status_code == 200
    client.post(desk("move", book.pk), {"move": "retire"})
    book.refresh_from_db()
    assert book.stage == "registered"
    assert client.get(desk("words")).status_code in (302, 403)
    assert client.get(desk("labels")).status_code in (302, 403)


def test_staff_register_print_and_set_free(client, staff, units):
    staff("branch_head")
    answer = client.post(desk("add"), {"unit": units["one"].pk, "title": "Лісова пісня"})
    made = Traveller.objects.get()
    assert answer.url == desk("book", made.pk)
    assert client.get(desk("label", made.pk), {"size": "a4-2x7"}).content.startswith(b"%PDF-")
    said = {"unit": units["one"].pk, "count": 5, "size": "a4-3x8", "languages": ["uk", "kk"]}
    address = client.post(desk("labels"), said).url
    # Loaded anew, the same sheet is printed and no other numbers are made.
    assert [client.get(address).content[:5] for _ in range(2)] == [b"%PDF-"] * 2
    assert Label.objects.count() == 5
    assert address.partition("&size")[0] in client.get(desk("labels")).content.decode().replace("&amp;", "&")
    assert client.get(address.replace("unit=", "unit=x")).status_code == 404
    copy = stock.item(units["one"])
    Item.objects.update(holder=units["north"])
    client.post(desk("free"), {"unit": units["one"].pk, "reason": "surplus", "numbers": f"{copy.barcode}\n000"})
    assert Traveller.objects.filter(item=copy).exists()


def test_a_shelf_is_made_checked_and_has_its_poster(client, staff, units, book):
    staff()
    said = {
        "name_uk": "Полиця",
        "unit": units["one"].pk,
        "latitude": "49.07",
        "longitude": "33.42",
        "is_open": "on",
    }
    client.post(desk("shelf_add"), said)
    shelf = Shelf.objects.get()
    assert shelf.code == f"{units['one'].code}-1"
    assert client.get(desk("poster", shelf.pk, "kk")).content.startswith(b"%PDF-")
    page = client.post(desk("check", shelf.pk), {"number": book.written})
    assert ("came by itself" in page.context["told"], "camera=(self)" in page["Permissions-Policy"]) == (True, True)
    end = {"act": "end", "check": page.context["check"].pk, "seen": page.context["seen"]}
    client.post(desk("check", shelf.pk), end)
    shelf.refresh_from_db()
    assert shelf.checked_at is not None
    # A second press, or a phone that had the page open before anything was read, does not find the whole shelf gone.
    for more in (end, {**end, "check": ""}):
        client.post(desk("check", shelf.pk), more)
        assert list(queries.standing(shelf)) == [book]
    assert client.get(shelf.get_absolute_url()).context["books"].object_list[0] == book
    assert client.get(f"/b/shelf/{shelf.code}").status_code == 302


def test_a_game_is_begun_at_the_desk(client, staff, units, book):
    staff()
    said = {
        "kind": "hunt",
        "unit": units["one"].pk,
        "name_en": "Hunt",
        "first": "2026-04-20",
        "last": "2026-04-22",
        "goal": 1,
    }
    assert client.post(desk("game_add"), said).status_code == 200
    client.post(desk("game_add"), {**said, "hidden": f"{book.written} under the oak"})
    assert Clue.objects.get().text == "under the oak"


LISTS = ["home", "road", "shelves", "games", "numbers"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_no_more_for_more_rows(client, units, name):
    asked = []
    for count in (1, 3):
        for n in range(count):
            shelf = factories.shelf(units["one"])
            one = factories.book(units["one"], f"Book {n}")
            services.release(traveller=one, key=uuid.uuid4(), shelf=shelf, nick="A", text="B", trusted=True)
        client.get(at(name))
        asked.append(_queries(client, at(name)))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", ["home", "words", "shelves", "games", "labels"])
def test_lists_of_the_desk_too(client, staff, units, name):
    staff()
    asked = []
    for count in (1, 3):
        services.print_labels(unit=units["one"], count=count)
        for n in range(count):
            one = factories.book(units["one"], f"Book {n}")
            services.release(traveller=one, key=uuid.uuid4(), shelf=factories.shelf(units["one"]), text="B")
        client.get(desk(name))
        asked.append(_queries(client, desk(name)))
    assert asked[0] == asked[1]


def test_a_journey_of_many_steps_asks_no_more(client, units):
    short, long = (factories.book(units["one"], title) for title in "AB")
    for book, steps in ((short, 1), (long, 4)):
        for _ in range(steps):
            services.find(traveller=book, key=uuid.uuid4(), text="x", nick="y", trusted=True)
    client.get(short.get_absolute_url())
    assert _queries(client, short.get_absolute_url()) == _queries(client, long.get_absolute_url())


def _queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_that_say_how(client, units, book):
    for name in ("rules", "data", "number", "register"):
        assert client.get(at(name)).status_code == 200


def test_panels_stand_on_the_pages_below(client, units):
    record = stock.record("Тигролови")
    shelf = factories.shelf(units["one"])
    book = services.register(unit=units["one"], record=record)
    services.release(traveller=book, key=uuid.uuid4(), shelf=shelf)
    for page in (record.work.get_absolute_url(), units["one"].get_absolute_url(), reverse("portal:start")):
        assert book.get_absolute_url() in client.get(page).content.decode(), page
