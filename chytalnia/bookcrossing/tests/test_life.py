"""A book's life: registered, released, found by strangers, silent, written off, taken in."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from chytalnia.bookcrossing import errors, queries, services
from chytalnia.bookcrossing.models import Follow, MapCell, News, Shelf, Traveller, Verdict, Words
from chytalnia.bookcrossing.tests import factories
from chytalnia.catalogue.models import Item
from chytalnia.journal.models import Tally
from chytalnia.lending.tests import factories as stock
from chytalnia.media.errors import RefusedFile
from chytalnia.network.models import UnitSetting
from chytalnia.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units():
    return factories.network()


def tally(kind):
    return sum(Tally.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_a_printed_label_takes_a_book_once(units):
    label = services.print_labels(unit=units["one"], count=2)[0]
    book = factories.book(units["one"], number=label.number, owner="guest")
    assert queries.by_number(label.number) == book
    assert queries.free_label(label.number) is None
    with pytest.raises(errors.LabelTaken):
        factories.book(units["one"], number=label.number)
    with pytest.raises(errors.UnknownLabel):
        factories.book(units["one"], number="CH00000000")


def test_a_registration_knows_the_catalogue(units):
    record = stock.record("Тигролови")
    book = services.register(unit=units["one"], work=record.work)
    assert (book.title, book.record, book.language) == ("Тигролови", record, "ukr")


def test_it_travels_and_is_counted(units):
    one, two = factories.shelf(units["one"]), factories.shelf(units["two"], (50.45, 30.52))
    book = factories.book(units["one"])
    services.release(traveller=book, key=factories.key(), shelf=one)
    assert (book.stage, book.shelf) == ("released", one)
    found = services.find(traveller=book, key=factories.key())
    assert (book.stage, book.shelf, found.shelf) == ("found", None, one)
    services.release(traveller=book, key=factories.key(), shelf=two)
    assert (book.finds, book.metres // 1000) == (1, 258)
    assert [tally(f"crossing.{kind}") for kind in ("registered", "released", "found")] == [1, 2, 1]
    # A release counts for the library of the shelf, and the map has the book where it stands.
    assert Tally.objects.get(kind="crossing.released", unit=units["two"]).quantity == 1
    assert sum(MapCell.objects.filter(level=1).values_list("count", flat=True)) == 1


def test_a_place_is_never_exact(units):
    book = factories.book(units["one"])
    step = services.find(traveller=book, key=factories.key(), lat=49.066123, lon=33.418987)
    assert step.point == (49.07, 33.42)
    assert services.find(traveller=book, key=factories.key(), lat=91, lon=0).point is None
    # Nobody carries a book to America in a second; the find itself counts.
    far = services.find(traveller=book, key=factories.key(), lat=40.71, lon=-74.0)
    assert (far.point, book.finds, book.metres) == (None, 3, 0)


def test_a_find_sent_late_stands_in_its_place(units):
    now = timezone.now()
    book = factories.book(units["one"], registered_at=now - timedelta(days=20))
    services.release(traveller=book, key=factories.key(), lat=49, lon=33, at=now - timedelta(days=10))
    services.release(traveller=book, key=factories.key(), lat=50, lon=33, at=now - timedelta(days=2))
    services.find(traveller=book, key=factories.key(), lat=49, lon=34, at=now - timedelta(days=5))
    assert (book.stage, book.finds) == ("released", 1)
    kinds = [step.kind for step in book.sightings.all()]
    assert kinds == ["release", "find", "release"]
    assert book.metres == sum(step.leg for step in book.sightings.all()) > 180_000


def test_words_of_strangers_wait_and_complaints_hide_them(units):
    book = factories.book(units["one"])
    services.find(traveller=book, key=factories.key(), nick="Оля", text="Чудова!")
    words = Words.objects.get()
    assert (words.stage, words.is_shown) == ("waiting", False)
    words.move("publish")
    for n, stage in enumerate(("reported", "reported", "reported", "hidden")):
        # The second complaint of one house is no second one, whichever of its addresses it comes from.
        services.report(words=words, address=f"2001:db8:{max(0, n - 1)}::{n}")
        words.refresh_from_db()
        assert words.stage == stage
    words.move("publish")
    # A librarian has weighed those three: one more does not hide the words again.
    services.report(words=words, address="192.0.2.9")
    words.refresh_from_db()
    assert words.stage == "reported"


def test_a_library_may_trust_words_and_still_look_at_photos(units):
    UnitSetting.objects.create(unit=units["one"], key="bookcrossing.moderation", value="photos")
    book = factories.book(units["one"])
    services.find(traveller=book, key=factories.key(), text="Знайшов")
    services.find(traveller=book, key=factories.key(), text="Дивіться", photo=photo())
    assert sorted(Words.objects.values_list("text", "stage")) == [("Дивіться", "waiting"), ("Знайшов", "shown")]


@pytest.mark.parametrize("text", ["дзвони 050 123-45-67", "пиши a@b.ua", "http://x.ua", "t.me/olia", "сайт книги.укр"])
def test_nobody_is_called_away(units, text):
    book = factories.book(units["one"])
    with pytest.raises(errors.Unsuitable):
        services.find(traveller=book, key=factories.key(), text=text)
    assert not book.sightings.exists()


@pytest.mark.parametrize("text", ["Знайшов 21.04.2026 о 14:30", "про 1941-1945 роки", "1 000 000 разів прочитана"])
def test_days_and_years_call_nobody(units, text):
    services.find(traveller=factories.book(units["one"]), key=factories.key(), text=text)
    assert Words.objects.get().text == text


def test_a_guest_cannot_put_a_link_into_a_title(units):
    label = services.print_labels(unit=units["one"], count=1)[0]
    with pytest.raises(errors.Unsuitable):
        factories.book(units["one"], "Дивись на t.me/olia", number=label.number, owner="guest")
    book = factories.book(units["one"], "Кобзар\u202e\x07 1840-1861", number=label.number, owner="guest")
    assert book.title == "Кобзар 1840-1861"


def test_nobody_fills_the_box_of_another(units):
    books = [factories.book(units["one"]) for _ in range(5)]
    for book in (*books, *books):
        services.follow(thing=book, email="victim@example.org", language="uk")
    assert News.objects.count() == 3
    # Who says yes to one may ask for more.
    services.confirm(token=Follow.objects.order_by("pk")[0].token)
    services.follow(thing=books[4], email="victim@example.org", language="uk")
    assert News.objects.count() == 4


def photo(name="photo.jpg", **save):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (49.0, 4.0, 0.0), 3: "E", 4: (33.0, 25.0, 0.0)}
    exif[0x010F] = "Phone of Olia"
    Image.new("RGB", (2400, 1200), "green").save(out, "JPEG", exif=exif, **save)
    return SimpleUploadedFile(name, out.getvalue())


def test_a_photo_loses_everything_but_the_picture(units):
    book = factories.book(units["one"])
    services.find(traveller=book, key=factories.key(), photo=photo())
    asset = Words.objects.get().photo
    picture = Image.open(asset.file)
    assert picture.size == (1600, 800)
    assert not dict(picture.getexif())
    assert b"Olia" not in asset.file.open().read()
    assert asset.public is False
    Words.objects.get().move("publish")
    asset.refresh_from_db()
    assert asset.public is True


def bomb():
    out = io.BytesIO()
    Image.new("1", (11_000, 11_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.jpg", b"<html><script>alert(1)</script>"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 60),
        ("photo.png", b"%PDF-1.4"),
        ("photo.jpg", b""),
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 200),
        ("bomb.png", None),
    ],
)
def test_a_hostile_upload_is_refused_in_words(units, name, content):
    book = factories.book(units["one"])
    with pytest.raises((RefusedFile, errors.NotAPhoto)) as refusal:
        services.find(
            traveller=book, key=factories.key(), photo=SimpleUploadedFile(name, bomb() if content is None else content)
        )
    assert str(refusal.value).endswith((".", ")", "JPEG, PNG and WebP are taken."))
    assert not book.sightings.exists()


def test_a_picture_that_is_also_a_page_becomes_a_picture(units):
    book = factories.book(units["one"])
    # Named as messengers do, too.
    polyglot = SimpleUploadedFile("photo.png", photo().read() + b"<script>alert(1)</script>")
    services.find(traveller=book, key=factories.key(), photo=polyglot)
    assert b"script" not in Words.objects.get().photo.file.open().read()


def test_followers_hear_once_and_only_when_they_said_yes(units):
    shelf = factories.shelf(units["one"])
    book = factories.book(units["one"])
    user = User.objects.create(username="olia", email="olia@example.org")
    for thing in (book, shelf, units["north"]):
        services.follow(thing=thing, user=user, language="uk")
    asked = services.follow(thing=book, email="Petro@example.org", language="en")
    services.release(traveller=book, key=factories.key(), shelf=shelf)
    told = News.objects.exclude(key__startswith="ask:")
    assert [(one.follow.user, one.language) for one in told] == [(user, "uk")]
    assert "/stop/" in News.objects.get(key__startswith=f"ask:{asked.pk}:").text
    services.confirm(token=asked.token)
    services.find(traveller=book, key=factories.key())
    assert told.filter(follow=asked).get().subject == "“Кобзар” is found"
    services.stop(follow=asked)
    assert not Follow.objects.filter(email="petro@example.org").exists()


def test_a_silent_book_is_asked_after_once_and_is_lost_later(units):
    book = factories.book(units["one"])
    services.find(traveller=book, key=factories.key(), email="finder@example.org")
    services.confirm(token=Follow.objects.get().token)
    today = timezone.localdate()
    assert services.nightly(today + timedelta(days=200))["asked"] == 1
    assert News.objects.filter(key__startswith="wake:").count() == 1
    assert services.nightly(today + timedelta(days=201))["asked"] == 0
    News.objects.update(made_at=timezone.now() - timedelta(days=61))
    services.nightly(today)
    assert not News.objects.exists()
    assert services.nightly(today + timedelta(days=600))["silent"] == 1
    book.refresh_from_db()
    assert book.stage == "lost"
    # Heard of again, it is back on its way.
    services.find(traveller=book, key=factories.key())
    assert book.stage == "found"


def test_a_book_of_the_library_leaves_when_its_act_is_approved(units):
    copy = stock.item(units["one"])
    Item.objects.update(holder=units["north"])
    told = services.set_free(items=[copy], unit=units["one"])
    book = told.books[0]
    with pytest.raises(errors.NotWrittenOff):
        services.release(traveller=book, key=factories.key())
    told.act.commission = ["a", "b", "c"]
    told.act.save()
    told.act.move("approve")
    services.release(traveller=book, key=factories.key())
    assert book.stage == "released"
    again = services.set_free(items=[Item.objects.get(pk=copy.pk)], unit=units["one"])
    assert [str(why) for _item, why in again.refused] == [str(errors.AlreadyTravels.message)]


def test_a_free_book_is_taken_into_the_stock(units):
    record = stock.record()
    book = services.register(unit=units["one"], record=record)
    services.release(traveller=book, key=factories.key(), lat=49, lon=33)
    item = services.take_in(traveller=book, unit=units["one"])
    assert (item.record, item.source, book.stage) == (record, "gift", "retired")
    assert not MapCell.objects.exclude(count=0).exists()
    with pytest.raises(errors.AtRest):
        services.find(traveller=book, key=factories.key())


def test_a_stocktaking_tells_what_came_and_what_is_gone(units):
    shelf = factories.shelf(units["one"])
    stands, gone, comes, elsewhere = (factories.book(units["one"], title) for title in "ABCD")
    for book in (stands, gone):
        services.release(traveller=book, key=factories.key(), shelf=shelf)
    check = services.begin_check(shelf=shelf)
    assert services.begin_check(shelf=shelf) == check
    for book in (stands, comes, stands):
        services.scan(check=check, traveller=book)
    services.end_check(check=check)
    verdicts = {line.traveller.title: line.verdict for line in check.lines.select_related("traveller")}
    assert verdicts == {"A": Verdict.STANDS, "B": Verdict.GONE, "C": Verdict.CAME}
    assert {book.title for book in queries.standing(shelf)} == {"A", "C"}
    assert queries.in_and_out(shelf)[0][1:] == (3, 1)
    assert Shelf.objects.get().checked_at is not None
    assert Traveller.objects.get(pk=elsewhere.pk).stage == "registered"
    with pytest.raises(errors.CheckOver):
        services.scan(check=check, traveller=elsewhere)
