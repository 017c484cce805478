"""Places by order of arrival, never one over, and a queue that moves by itself."""

import threading
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from chytalnia.lending.tests import factories as lending
from chytalnia.programmes import checks, services
from chytalnia.programmes.errors import CannotEnrol, TooFewPlaces
from chytalnia.programmes.models import DoorAct, Enrolment, Letter, Seats
from chytalnia.programmes.tests import factories


def states(occasion):
    return dict(Enrolment.objects.filter(occasion=occasion).order_by("number").values_list("name", "state"))


@pytest.mark.django_db
def test_the_queue_moves_in_its_order_and_nobody_overtakes(one):
    event = factories.occasion(one, places=4)
    first = services.enrol(occasion=event, name="A", phone="1", seats=3)
    services.enrol(occasion=event, name="family", phone="2", seats=3)
    services.enrol(occasion=event, name="single", phone="3")
    assert states(event) == {"A": "booked", "family": "waiting", "single": "waiting"}
    services.change_seats(enrolment=first, seats=2)
    assert states(event)["single"] == "waiting", "two places are free, and three stand in front"
    services.leave(enrolment=first)
    assert states(event) == {"A": "cancelled", "family": "booked", "single": "booked"}
    kinds = list(Letter.objects.filter(name="single").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["waiting", "moved_up"]
    assert not checks.check()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["booked", "waiting"])
def test_a_ticket_takes_no_more_places_than_an_enrolment_may(one, state):
    event = factories.occasion(one, places=4)
    if state == "waiting":
        services.enrol(occasion=event, name="first", phone="1", seats=4)
    ticket = services.enrol(occasion=event, name="A", phone="2", seats=2)
    assert ticket.state == state
    with pytest.raises(CannotEnrol):
        services.change_seats(enrolment=ticket, seats=event.most_seats + 1)
    ticket.refresh_from_db()
    assert ticket.seats == 2


@pytest.mark.django_db
def test_a_group_larger_than_the_hall_does_not_stand_before_the_queue_for_ever(one):
    event = factories.occasion(one, places=4, groups_welcome=True)
    group = {"kind": "group", "group_name": "club", "name": "A"}
    with pytest.raises(CannotEnrol):
        services.enrol(occasion=event, phone="1", seats=5, **group)
    small = services.enrol(occasion=event, phone="1", seats=4, **group)
    with pytest.raises(CannotEnrol):
        services.change_seats(enrolment=small, seats=5)


@pytest.mark.django_db
def test_more_places_let_those_who_wait_in_and_fewer_than_taken_are_refused(one):
    event = factories.occasion(one, places=1)
    for name in "ABC":
        services.enrol(occasion=event, name=name, phone=name)
    services.set_places(occasion=event, capacity=2)
    assert states(event) == {"A": "booked", "B": "booked", "C": "waiting"}
    with pytest.raises(TooFewPlaces):
        services.set_places(occasion=event, capacity=1)
    services.set_places(occasion=event, capacity=None)
    assert states(event)["C"] == "booked"


@pytest.mark.django_db
def test_the_database_itself_gives_no_place_too_many(one):
    event = factories.occasion(one, places=1)
    services.enrol(occasion=event, name="A", phone="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seats.objects.filter(occasion=event).update(taken=2)


@pytest.mark.django_db
def test_the_same_form_twice_is_one_enrolment_and_the_same_person_twice_is_refused(one):
    event, key = factories.occasion(one, places=9), uuid.uuid4()
    made = services.enrol(occasion=event, name="A", email="a@x.ua", key=key)
    assert services.enrol(occasion=event, name="A", email="a@x.ua", key=key) == made
    with pytest.raises(CannotEnrol, match="already"):
        services.enrol(occasion=event, name="a", email="A@x.ua")
    services.enrol(occasion=event, name="Her sister", email="a@x.ua")
    assert Seats.objects.get(occasion=event).taken == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "asked", "code"),
    [
        ({"stage": "announced"}, {}, "closed"),
        ({"taking": "readers"}, {}, "account"),
        ({"taking": "desk"}, {}, "desk"),
        ({"taking": "free"}, {}, "free"),
        ({}, {"seats": 6}, "seats"),
        ({}, {"kind": "class", "seats": 20}, "groups"),
        ({}, {"part": "online"}, "no_such_part"),
    ],
)
def test_who_may_not_enrol_is_told_why(one, fields, asked, code):
    event = factories.occasion(one, **fields)
    with pytest.raises(CannotEnrol) as refusal:
        services.enrol(occasion=event, name="A", phone="1", **asked)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_enrolment_opens_and_closes_at_its_hours(one):
    now = timezone.now()
    early = factories.occasion(one, enrol_from=now + timedelta(hours=1))
    late = factories.occasion(one, enrol_until=now - timedelta(minutes=1))
    for event, code in ((early, "early"), (late, "late")):
        with pytest.raises(CannotEnrol) as refusal:
            services.enrol(occasion=event, name="A", phone="1")
        assert refusal.value.code == code
    assert services.enrol(occasion=late, name="A", phone="1", at_desk=True).state == "booked"


