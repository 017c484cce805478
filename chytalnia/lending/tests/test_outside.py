"""Out of the library: trips of the bus, and readers served at home."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.stages import RefusedMoveError
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact
from chytalnia.lending import queries, services
from chytalnia.lending.desk.trips import stops_in
from chytalnia.lending.errors import Refused, TripPlanned
from chytalnia.lending.models import Act, HomeVisit, Loan, Route, Stop
from chytalnia.lending.tests import factories, truth
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def route(one):
    made = Route.objects.create(unit=one, name="Village round", weekday=2)
    for hour, place in ((9, "Potoky"), (11, "Pryshyb")):
        Stop.objects.create(route=made, at=time(hour), place=place, minutes=40)
    return made


def standing(kind):
    return sum(Fact.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_a_trip_lends_is_closed_counted_and_opened_again(one, route):
    trip = services.trips.plan(unit=one, on=timezone.localdate(), route=route)
    with pytest.raises(TripPlanned):
        services.trips.plan(unit=one, on=timezone.localdate(), route=route)
    trip.move("leave")
    reader, other = factories.reader(one), factories.reader(one)
    acts = [
        services.lend(item=factories.item(one), reader=who, unit=one, mode="bus") for who in (reader, reader, other)
    ]
    services.lend(item=factories.item(one), reader=reader, unit=one)
    services.undo(act=acts[2])
    assert (queries.acts_of_trip(trip).count(), queries.visits_of_trip(trip)) == (2, 1)
    with pytest.raises(RefusedMoveError, match="kilometres"):
        trip.move("close")
    stops = [{**stop, "held": stop["place"] == "Potoky"} for stop in trip.stops]
    by = holder(one, Role.LIBRARIAN)
    services.trips.change(trip=trip, by=by, km=42, guests=3, events=1, event_guests=10, stops=stops)
    trip.refresh_from_db()
    trip.move("close")
    told = {fact.kind: fact.quantity for fact in services.trips.facts_of(trip)}
    assert told == {
        "bus.trips": 1, "bus.stops": 1, "bus.kilometres": 42, "bus.visits": 14, "bus.guests": 3, "bus.events": 1,
        "bus.event_visits": 10,
    }  # fmt: skip
    assert Loan.objects.filter(trip=trip, mode="bus").exclude(state="undone").count() == 2
    trip.move("reopen")
    assert standing("bus.trips") == standing("bus.visits") == 0
    trip.move("close")
    assert (standing("bus.trips"), standing("bus.kilometres")) == (1, 42)
    assert not journal.check()
    truth.acts_have_one_fact_each()


def test_a_trip_that_leaves_before_its_day_is_counted_on_the_day_it_went(one):
    trip = services.trips.plan(unit=one, on=timezone.localdate() + timedelta(days=3), name="Round")
    trip.move("leave")
    assert trip.on == timezone.localdate()


def test_one_trip_of_a_library_is_under_way_at_a_time(one, two):
    trips = [services.trips.plan(unit=unit, on=timezone.localdate(), name="Round") for unit in (one, one, two)]
    trips[0].move("leave")
    trips[2].move("leave")
    with pytest.raises(RefusedMoveError, match="Another trip"):
        trips[1].move("leave")
    act = services.lend(item=factories.item(two), reader=factories.reader(two), unit=two, mode="bus")
    assert act.loan.trip == trips[2]


@pytest.mark.parametrize(
    ("weeks", "days"),
    [
        ("every", ["2026-12-02", "2026-12-09"]),
        ("odd", ["2026-12-02", "2026-12-16"]),
        ("even", ["2026-12-09", "2026-12-23"]),
    ],
)
def test_when_the_bus_comes_next(weeks, days):
    route = Route(weekday=2, weeks=weeks)
    first = route.next_after(date(2026, 11, 30))
    assert [first.isoformat(), route.next_after(first + timedelta(days=1)).isoformat()] == days


def test_two_odd_weeks_in_a_row_at_the_turn_of_a_year():
    route = Route(weekday=2, weeks="odd")
    assert route.next_after(date(2026, 12, 28)) == date(2026, 12, 30)
    assert route.next_after(date(2026, 12, 31)) == date(2027, 1, 6)
    assert Route(weekday=2, weeks="even").next_after(date(2026, 12, 24)) == date(2027, 1, 13)


def test_stops_are_written_one_a_line():
    assert stops_in("11.00 Pryshyb, school\n\n 9:30 Potoky; 40 ") == [
        (time(9, 30), "Potoky", 40), (time(11), "Pryshyb, school", 30),
    ]  # fmt: skip
    for wrong in ("Potoky", "25:00 Potoky", "9:30 A\n9:30 B"):
        with pytest.raises(ValidationError):
            stops_in(wrong)


def test_readers_see_the_timetable_on_the_page_of_the_library(client, one, route):
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Pryshyb" in page
    Route.objects.update(is_active=False)
    assert "Pryshyb" not in client.get(one.get_absolute_url()).content.decode()


def test_the_bus_at_the_desk(client, one, route):
    client.force_login(holder(one, Role.LIBRARIAN))
    assert "Potoky" in client.get(reverse("desk_lending:routes")).content.decode()
    client.post(
        reverse("desk_lending:route", args=[route.pk]),
        {"unit": one.pk, "name": "Round", "weekday": 3, "weeks": "odd", "is_active": "on", "stops": "9:30 Potoky; 20"},
    )
    assert list(Stop.objects.values_list("place", "minutes")) == [("Potoky", 20)]
    page = client.post(reverse("desk_lending:route_plan", args=[route.pk]), follow=True)
    trip = page.context["trip"]
    move = reverse("desk_lending:trip_move", args=[trip.pk])
    client.post(move, {"move": "leave", "seen": "planned"})
    assert "Lend on the trip" in client.get(trip.get_absolute_url()).content.decode()
    client.post(trip.get_absolute_url(), {"km": 12, "guests": 0, "events": 0, "event_guests": 0, "held": ["0"]})
    page = client.post(move, {"move": "close", "seen": "under_way"}, follow=True).content.decode()
    assert "kilometres of the library bus" in page
    client.force_login(holder(one, Role.CATALOGUER))
    assert client.post(move, {"move": "reopen", "seen": "closed"}).status_code in (302, 403)
    trip.refresh_from_db()
    assert trip.stage == "closed"


def served(unit, reader=None, **form):
    return services.serve_at_home(
        reader=reader or factories.reader(unit), unit=unit,
        **{"address": "Садова 4", "carrier": "Ганна Лис", "since": timezone.localdate(), **form},
    )  # fmt: skip


def test_the_bag_and_a_visit_that_is_counted_once_and_undone(one):
    service = served(one, wishes="history")
    loan = services.lend(item=factories.item(one), reader=service.reader, unit=one, mode="delivery").loan
    services.lend(item=factories.item(one), reader=service.reader, unit=one)
    bag = queries.bag(service)
    assert ([each.pk for each in bag.to_hand_over], bag.there, bag.last) == ([loan.pk], [], None)
    key = "6f4de7a2-9d3e-4a0b-8b4e-0d9a3f6b1c55"
    for _twice in range(2):
        act = services.visit_home(service=service, minutes=25, taken=2, key=key)
    visit = HomeVisit.objects.get()
    assert (visit.handed, visit.taken, visit.minutes) == (1, 2, 25)
    assert standing("home.visits") == 1
    bag = queries.bag(service)
    assert (bag.to_hand_over, len(bag.there)) == ([], 1)
    assert service.next_on(bag.last) == timezone.localdate() + timedelta(days=14)
    with pytest.raises(Refused, match="already"):
        services.visit_home(service=service)
    services.undo(act=act)
    assert not HomeVisit.objects.exists()
    assert standing("home.visits") == 0
    truth.acts_have_one_fact_each()


def test_nobody_goes_alone_where_two_have_to(one):
    with pytest.raises(Refused, match="second person"):
        served(one, needs_two=True)
    service = served(one, needs_two=True, second="Петро Лис")
    services.visit_home(service=service)
    assert HomeVisit.objects.get().second == "Петро Лис"


@pytest.mark.parametrize("readers", [1, 3])
def test_the_list_of_those_who_go(client, one, two, readers, django_assert_max_num_queries):
    librarian = holder(one, Role.LIBRARIAN)
    for n in range(readers):
        service = served(one, carrier=f"Carrier {n}")
        services.lend(item=factories.item(one), reader=service.reader, unit=one, mode="delivery")
    client.force_login(librarian)
    client.get(reverse("desk_lending:homes"))
    with django_assert_max_num_queries(24):
        page = client.get(reverse("desk_lending:homes")).content.decode()
    assert page.count("Садова 4") == readers
    assert "Кобзар" in page
    client.post(reverse("desk_lending:home_visit", args=[service.pk]), {"minutes": "15", "taken": ""})
    assert Act.objects.filter(kind="home_visit").count() == 1
    client.post(reverse("desk_lending:home_end", args=[service.pk]))
    assert client.get(reverse("desk_lending:homes")).content.decode().count("Садова 4") == readers - 1
    form = {"address": "Садова 4", "carrier": "X", "every_days": "14", "since": "2026-01-01"}
    assert client.post(reverse("desk_lending:home", args=[service.pk]), form).status_code == 200
    assert not service.reader.home_service.filter(ended_on=None).exists()
    client.force_login(holder(two, Role.LIBRARIAN))
    assert client.get(reverse("desk_lending:home", args=[service.pk])).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        services.visit_home(service=service, by=holder(two, Role.LIBRARIAN))


def test_a_reader_is_served_at_home_from_the_desk(client, one):
    client.force_login(holder(one, Role.LIBRARIAN))
    reader = factories.reader(one, address="Лугова 7", phone="+380501112233")
    form = {
        "card": reader.cards.get().number, "unit": one.pk, "address": "", "carrier": "Ганна Лис", "every_days": 10,
        "since": "2026-11-01",
    }  # fmt: skip
    client.post(reverse("desk_lending:home_new"), {**form, "needs_two": "on"})
    assert not reader.home_service.exists()
    client.post(reverse("desk_lending:home_new"), form)
    assert reader.home_service.get().address == "Лугова 7"
