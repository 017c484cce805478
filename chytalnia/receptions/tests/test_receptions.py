"""Times are made from hours, booked without a reason, moved with a word, counted without names, forgotten."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.network.services import set_setting
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import Enrolment, Letter, Occasion
from chytalnia.receptions import papers, queries, services
from chytalnia.receptions.errors import ReceptionError
from chytalnia.receptions.models import Booking, Day, Slot, ThemeCount

pytestmark = pytest.mark.django_db


def opened(unit, kind="lawyer", *, ahead=5, hours=(10, 13), **fields):
    day = timezone.localdate() + timedelta(days=ahead)
    asked = services.Asked(
        unit=unit, kind=kind, title=Translated(uk="Прийом юристки", en="Lawyer receives"), specialist="Олена Право",
        days=(day,), begins=time(hours[0]), ends=time(hours[1]), **fields,
    )  # fmt: skip
    return fresh(services.open_series(asked=asked)[0])


def fresh(day):
    return queries.with_all().get(pk=day.pk)


def now(day):
    at = timezone.now()
    zone = day.occasion.clock
    Occasion.objects.filter(pk=day.pk).update(
        starts_at=at - timedelta(minutes=1), ends_at=at + timedelta(hours=2), day=at.astimezone(zone).date(),
        last_day=at.astimezone(zone).date() + timedelta(days=1),
    )  # fmt: skip
    return fresh(day)


def refusal(act, **fields):
    with pytest.raises(ReceptionError) as caught:
        act(**fields)
    return caught.value.code


def test_hours_become_slots_around_a_pause(one):
    day = opened(one, hours=(9, 13), slot_minutes=45, pause_begins=time(11), pause_ends=time(11, 30))
    assert [f"{slot.begins:%H:%M}" for slot in queries.slots(day)] == ["09:00", "09:45", "11:30", "12:15"]
    assert day.occasion.seats.get().capacity == 4


def test_a_deputy_needs_an_agreement_and_keeps_the_silence(one):
    assert refusal(opened, unit=one, kind="deputy") == "agreement"
    day = timezone.localdate() + timedelta(days=5)
    set_setting(unit=one, key="receptions.silence", value=f"{day - timedelta(days=1)}..{day}", by=None)
    assert refusal(opened, unit=one, kind="deputy", agreement="Рівний доступ") == "silence"
    assert opened(one, kind="lawyer")


def test_a_booking_needs_nothing_but_a_time(one):
    day = opened(one)
    slot = queries.free(day)[0]
    made = services.book(slot=slot)
    assert (made.called_by, made.state) == (made.code, "booked")
    assert not Letter.objects.exists()
    assert refusal(services.book, slot=slot) == "taken"
    services.give_up(booking=made)
    services.give_up(booking=made)
    again = services.book(slot=slot, name="Лисиця", phone="+380 50 1", language="uk")
    assert again.called_by == "Лисиця"
    assert "10:00" in Letter.objects.get().text
    assert day.occasion.seats.get().taken == 1


def test_whoever_booked_is_told_of_a_moved_and_a_called_off_time(one):
    day = opened(one)
    first, second = queries.free(day)[:2]
    made = services.book(slot=first, name="Лисиця", phone="+380 50 1", language="uk")
    services.move_booking(booking=made, to=second)
    assert "10:30" in Letter.objects.filter(kind="changed", state="queued").get().text
    services.call_off(slot=second, reason="Юристка захворіла")
    assert "Юристка захворіла" in Letter.objects.filter(kind="cancelled").get().text
    made.refresh_from_db()
    assert (made.state, day.occasion.seats.get().capacity, day.occasion.seats.get().taken) == ("cancelled", 5, 0)
    # Slots stand by minutes from the beginning, and go where the event goes.
    from chytalnia.programmes import services as programmes

    kept = services.book(slot=queries.free(fresh(day))[0], name="Вовк", phone="+380 50 2", language="uk")
    starts = day.occasion.starts_at + timedelta(hours=2)
    programmes.move(occasion=fresh(day).occasion, starts_at=starts, ends_at=starts + timedelta(hours=3))
    assert f"{Slot.objects.select_related('day__occasion').get(pk=kept.slot_id).begins:%H:%M}" == "12:00"


def test_the_live_queue_gives_numbers_in_their_order(one):
    day = opened(one)
    assert refusal(services.take_ticket, day=day) == "day"
    day = now(day)
    assert [services.take_ticket(day=day).ticket for _n in range(3)] == [1, 2, 3]
    called = services.call_next(day=day)
    assert (called.ticket, queries.queue(day)) == (1, (1, 2))


def test_a_day_is_counted_without_names_and_forgotten_on_the_next(one):
    set_setting(unit=one, key="receptions.themes", value=True, by=None)
    day = opened(one)
    booked = services.book(slot=queries.free(day)[0], name="Марія Лис", phone="+380 50 777", language="uk")
    lost = services.book(slot=queries.free(fresh(day))[1], name="Не Прийде", phone="+380 50 888", language="uk")
    assert refusal(services.receive, booking=booked) == "early"
    day = now(day)
    services.receive(booking=booked, theme="housing")
    services.receive(booking=booked, theme="housing")
    walk = services.take_ticket(day=day)
    services.call_next(day=day)
    services.receive(booking=walk)
    services.close(day=day)
    services.close(day=day)
    told = dict(Fact.objects.filter(kind__startswith="receptions.").values_list("kind", "quantity"))
    assert told == {"receptions.held": 1, "receptions.slots": 1, "receptions.lawyer": 2}
    assert Fact.objects.get(kind="visits.events").quantity == 2
    assert ThemeCount.objects.get().number == 1
    lost.refresh_from_db()
    assert lost.state == "missed"

    over = fresh(day).occasion.last_day
    assert services.forget(over + timedelta(days=1)) == 0
    assert services.forget(over + timedelta(days=2)) == 2
    assert not Letter.objects.exists()
    assert set(Enrolment.objects.values_list("name", "phone")) == {("", "")}
    assert set(Booking.objects.values_list("code", flat=True)) == {""}


def test_a_count_taken_back_takes_its_facts_and_the_day_can_be_mended(one):
    day = now(opened(one))
    for received in (services.take_ticket(day=day), services.take_ticket(day=day)):
        services.call_next(day=day)
        if received.ticket == 1:
            services.receive(booking=received)
    services.close(day=day)

    def counted():
        rows = Fact.objects.filter(kind__in=("receptions.held", "receptions.lawyer", "visits.events"))
        return {
            kind: sum(rows.filter(kind=kind).values_list("quantity", flat=True))
            for kind in rows.values_list("kind", flat=True)
        }

    assert counted() == {"receptions.held": 1, "receptions.lawyer": 1, "visits.events": 1}
    programmes.uncount(occasion=fresh(day).occasion)
    assert set(counted().values()) == {0}
    forgotten = services.undo(booking=Booking.objects.get(ticket=2))
    services.receive(booking=forgotten)
    services.close(day=fresh(day))
    assert counted() == {"receptions.held": 1, "receptions.lawyer": 2, "visits.events": 2}


def test_no_day_of_a_deputy_is_moved_or_repeated_into_the_silence(one):
    day = opened(one, kind="deputy", agreement="Рівний доступ")
    booked = services.book(slot=queries.free(day)[-1])
    silent = day.occasion.day + timedelta(days=30)
    set_setting(unit=one, key="receptions.silence", value=f"{silent}")
    with pytest.raises(CannotChange, match="silence"):
        programmes.move(
            occasion=day.occasion, starts_at=day.occasion.starts_at + timedelta(days=30),
            ends_at=day.occasion.ends_at + timedelta(days=30),
        )  # fmt: skip
    with pytest.raises(CannotChange, match="silence"):
        programmes.repeat(occasion=day.occasion, days=[silent])
    copy = programmes.repeat(occasion=day.occasion, days=[silent + timedelta(days=1)])[0]
    assert len(queries.free(fresh(Day(pk=copy.pk)))) == len(queries.slots(day))
    with pytest.raises(CannotChange, match="after the new end"):
        programmes.change(occasion=day.occasion, ends_at=booked.slot.begins)


@pytest.mark.usefixtures("english")
def test_wrong_presses_are_taken_back_and_the_desk_says_who_can_be_told(one, staff, sign_in):
    set_setting(unit=one, key="receptions.themes", value=True, by=None)
    day = now(opened(one))
    first, second, third = queries.free(day)[:3]
    desk = sign_in(staff("librarian"))
    act = reverse("desk_receptions:act", args=[day.pk])

    def said(**form):
        return [str(each) for each in desk.post(act, form, follow=True).context["messages"]][-1:]

    said(act="book", slot=first.pk, name="Лисиця")
    booking = Booking.objects.get()
    assert "nobody can tell them" in said(act="move", booking=booking.pk, to=second.pk)[0]
    Enrolment.objects.update(phone="050")
    assert "Call the person: 050" in said(act="move", booking=booking.pk, to=third.pk)[0]
    said(act="came", booking=booking.pk, theme="housing")
    said(act="undo", booking=booking.pk, theme="housing")
    booking.refresh_from_db()
    assert (booking.state, booking.enrolment.state) == ("booked", "booked")
    assert [each.number for each in ThemeCount.objects.all()] == [0]
    said(act="ticket")
    said(act="next")
    ticket = Booking.objects.get(ticket=1)
    said(act="missed", booking=ticket.pk)
    assert "Has come after all" in desk.get(reverse("desk_receptions:day", args=[day.pk])).content.decode()
    said(act="undo", booking=ticket.pk)
    ticket.refresh_from_db()
    assert ticket.state == "called"


def test_help_with_e_services_ends_with_a_clean_browser(one):
    day = now(opened(one, kind="eservice"))
    made = services.take_ticket(day=day)
    assert refusal(services.receive, booking=made, logged_out=True) == "checklist"
    services.receive(booking=made, logged_out=True, cleared=True, service_done=True)
    services.close(day=day)
    assert Fact.objects.get(kind="receptions.services_done").quantity == 1


def test_pages_ask_no_reason_and_show_no_name_to_those_without_the_desk(one, client, staff, sign_in):
    from chytalnia.people.rules import Role

    day = opened(one, kind="deputy", agreement="Рівний доступ усіх партій")
    page = client.get(reverse("receptions:day", args=[day.pk]))
    assert sorted(page.context["form"].fields) == ["key", "name", "phone", "slot"]
    slot = queries.free(day)[0]
    answer = client.post(reverse("receptions:day", args=[day.pk]), {"slot": slot.pk, "name": "Лисиця", "phone": "777"})
    made = Booking.objects.get()
    assert answer.url == reverse("receptions:booking", args=[made.token])
    assert "Лисиця" in client.get(answer.url).content.decode()
    assert client.get(made.enrolment.get_absolute_url()).url == answer.url
    ics = client.get(reverse("receptions:calendar", args=[day.series.token])).content.decode()
    assert "BEGIN:VEVENT" in ics
    assert "Лисиця" not in ics
    assert papers.poster(day)[:5] == papers.sheet(day)[:5] == b"%PDF-"
    editor = sign_in(staff("editor", Role.EDITOR))
    assert editor.get(reverse("desk_receptions:day", args=[day.pk])).status_code == 403
    assert editor.get(reverse("desk_programmes:people", args=[day.pk])).status_code == 302
    assert editor.get(reverse("desk_programmes:letters", args=[day.pk])).status_code == 403
    desk = sign_in(staff("librarian"))
    assert "Лисиця" in desk.get(reverse("desk_receptions:day", args=[day.pk])).content.decode()
    client.post(answer.url)
    assert not Booking.objects.filter(state="booked").exists()


def test_a_day_costs_the_same_with_one_booking_and_three(one, staff, sign_in, django_assert_num_queries):
    day = opened(one)
    desk, address = sign_in(staff("librarian")), reverse("desk_receptions:day", args=[day.pk])
    services.book(slot=queries.free(day)[0], name="Перша")
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        desk.get(address)
    for name in ("Друга", "Третя"):
        services.book(slot=queries.free(fresh(day))[0], name=name)
    with django_assert_num_queries(len(asked)):
        assert "Третя" in desk.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_last_time_goes_to_one_of_those_who_press_at_once():
    day = opened(lending.network()["one"], hours=(10, 11), slot_minutes=60)
    slot = queries.free(day)[0]
    gate, answers = threading.Barrier(4), []

    def run(n):
        try:
            gate.wait()
            answers.append(services.book(slot=Slot.objects.select_related("day").get(pk=slot.pk), name=f"{n}").state)
        except ReceptionError as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["booked", "taken", "taken", "taken"]
    assert Day.objects.get().occasion.seats.get().taken == 1
