"""Pages of readers and screens of the desk: what they show, what they let nobody do, how many questions they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse

from chytalnia.journal import later
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.spaces import panels, services
from chytalnia.spaces.models import Booking, Piece, Plan
from chytalnia.spaces.queries import plans
from chytalnia.spaces.tests import factories


@pytest.fixture
def drawn(one):
    """A floor with a door, a zone and two shelves in it."""
    zone = factories.zone(one, "quiet", floor="1")
    plan = factories.plan(one)
    factories.piece(plan, "zone", at=(0, 0), size=(2000, 900), zone=zone)
    factories.piece(plan, "entrance", at=(950, 980), size=(100, 20))
    factories.piece(plan, label="4", classes="821", zone=zone, note={"en": "Poetry"}, at=(900, 100))
    factories.piece(plan, label="5", classes="94", zone=zone, at=(1700, 900), size=(200, 40))
    return plan


def copy(unit, class_number="821.161.2", of=None, **fields):
    return lending.item(unit, of, class_number=class_number, shelf_mark=f"{class_number} / Ш 37", **fields)


def test_a_book_leads_to_its_shelf(client, drawn, one):
    item = copy(one)
    shelf = Piece.objects.get(label="4")
    told = panels.of_work(item.record.work, None)
    assert [[row.where for row in rows] for rows in told["libraries"]] == [["Floor 1, quiet, shelf 4 – Poetry"]]
    page = client.get(told["libraries"][0][0].url.split("#")[0]).content.decode()
    assert "From the entrance: straight on, about 9 m." in page
    assert 'class="plan-here"' in page
    later.flush()
    assert Fact.objects.get(kind="rooms.shown").source_id == str(shelf.pk)


def test_where_nothing_is_drawn_or_nothing_fits_nothing_is_promised(drawn, one, units):
    assert panels.of_work(copy(units["two"]).record.work, None) is None
    assert panels.of_work(copy(one, "53").record.work, None) is None
    Plan.objects.update(is_public=False)
    assert panels.of_work(copy(one).record.work, None) is None


@pytest.mark.parametrize("copies", [1, 3])
def test_the_panel_of_a_book_asks_the_same_however_many_copies(drawn, one, copies, django_assert_num_queries):
    record = lending.record()
    for _n in range(copies):
        copy(one, of=record)
    with django_assert_num_queries(4):
        assert plans.standing([record.work_id])[0].copies == copies


@pytest.mark.parametrize("rooms", [1, 3])
def test_the_day_of_a_library_asks_the_same_however_many_rooms(desk, one, rooms, django_assert_num_queries):
    for _n in range(rooms):
        factories.book(factories.space(one))
    day = factories.soon().date()
    address = f"{reverse('desk_spaces:day')}?unit=one&day={day}"
    desk.get(address)
    with django_assert_num_queries(20):
        page = desk.get(address).content.decode()
    assert page.count("desk/rooms/bookings/") == rooms
    assert page.count("room-free") >= rooms


def test_a_reader_books_comes_and_gives_up(own, one, reader):
    room = factories.space(one)
    address = room.get_absolute_url()
    day = (factories.soon(48)).date()
    page = own.get(address, {"day": day})
    begins = page.context["form"].fields["begins"].choices[4][0]
    asked = {"day": day, "begins": begins, "minutes": 60, "persons": 2, "purpose": "Study"}
    own.post(address, asked)
    booking = Booking.objects.get(reader=reader)
    assert (booking.minutes, booking.persons, booking.stage) == (60, 2, "booked")
    # The same hours once more, from a page that was open before.
    own.post(address, asked)
    assert Booking.objects.count() == 1
    assert booking.code in own.get("/my/rooms/").content.decode()
    own.post(f"/my/rooms/{booking.pk}/cancel/")
    booking.refresh_from_db()
    assert booking.stage == "cancelled"


def test_nobody_gives_up_what_is_anothers(own, one):
    booking = factories.book(factories.space(one), reader=lending.reader(one))
    assert own.post(f"/my/rooms/{booking.pk}/cancel/").status_code == 404


def test_at_the_door_the_code_of_a_booking_opens(client, one):
    room = factories.space(one)
    starts = factories.soon(0)
    booking = services.book(
        space=room, starts_at=starts, ends_at=starts + timedelta(hours=2), at_desk=True, at=starts - timedelta(hours=1)
    )
    wrong = client.post(room.door_url, {"code": "222222"}).content.decode()
    assert "No booking of this room has this code" in wrong
    client.post(room.door_url, {"code": booking.code.lower()})
    booking.refresh_from_db()
    assert booking.stage == "here"


def test_a_piece_is_drawn_by_plain_fields_and_two_do_not_overwrite_each_other(desk, drawn):
    drawn.refresh_from_db()
    address = reverse("desk_spaces:piece", args=[drawn.pk])
    asked = {"kind": "shelf", "label": "9", "x": "2,5", "y": "1", "w": "1.8", "h": "0.4", "classes": "5/6",
             "version": drawn.version}  # fmt: skip
    desk.post(address, asked)
    made = Piece.objects.get(label="9")
    assert (made.x, made.y, made.w, made.h, made.classes) == (250, 100, 180, 40, "5/6")
    late = desk.post(address, asked | {"label": "10"})
    assert late.status_code == 409
    assert "Somebody has changed this plan" in late.content.decode()
    assert not Piece.objects.filter(label="10").exists()
    # What was typed is kept, with the version as it is now: a second press saves it.
    assert late.context["form"]["label"].value() == "10"
    desk.post(address, asked | {"label": "10", "version": late.context["form"]["version"].value()})
    assert Piece.objects.filter(label="10").exists()


def test_what_the_mouse_moves_is_answered_with_the_version(desk, drawn):
    shelf = Piece.objects.get(label="4")
    drawn.refresh_from_db()
    address = reverse("desk_spaces:place", args=[drawn.pk, shelf.pk])
    told = desk.post(address, {"x": 300, "y": 200, "w": 180, "h": 40, "version": drawn.version}).json()
    assert told["version"] == drawn.version + 1
    stale = desk.post(address, {"x": 0, "y": 0, "w": 180, "h": 40, "version": drawn.version})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    outside = desk.post(address, {"x": 1900, "y": 0, "w": 180, "h": 40, "version": told["version"]})
    assert (outside.status_code, outside.json()["code"]) == (409, "outside")


def test_a_shape_goes_along_when_it_is_moved(drawn):
    corner = factories.piece(drawn, "way", points=[[0, 0], [200, 0], [200, 200]])
    moved = services.place_piece(piece=corner, x=100, y=100, w=400, h=200)
    assert moved.points == [[100, 100], [500, 100], [500, 300]]


def test_the_desk_of_another_library_draws_and_decides_nothing_here(desk, units):
    plan = factories.plan(units["two"])
    booking = factories.book(factories.space(units["two"]))
    for address in (
        reverse("desk_spaces:plan", args=[plan.pk]), reverse("desk_spaces:booking", args=[booking.pk]),
        reverse("desk_spaces:space", args=[booking.space_id]),
    ):  # fmt: skip
        assert desk.get(address).status_code in (403, 404)


def test_the_paper_at_the_door_is_a_pdf(desk, one):
    room = factories.space(one, equipment=["board"])
    assert desk.get(reverse("desk_spaces:paper", args=[room.pk])).content.startswith(b"%PDF")


def test_the_norm_warns_and_does_not_refuse(desk, one):
    room = factories.space(one, seats=10, area=10)
    day = factories.soon(30)
    desk.post(
        reverse("desk_spaces:book", args=[room.pk]),
        {"day": day.date(), "begins": "10:00", "ends": "11:00", "persons": 8, "purpose": "Club", "outside_hours": "on"},
    )
    booking = Booking.objects.get()
    page = desk.get(reverse("desk_spaces:booking", args=[booking.pk])).content.decode()
    assert "By the norm the room has space for 4 people." in page
