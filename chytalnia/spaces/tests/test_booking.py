"""Booking a room: what is allowed, who gets the hours, what is counted."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.journal.models import Fact
from chytalnia.network import services as network
from chytalnia.network.settings import time_zone
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.tests import factories as events
from chytalnia.spaces import checks, quarters, services
from chytalnia.spaces.errors import CannotBook, CannotCome, Taken
from chytalnia.spaces.models import Booking, Letter, Slot
from chytalnia.spaces.tests import factories


def counted(kind):
    return sum(Fact.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_two_do_not_have_the_room_at_once_and_what_touches_is_no_clash(one):
    room = factories.space(one)
    first = factories.book(room, hours=24, minutes=60)
    with pytest.raises(Taken):
        factories.book(room, hours=24, minutes=15)
    factories.book(room, hours=25, minutes=60)
    services.cancel(booking=first)
    factories.book(room, hours=24, minutes=15)
    assert not checks.check()


def test_the_table_itself_refuses_a_quarter_hour_twice(one):
    room = factories.space(one)
    booking = factories.book(room)
    other = factories.book(room, hours=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(space=room, at=booking.starts_at, booking=other)


def test_what_holds_for_readers(one, reader):
    room = factories.space(one, most_minutes=120, ahead_days=7)
    starts = factories.soon()
    hour = timedelta(hours=1)

    def ask(starts, ends, persons=2, purpose="Study", **more):
        return services.book(
            space=room, starts_at=starts, ends_at=ends, persons=persons, purpose=purpose, reader=reader, **more
        )

    for refused in (
        lambda: ask(starts, starts + 3 * hour),
        lambda: ask(starts + timedelta(days=8), starts + timedelta(days=8) + hour),
        lambda: ask(starts, starts + hour, persons=7),
        lambda: ask(starts, starts + hour, purpose=" "),
        lambda: ask(starts + timedelta(minutes=5), starts + hour),
        lambda: ask(starts - timedelta(days=3), starts - timedelta(days=3) + hour),
        lambda: ask(starts, starts),
    ):
        with pytest.raises(CannotBook):
            refused()
    for n in range(3):
        assert ask(starts + n * hour, starts + (n + 1) * hour).stage == "booked"
    with pytest.raises(CannotBook, match="3 bookings"):
        ask(starts + 5 * hour, starts + 6 * hour)


def test_closed_hours_are_refused_unless_the_desk_says_so(one):
    network.set_hours(unit=one, weekly={n: [("10:00", "18:00")] for n in range(7)})
    zone = time_zone(one)
    day = (timezone.now() + timedelta(days=3)).astimezone(zone).date()
    network.add_exception(unit=one, first=day + timedelta(days=1), reason={"en": "Holiday"})
    room = factories.space(one)

    def book(day, begins, ends, **more):
        return services.book(
            space=room, starts_at=datetime.combine(day, begins, zone), ends_at=datetime.combine(day, ends, zone),
            at_desk=True, **more,
        )  # fmt: skip

    book(day, time(17), time(18))
    for when in ((day, time(17, 45), time(18, 15)), (day + timedelta(days=1), time(12), time(13))):
        with pytest.raises(CannotBook, match="closed"):
            book(*when)
    book(day, time(18), time(20), outside_hours=True)


def test_a_librarian_says_yes_or_no(one, reader, head):
    room = factories.space(one, approval="librarian")
    starts = factories.soon()

    def ask(hour):
        begins = starts + timedelta(hours=hour)
        return services.book(
            space=room, starts_at=begins, ends_at=begins + timedelta(hours=1), reader=reader, purpose="Study"
        )

    first, second = ask(0), ask(2)
    assert first.stage == "asked"
    # What waits is held: nobody is promised what somebody else has asked for.
    with pytest.raises(Taken):
        factories.book(room, hours=24)
    services.decide(booking=first, yes=True, by=head)
    services.decide(booking=second, yes=False, by=head, reason="A repair")
    second.refresh_from_db()
    assert (second.stage, second.reason) == ("refused", "A repair")
    factories.book(room, hours=26)
    assert not checks.check()


def test_who_comes_is_counted_once_and_who_does_not_loses_the_hours(one):
    room = factories.space(one)
    booking = factories.book(room, hours=2, minutes=90, persons=4)
    with pytest.raises(CannotCome):
        services.come(booking=booking)
    at = booking.starts_at + timedelta(minutes=5)
    services.come(booking=booking, at=at)
    services.come(booking=booking, at=at)
    assert [counted(f"rooms.{kind}") for kind in ("bookings", "hours", "persons")] == [1, 2, 4]

    missed = factories.book(room, hours=5, minutes=60)
    taken = services.book(
        space=room, starts_at=missed.starts_at + timedelta(minutes=15), ends_at=missed.ends_at, at_desk=True,
        at=missed.starts_at + timedelta(minutes=15),
    )  # fmt: skip
    missed.refresh_from_db()
    assert (missed.stage, taken.stage, counted("rooms.missed")) == ("released", "booked", 1)
    assert not checks.check()


def test_a_booking_is_moved_or_stays_where_it_was(one):
    room, other = factories.space(one), factories.space(one)
    booking, taken = factories.book(room, hours=24), factories.book(other, hours=24)
    with pytest.raises(Taken):
        services.move(booking=booking, space=other, starts_at=booking.starts_at, ends_at=booking.ends_at)
    booking.refresh_from_db()
    assert booking.space == room
    later = taken.ends_at
    services.move(booking=booking, space=other, starts_at=later, ends_at=later + timedelta(minutes=30))
    assert Slot.objects.filter(booking=booking).count() == 2
    assert not checks.check()


def test_a_weekly_booking_leaves_out_what_cannot_be(one):
    room = factories.space(one)
    zone = time_zone(one)
    first = (timezone.now() + timedelta(days=2)).astimezone(zone).date()
    clash = first + timedelta(days=14)
    services.book(
        space=room, starts_at=datetime.combine(clash, time(12), zone), ends_at=datetime.combine(clash, time(13), zone),
        at_desk=True,
    )  # fmt: skip
    weekly, made, refused = services.book_weekly(
        space=room, first_day=first, last_day=first + timedelta(days=35), begins=time(12), ends=time(14),
        without={first + timedelta(days=7)}, purpose="Club",
    )  # fmt: skip
    assert [booking.day - first for booking in made] == [timedelta(days=n) for n in (0, 21, 28, 35)]
    assert [day for day, _why in refused] == [clash]
    assert {booking.begins.time() for booking in made} == {time(12)}
    assert weekly.left_out == [f"{first + timedelta(days=7)}", f"{clash}"]
    assert services.cancel_weekly(weekly=weekly, since=first + timedelta(days=22)) == 2
    assert not checks.check()


def test_an_hour_on_the_wall_stays_when_the_clocks_change(one):
    network.set_setting(unit=one, key="network.time_zone", value="Europe/Kyiv")
    room = factories.space(one)
    year = timezone.now().year + 1
    _weekly, made, _refused = services.book_weekly(
        space=room,
        first_day=date(year, 10, 20),
        last_day=date(year, 11, 3),
        begins=time(17),
        ends=time(18),
        purpose="Club",
    )
    assert {booking.begins.hour for booking in made} == {17}
    assert len({booking.starts_at.astimezone(UTC).hour for booking in made}) == 2


def test_an_event_holds_its_room_moves_and_lets_go(one):
    zone = factories.zone(one, "stage")
    room = factories.space(one, zone=zone)
    occasion = events.occasion(one, zone=zone, mode="inside")
    held = Booking.objects.get(occasion=occasion)
    assert held.space == room
    assert held.starts_at == quarters.floor(occasion.starts_at)
    with pytest.raises(Taken):
        services.book(space=room, starts_at=held.starts_at, ends_at=held.ends_at, at_desk=True)
    later = occasion.starts_at + timedelta(days=1)
    programmes.change(occasion=occasion, starts_at=later, ends_at=later + timedelta(hours=2))
    assert Booking.objects.holding().get(occasion=occasion).starts_at == quarters.floor(later)
    occasion.refresh_from_db()
    occasion.move("cancel")
    assert not Booking.objects.holding().filter(occasion=occasion).exists()
    assert not checks.check()


def test_an_event_in_a_room_that_is_taken_is_refused_and_an_idea_that_ripens_late_is_told(one, desk):
    zone = factories.zone(one, "stage")
    room = factories.space(one, zone=zone)
    first = events.occasion(one, zone=zone, mode="inside", title="Перша")
    with pytest.raises(CannotChange, match="Перша"):
        events.occasion(one, zone=zone, mode="inside", title="Друга")
    second = events.occasion(one, zone=zone, mode="inside", title="Друга", stage="idea")
    second.move("plan")
    assert not Booking.objects.filter(occasion=second).exists()
    page = desk.get(f"/desk/events/{second.pk}/").content.decode()
    assert "is taken at this time" in page
    assert "Перша" in page
    first.refresh_from_db()
    first.move("cancel")
    desk.post(f"/desk/rooms/events/{second.pk}/hold/")
    assert Booking.objects.holding().get(occasion=second).space == room


def test_whoever_takes_a_room_for_the_hour_that_goes_on_is_not_late_from_its_beginning(one):
    room = factories.space(one)
    now = quarters.floor(timezone.now())
    taken = services.book(
        space=room, starts_at=now - timedelta(minutes=45), ends_at=now + timedelta(minutes=60), at_desk=True
    )
    with pytest.raises(Taken):
        services.book(space=room, starts_at=now, ends_at=now + timedelta(minutes=30), at_desk=True)
    assert services.come(booking=taken).stage == "here"


def test_a_reader_is_told_what_the_library_decided_once_and_in_their_language(one, reader, head):
    reader.email, reader.language = "reader@example.org", "uk"
    reader.save()
    room = factories.space(one, approval="librarian")
    start = factories.soon(48)
    asked = services.book(
        space=room,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        reader=reader,
        purpose="Навчання",
        outside_hours=True,
    )
    services.decide(booking=asked, yes=True, by=head)
    letter = Letter.objects.get(state="queued")
    assert (letter.email, letter.language) == ("reader@example.org", "uk")
    assert asked.code in letter.text
    services.cancel(booking=asked, by=head, reason="Ремонт")
    assert dict(Letter.objects.values_list("state", "subject")).keys() == {"called_off", "queued"}
    assert "Ремонт" in Letter.objects.get(state="queued").text
    own = factories.book(room, hours=72, reader=reader)
    services.cancel(booking=own, by=reader.user)
    assert not Letter.objects.filter(booking=own).exists()


def test_a_night_ends_what_is_over_and_forgets(one, reader):
    room = factories.space(one, needs_check_in=False)
    booking = factories.book(room, hours=1, persons=2, reader=reader)
    at = booking.ends_at + timedelta(hours=3)
    services.nightly(at.date(), at)
    services.nightly(at.date(), at)
    booking.refresh_from_db()
    assert (booking.stage, counted("rooms.persons")) == ("over", 2)
    services.nightly(booking.day + timedelta(days=31), at)
    booking.refresh_from_db()
    assert (booking.reader, booking.name) == (None, "")
