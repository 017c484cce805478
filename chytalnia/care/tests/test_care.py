"""A child is entered, let in, given over, counted, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.care import services
from chytalnia.care.errors import CareError
from chytalnia.care.models import Adult, Application, Consent, Incident, Place, Session, Way
from chytalnia.core.models import AuditEntry
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.network.services import set_setting
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.people.services import grant_role
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import Enrolment, Letter, Occasion

from .factories import asked, child, fresh, now, ready, session, told

pytestmark = pytest.mark.django_db


def refusal(act, *args, **fields):
    with pytest.raises(CareError) as caught:
        act(*args, **fields)
    return caught.value.code


def test_places_follow_the_adults_on_duty_and_the_queue_moves_by_itself(one):
    made = session(one, names=["A"])
    assert made.occasion.seats.get().capacity == 0  # one adult is no adult
    first, _pin = child(made, "Перша Дитина")
    assert first.enrolment.is_waiting
    services.keep_duty(session=made, people=[], names=["A", "B"])
    first.enrolment.refresh_from_db()
    assert (made.occasion.seats.get().capacity, first.enrolment.state) == (16, "booked")
    for n in range(15):
        child(made, f"Дитина {n}")
    last, _pin = child(made, "Остання Дитина")
    assert last.enrolment.is_waiting
    assert refusal(services.keep_duty, session=made, people=[], names=["A"]) == "ratio"
    services.leave(place=first, at_desk=True)
    last.enrolment.refresh_from_db()
    assert last.enrolment.state == "booked"


@pytest.mark.parametrize(
    ("told_of", "code"),
    [
        ({"agreed": frozenset({"rules"})}, "incomplete"),
        ({"adults": []}, "incomplete"),
        ({"birth_date": timezone.localdate() - timedelta(days=9 * 366)}, "ages"),
    ],
)
def test_no_place_without_consents_an_adult_and_the_right_age(one, told_of, code):
    made = session(one, names=["A", "B"])
    assert refusal(child, made, **told_of) == code
    assert not Application.objects.exists()


def test_a_parent_gives_a_place_up_until_six_in_the_evening_before(one):
    made = session(one, names=["A", "B"])
    place, _pin = child(made)
    begins = timezone.localtime(timezone.now() + timedelta(hours=30)).replace(minute=0)
    Occasion.objects.filter(pk=made.pk).update(starts_at=timezone.now() + timedelta(minutes=30))
    place = Place.objects.select_related("session__occasion__unit", "enrolment").get(pk=place.pk)
    assert refusal(services.leave, place=place) == "late"
    Occasion.objects.filter(pk=made.pk).update(starts_at=begins + timedelta(days=2), ends_at=begins + timedelta(days=3))
    place = Place.objects.select_related("session__occasion__unit", "enrolment").get(pk=place.pk)
    services.leave(place=place)
    place.enrolment.refresh_from_db()
    assert place.enrolment.state == "cancelled"


def test_a_child_is_let_in_only_when_room_and_adults_are_ready(one):
    made = session(one, names=["A", "B"])
    place, _pin = child(made)
    assert refusal(services.check_in, place=place, brought_by="Мама") == "early"
    now(made)
    assert refusal(services.check_in, place=place, brought_by="Мама") == "room"
    services.check_room(session=made)
    first, second = made.keepers.all()
    services.adult_comes(keeper=first)
    assert refusal(services.check_in, place=place, brought_by="Мама") == "ratio"
    services.adult_comes(keeper=second)
    services.adult_comes(keeper=second)
    services.check_in(place=place, brought_by="Мама")
    services.check_in(place=place, brought_by="Мама")
    assert (fresh(made).inside, fresh(made).adults_in) == (1, 2)
    assert refusal(services.adult_goes, keeper=second) == "ratio"
    assert refusal(services.finish, session=made) == "inside"
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=made.pk).update(adults_in=1)


def test_pin_word_and_document_and_what_a_wrong_one_costs(one):
    made = ready(session(one, names=["A", "B"]))
    place, pin = child(made)
    assert pin not in place.application.pin_hash
    assert "ромашка" not in place.application.adults.get().word_hash
    services.check_in(place=place, brought_by="Мама")
    granny = place.application.adults.get()
    assert refusal(services.check_out, place=place, way=Way.PIN, secret="000000" if pin != "000000" else "1") == "wrong"
    assert refusal(services.check_out, place=place, way=Way.WORD, secret="ромашка", adult=granny) == "reason"
    assert refusal(services.check_out, place=place, way=Way.WORD, secret="ромашка", reason="загубила") == "who"
    for _n in range(2):
        assert (
            refusal(services.check_out, place=place, way=Way.WORD, secret="роза", adult=granny, reason="x") == "wrong"
        )
    assert refusal(services.check_out, place=place, way=Way.PIN, secret=pin) == "locked"
    services.check_out(place=place, way=Way.DOCUMENT, adult=granny, reason="мама захворіла")
    assert refusal(services.check_out, place=place, way=Way.PIN, secret=pin) == "not_here"
    place.refresh_from_db()
    assert (place.fetched_by, fresh(made).inside) == ("Ганна Бабуся", 0)


def test_guesses_are_counted_by_child_and_day_written_down_and_told_to_the_head(one):
    head = User.objects.create(username="head", email="head@example.org", language="en")
    grant_role(user=head, role=Role.BRANCH_HEAD, unit=one, by=None)
    morning, noon = (ready(session(one, names=["A", "B"])) for _n in range(2))
    (first, pin), (second, _pin) = child(morning), child(noon)
    sister, sisters = child(noon, "Софійка Коваль")
    for place in (first, second, sister):
        services.check_in(place=place, brought_by="Мама")
    wrong = "000000" if "000000" not in (pin, _pin) else "111111"
    assert refusal(services.check_out, place=first, way=Way.PIN, secret=wrong) == "wrong"
    services.new_pin(application=second.application)
    for _n in range(2):
        assert not Incident.objects.exists()
        assert refusal(services.check_out, place=second, way=Way.PIN, secret=wrong) == "wrong"
    assert refusal(services.check_out, place=first, way=Way.PIN, secret=pin) == "locked"
    line = Incident.objects.get()
    assert (line.session_id, line.number, line.kind) == (noon.pk, second.number, "stranger")
    assert "Коваль" not in line.text + line.done
    letter = Letter.objects.get(email="head@example.org")
    assert "3 wrong" in letter.text
    services.check_out(place=sister, way=Way.PIN, secret=sisters)


def test_a_new_pin_ends_the_old_one(one):
    made = ready(session(one, names=["A", "B"]))
    place, old = child(made)
    services.check_in(place=place, brought_by="Мама")
    new = services.new_pin(application=place.application)
    if old != new:
        assert refusal(services.check_out, place=place, way=Way.PIN, secret=old) == "wrong"
    services.check_out(place=place, way=Way.PIN, secret=f"{new[:3]} {new[3:]}".replace(" ", ""))


def test_a_session_is_counted_once(one):
    made = ready(session(one, names=["A", "B"]))
    places = [child(made, f"Дитина {n}") for n in range(3)]
    start = timezone.now()
    for place, pin in places[:2]:
        services.check_in(place=place, brought_by="Мама", at=start)
        services.check_out(place=place, way=Way.PIN, secret=pin, at=start + timedelta(minutes=90))
    services.finish(session=made)
    services.finish(session=made)
    told_of = {(fact.kind, fact.audience): fact.quantity for fact in Fact.objects.filter(kind__startswith="care.")}
    assert told_of == {
        ("care.sessions", ""): 1,
        ("care.children", "age_0_6"): 2,
        ("care.child_minutes", "age_0_6"): 180,
    }
    visits = Fact.objects.get(kind="visits.events")
    assert (visits.audience, visits.quantity, fresh(made).occasion.stage) == ("children", 2, "counted")
    assert places[2][0].enrolment.__class__.objects.get(pk=places[2][0].enrolment_id).state == "missed"


def test_a_camp_takes_a_child_for_all_its_days_and_counts_child_days(one):
    days = services.open_camp(asked=asked(one, days=5, ages=(7, 12), hours=(9, 14)))
    services.keep_duty(session=days[0], people=[], names=["A", "B"], whole_shift=True)
    year = timezone.localdate().year
    made, pin = services.apply(
        sessions=days, told=told(birth_date=timezone.localdate().replace(year=year - 9, day=1)), at_desk=True
    )
    assert made.places.filter(enrolment__state="booked").count() == 5
    assert Letter.objects.filter(kind="booked", state="queued").count() == 1
    first = ready(days[0])
    place = made.places.select_related("session__occasion__unit").order_by("session__occasion__starts_at")[0]
    services.check_in(place=place, brought_by="Тато")
    services.check_out(place=place, way=Way.PIN, secret=pin)
    services.finish(session=first)
    assert Fact.objects.get(kind="care.child_days").audience == "age_7_9"
    assert refusal(services.open_camp, asked=asked(one, days=4)) == "days"
    assert refusal(services.open_sessions, asked=asked(one, hours=(9, 14))) == "long"


def test_parents_are_told_when_a_child_comes_and_goes_only_where_the_library_wants_it(one):
    made = ready(session(one, names=["A", "B"]))
    quiet, pin = child(made, email="olena@example.org")
    services.check_in(place=quiet, brought_by="Олена Коваль")
    assert not Letter.objects.filter(kind="other").exists()
    set_setting(unit=one, key="care.tell_parents", value=True, by=None)
    services.check_out(place=quiet, way=Way.PIN, secret=pin)
    letter = Letter.objects.get(kind="other")
    assert (letter.email, letter.language) == ("olena@example.org", "uk")
    assert "Марійка" not in letter.subject + letter.text
    services.finish(session=made)
    services.forget(timezone.localdate() + timedelta(days=20))
    assert not Letter.objects.exists()


def test_the_wrong_child_tapped_is_taken_back_within_minutes_and_stands_in_the_journal(one):
    made = ready(session(one, names=["A", "B"]))
    set_setting(unit=one, key="care.tell_parents", value=True, by=None)
    place, pin = child(made, email="olena@example.org")
    services.check_in(place=place, brought_by="Олена Коваль")
    services.undo_check_in(place=place)
    assert (fresh(made).inside, place.enrolment.__class__.objects.get().state) == (0, "booked")
    assert made.incidents.get().number == place.number
    assert not Letter.objects.filter(kind="other").exists()
    # Its letter has left: another one follows, and the child who really comes is told of.
    services.check_in(place=place, brought_by="Олена Коваль")
    Letter.objects.filter(kind="other").update(state="sent")
    services.undo_check_in(place=place)
    services.check_in(place=place, brought_by="Олена Коваль")
    assert Letter.objects.filter(kind="other").count() == 3
    Place.objects.update(came_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(CareError):
        services.undo_check_in(place=place)
    services.check_out(place=place, way=Way.PIN, secret=pin)


def standing(kind):
    return sum(Fact.objects.filter(kind=kind).values_list("quantity", flat=True))


def test_a_count_taken_back_takes_its_facts_and_counts_them_anew_even_when_the_names_are_gone(one):
    made = ready(session(one, names=["A", "B"]))
    place, pin = child(made)
    services.check_in(place=place, brought_by="Олена Коваль")
    services.check_out(place=place, way=Way.PIN, secret=pin, at=timezone.now() + timedelta(minutes=90))
    services.finish(session=made)
    told = {kind: standing(kind) for kind in ("care.sessions", "care.children", "care.child_minutes", "visits.events")}
    assert told == {"care.sessions": 1, "care.children": 1, "care.child_minutes": 90, "visits.events": 1}
    programmes.uncount(occasion=made.occasion)
    assert {kind: standing(kind) for kind in told} == dict.fromkeys(told, 0)
    services.forget(timezone.localdate() + timedelta(days=20))
    services.finish(session=fresh(made))
    assert {kind: standing(kind) for kind in told} == told
    assert Fact.objects.standing().get(kind="care.children").audience == "age_0_6"


def test_a_session_held_again_has_the_same_rules_and_no_children(one):
    made = session(one, names=["A", "B"])
    child(made)
    copy = programmes.repeat(occasion=made.occasion, days=[made.occasion.day + timedelta(days=7)])[0]
    again = fresh(Session(pk=copy.pk))
    assert (again.per_adult, again.blocks.count(), again.places.count()) == (made.per_adult, made.blocks.count(), 0)
    assert copy.seats.get().capacity == 0
    with pytest.raises(CannotChange, match="240"):
        programmes.change(occasion=copy, ends_at=copy.starts_at + timedelta(hours=5))


def test_the_night_forgets_the_children_and_keeps_the_numbers(one):
    made = ready(session(one, names=["A", "B"]))
    place, pin = child(made, reader=lending.reader(one))
    services.check_in(place=place, brought_by="Олена Коваль", note="сумна")
    services.note_call(place=place, whom="Олена Коваль", answered=True)
    services.check_out(place=place, way=Way.PIN, secret=pin)
    services.finish(session=made)
    services.note_incident(session=made, kind="hurt", text="Подряпина", place=place)
    today = timezone.localdate()
    assert services.forget(today + timedelta(days=10)) == 0
    assert services.forget(today + timedelta(days=16)) == 1
    assert services.forget(today + timedelta(days=16)) == 0
    for model in (Application, Adult, Consent, Letter):
        assert not model.objects.exists()
    place.refresh_from_db()
    assert (place.brought_by, place.fetched_by, place.health_note, place.minutes) == ("", "", "", 0)
    assert place.came_at
    assert set(Enrolment.objects.values_list("name", "email", "phone")) == {("", "", "")}
    assert Fact.objects.get(kind="care.children").quantity == 1
    kept = " ".join(str(row) for row in AuditEntry.objects.values()) + str(list(Incident.objects.values()))
    assert "Марійка" not in kept
    assert "Коваль" not in kept
    assert pin not in kept


def test_the_journal_of_incidents_only_grows_and_knows_no_names(one):
    made = session(one, names=["A", "B"])
    place, _pin = child(made)
    assert refusal(services.note_incident, session=made, kind="hurt", text="Марійку вдарили", place=place) == "name"
    services.note_incident(session=made, kind="hurt", text="Дитину вдарили м'ячем", place=place)
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        Incident.objects.update(text="Нічого")


def test_a_page_sent_twice_is_one_application(one):
    made = session(one, names=["A", "B"])
    key = "6f1d8a52-8c1e-4cbb-9d0a-3f1f6f4c9a11"
    first = services.apply(sessions=[made], told=told(), at_desk=True, key=key)
    assert services.apply(sessions=[made], told=told(), at_desk=True, key=key) == (first[0], "")