@pytest.mark.django_db
def test_who_kept_places_for_nothing_enrols_at_the_desk(one):
    reader = lending.reader(one)
    for _n in range(3):
        gone = factories.past(one, places=5)
        services.enrol(occasion=factories.occasion(one), reader=lending.reader(one))
        Enrolment.objects.create(
            occasion=gone,
            number=90,
            code="90",
            reader=reader,
            state="missed",
            placed_at=timezone.now() - timedelta(days=5),
        )
    event = factories.occasion(one, places=5)
    with pytest.raises(CannotEnrol, match="did not come"):
        services.enrol(occasion=event, reader=reader)
    assert services.enrol(occasion=event, reader=reader, at_desk=True).state == "booked"


@pytest.mark.django_db
def test_what_a_phone_tells_late_and_twice_counts_once(one):
    event = factories.occasion(one, places=9)
    ticket = services.enrol(occasion=event, name="A", phone="1", seats=3)
    came, walked = uuid.uuid4(), uuid.uuid4()
    for _n in range(2):
        services.note_at_door(occasion=event, key=came, kind="came", enrolment=ticket, number=2)
        services.note_at_door(occasion=event, key=walked, kind="walk_in", audience="children")
    assert DoorAct.objects.count() == 2
    assert services.suggested_heads(event) == {("onsite", "adults"): 2, ("onsite", "children"): 1}
    services.note_at_door(occasion=event, key=uuid.uuid4(), kind="back", enrolment=ticket)
    assert factories.fresh(ticket).state == "booked"


@pytest.mark.django_db
def test_a_move_and_a_cancellation_reach_everybody_enrolled_once(one, librarian):
    event = factories.occasion(one, places=1)
    for name in "AB":
        services.enrol(occasion=event, name=name, phone=name, language="uk")
    later = event.starts_at + timedelta(days=1)
    services.move(occasion=event, starts_at=later, ends_at=later + timedelta(hours=1), reason="Світло", by=librarian)
    changed = Letter.objects.filter(kind="changed")
    assert sorted(changed.values_list("name", flat=True)) == ["A", "B"]
    assert "Світло" in changed[0].text
    factories.fresh(event).move("cancel", note="Хворіє")
    assert Letter.objects.filter(kind="cancelled").count() == 2
    assert set(changed.values_list("state", flat=True)) == {"called_off"}
    assert factories.fresh(event).sequence == 2


@pytest.mark.django_db
def test_names_are_forgotten_and_numbers_stay(one):
    event = factories.occasion(one, places=5)
    services.enrol(occasion=event, name="A", email="a@x.ua")
    services.enrol(occasion=event, kind="class", group_name="3-Б, сш. 4", answers={"1": "allergy"}, at_desk=True)
    day = timezone.localdate() + timedelta(days=90)
    assert services.nightly(day)["forgotten"] == 2
    assert not Enrolment.objects.exclude(group_name="", answers={}).exists()
    left = Enrolment.objects.get(occasion=event, kind="person")
    assert (left.name, left.email, left.seats, left.state) == ("", "", 1, "booked")
    assert not Letter.objects.filter(enrolment=left).exists()
    assert services.nightly(day)["forgotten"] == 0


@pytest.mark.django_db
def test_reminders_are_made_once(one):
    event = factories.occasion(one, places=5, days=4)
    services.enrol(occasion=event, name="A", phone="1")
    eve = factories.fresh(event).day - timedelta(days=1)
    assert [services.nightly(eve)["reminded"] for _n in range(2)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_place_too_many_and_keep_their_order():
    """Real threads, real transactions, on whichever database the suite runs."""
    units = lending.network()
    event = factories.occasion(units["one"], places=7)
    gate = threading.Barrier(12)
    wrong = []

    def ask(number):
        try:
            gate.wait(30)
            for turn in range(2):
                services.enrol(occasion=event, name=f"{number}-{turn}", phone=str(number), seats=1 + number % 2)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=partial(ask, n)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not wrong
    rows = list(Enrolment.objects.filter(occasion=event).order_by("number").values_list("number", "state", "seats"))
    assert [number for number, _state, _seats in rows] == list(range(1, 25))
    booked = [number for number, state, _seats in rows if state == "booked"]
    waiting = [number for number, state, _seats in rows if state == "waiting"]
    assert max(booked) < min(waiting)
    taken = sum(seats for _number, state, seats in rows if state == "booked")
    assert taken == Seats.objects.get(occasion=event).taken <= 7
    assert not checks.check()
