"""Pages of readers and screens of the desk: what they show, how many queries they take, what they refuse."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.lending.tests import factories as lending
from chytalnia.network import memory
from chytalnia.programmes import services
from chytalnia.programmes.models import DoorAct, Enrolment, Link, Occasion, Question
from chytalnia.programmes.tests import factories
from chytalnia.search import entries as search_entries


def of(day):
    return f"/en/calendar?day={day}"


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["week", "day", "month", "agenda"])
def test_the_calendar_takes_as_many_queries_for_three_as_for_one(client, one, units, view, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    event = factories.occasion(one, places=9)
    address = f"{of(event.day)}&view={view}"
    client.get(address)
    with CaptureQueriesContext(connection) as told:
        page = client.get(address)
    before = len(told)
    assert str(event.title) in page.content.decode()
    for unit in ("two", "three"):
        services.repeat(occasion=factories.occasion(units[unit], places=4), days=[event.day])
    memory.forget()
    client.get(address)
    with django_assert_num_queries(before):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_calendar_is_narrowed_by_library_age_and_format(client, one, units):
    factories.occasion(one, title="Малюкам", age_from=2, age_to=6)
    factories.occasion(units["three"], title="Школярам", format="quest", age_from=8, age_to=14)
    factories.occasion(one, title="Таємне", is_public=False)
    factories.occasion(one, title="Задум", stage="planned")

    def shown(query):
        text = client.get(f"/calendar?view=agenda&{query}").content.decode()
        return [title for title in ("Малюкам", "Школярам", "Таємне", "Задум") if title in text]

    assert shown("") == ["Малюкам", "Школярам"]
    assert shown("branch=north") == ["Малюкам"]
    assert shown("age=9") == ["Школярам"]
    assert shown("age=0-6") == ["Малюкам"]
    assert shown("format=quest") == ["Школярам"]
    assert client.get("/calendar?branch=nowhere").status_code == 404
    assert client.get("/calendar?day=not-a-day&view=odd&age=x").status_code == 200


@pytest.mark.django_db
def test_the_feed_is_read_by_a_calendar_and_tells_changes(client, one):
    import icalendar

    event = factories.occasion(
        one, title="Тиша, і «книги»; разом", about=Translated(uk="Рядок\nдругий " * 20), places=5
    )
    before = client.get("/calendar.ics")
    told = icalendar.Calendar.from_ical(before.content)
    found = told.walk("VEVENT")[0]
    assert str(found["SUMMARY"]) == "Тиша, і «книги»; разом"
    assert str(found["DESCRIPTION"]).startswith("Рядок\nдругий")
    assert found["DTSTART"].dt.astimezone(event.clock) == event.starts_at
    assert str(found["UID"]).startswith(str(event.uid))
    assert [zone["TZID"] for zone in told.walk("VTIMEZONE")] == [event.time_zone]
    assert all(len(line) <= 75 for line in before.content.split(b"\r\n"))
    again = client.get("/calendar.ics", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 304
    event.move("cancel")
    after = icalendar.Calendar.from_ical(client.get("/calendar.ics").content).walk("VEVENT")[0]
    assert (after["UID"], after["STATUS"]) == (found["UID"], "CANCELLED")
    assert after["SEQUENCE"] > found["SEQUENCE"]
    assert client.get(f"/events/{event.pk}.ics").content.count(b"BEGIN:VEVENT") == 1


@pytest.mark.django_db
def test_a_page_of_an_event_tells_search_engines_and_the_search_knows_it(client, one):
    event = factories.occasion(one, places=5, age_from=8, age_to=12, title="Лист")
    text = client.get(event.get_absolute_url()).content.decode()
    told = json.loads(text.split('application/ld+json">')[1].split("</script>")[0])
    assert told["@type"] == "Event"
    assert told["startDate"] == event.begins.isoformat(timespec="minutes")
    assert told["typicalAgeRange"] == "8-12"
    entry = next(iter(search_entries.kind("event").build([event.pk])))
    assert entry.title == "Лист"
    assert entry.units == ["region", "north", "one"]
    assert "Master" not in entry.subjects
    assert not list(search_entries.kind("event").build([factories.occasion(one, is_public=False).pk]))


@pytest.mark.django_db
def test_enrolling_without_an_account_a_ticket_and_giving_it_up(client, one):
    event = factories.occasion(one, places=1)
    Question.objects.create(occasion=event, text=Translated(uk="Згода?"), kind="yes", required=True)
    question = event.questions.get()
    page = client.get(event.get_absolute_url())
    key = page.context["form"]["key"].value()
    form = {"key": key, "name": "Оля", "seats": "1", "agree": "on"}
    refused = client.post(event.get_absolute_url(), form)
    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"email", f"q{question.pk}"}
    form |= {"email": "o@x.ua", f"q{question.pk}": "on"}
    answer = client.post(event.get_absolute_url(), form)
    client.post(event.get_absolute_url(), form)
    ticket = Enrolment.objects.get()
    assert answer.url == ticket.get_absolute_url()
    assert ticket.answers == {str(question.pk): True}
    shown = client.get(answer.url)
    assert "<svg" in shown.content.decode()
    assert "noindex" in shown.content.decode()
    second = services.enrol(occasion=event, name="Ігор", phone="1")
    client.post(answer.url, {"act": "leave"})
    assert [factories.fresh(each).state for each in (ticket, second)] == ["cancelled", "booked"]
    assert client.get("/events/ticket/nobody-has-this/").status_code == 404


@pytest.mark.django_db
def test_forms_sent_too_often_from_one_address_wait(client, one, settings):
    settings.ENROL_RATE = "1/h"
    event = factories.occasion(one, places=9)
    answers = [
        client.post(event.get_absolute_url(), {"name": "A"}, REMOTE_ADDR="203.0.113.9").status_code for _n in range(2)
    ]
    assert answers == [400, 429]


@pytest.mark.django_db
def test_a_volunteer_at_the_door_without_an_account(client, one):
    event = factories.occasion(one, places=9)
    ticket = services.enrol(occasion=event, name="Оля", phone="+380501112233", email="o@x.ua")
    door = reverse("programmes:door", args=[event.door_token])
    shown = client.get(door).content.decode()
    assert "Оля" in shown
    assert "+380501112233" not in shown
    acts = [
        {
            "key": str(uuid.uuid4()),
            "kind": "came",
            "ticket": f"https://library.example/events/ticket/{ticket.token}/",
            "number": 1,
        },
        {"key": str(uuid.uuid4()), "kind": "walk_in", "audience": "children", "number": 2},
        {"key": str(uuid.uuid4()), "kind": "came", "ticket": "999"},
        {"key": "odd", "kind": "walk_in"},
    ]
    for _n in range(2):
        told = client.post(f"{door}act", {"acts": acts}, content_type="application/json").json()
    assert [bool(act.get("done")) for act in told["acts"]] == [True, True, False, False]
    heard = told["list"]
    assert (heard["total"], heard["came"], heard["bands"][0]["number"]) == (3, 1, 2)
    assert DoorAct.objects.count() == 2
    assert client.post(f"{door}act", "[" * 100_000, content_type="application/json").status_code == 400
    odd = [{"key": str(uuid.uuid4()), "kind": "walk_in", "audience": [], "number": 1, "at": "0001-01-01T00:00"}]
    told = client.post(f"{door}act", {"acts": odd}, content_type="application/json").json()
    assert (told["acts"][0]["done"], told["list"]["total"]) == (True, 4)
    client.post(f"{door}act", {"key": str(uuid.uuid4()), "kind": "back", "ticket": ticket.code})
    assert factories.fresh(ticket).state == "booked"
    event.move("cancel")
    assert client.get(door).status_code == 404


@pytest.mark.django_db
def test_the_desk_leads_from_a_format_to_the_ledger(desk, one, librarian):
    starts = timezone.localtime() + timedelta(days=2)
    form = {
        "unit": one.pk, "title_uk": "Закладка", "day": f"{starts:%Y-%m-%d}", "begins": "15:00", "ends": "16:00", "mode": "inside",
        "taking": "open", "places": "10", "most_seats": "5", "audience": "children", "age_from": "6", "age_to": "12",
        "is_public": "on",
    }  # fmt: skip
    answer = desk.post(reverse("desk_programmes:start", args=["craft_workshop"]), form)
    event = Occasion.objects.get()
    assert answer.url == reverse("desk_programmes:occasion", args=[event.pk])
    assert event.responsible == librarian
    for move in ("announce", "open"):
        desk.post(
            reverse("desk_programmes:stage", args=[event.pk]), {"move": move, "seen": factories.fresh(event).stage}
        )
    assert factories.fresh(event).stage == "registration"
    desk.post(
        reverse("desk_programmes:people", args=[event.pk]),
        {"name": "Клас", "kind": "class", "group_name": "3-А", "seats": "8", "children": "7"},
    )
    assert Enrolment.objects.get().who == "3-А"
    # A card tells who it is and in which language to write; the librarian is asked about "them", not about "you".
    reader = lending.reader(one, language="kk")
    number = reader.cards.get().number
    here = reverse("desk_programmes:people", args=[event.pk])
    desk.post(here, {"card": number, "kind": "person", "seats": "1"})
    made = Enrolment.objects.get(reader=reader)
    assert (made.who, made.language) == (reader.full_name, "kk")
    again = desk.post(here, {"card": number, "kind": "person", "seats": "1"})
    assert again.context["form"].non_field_errors() == ["This person is enrolled already."]
    assert desk.post(here, {"card": "?", "kind": "person", "seats": "1"}).context["form"].errors.keys() == {"card"}
    assert "Your name" not in again.content.decode()
    Occasion.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    )
    counted = desk.post(
        reverse("desk_programmes:count", args=[event.pk]), {"onsite_children": "7", "onsite_adults": "1"}
    )
    assert counted.status_code == 302
    assert factories.fresh(event).stage == "counted"
    desk.post(reverse("desk_programmes:report", args=[event.pk]), {"story_uk": "Було весело", "went_well": "усе"})
    assert "Було весело" in desk.get(event.get_absolute_url()).content.decode()
    assert "7" in desk.get(reverse("desk_programmes:result", args=[event.pk])).content.decode()


@pytest.mark.django_db
def test_screens_open_and_their_lists_do_not_grow(desk, one):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    event = factories.occasion(one, places=9)
    services.enrol(occasion=event, name="A", phone="1")
    month = f"{event.day:%Y-%m}"
    addresses = [
        f"/desk/events/?month={month}", "/desk/events/todo/", "/desk/events/board/", "/desk/events/programmes/",
        f"/desk/events/{event.pk}/people/", "/desk/events/formats/",
    ]  # fmt: skip
    before = {}
    for address in addresses:
        desk.get(address)
        with CaptureQueriesContext(connection) as told:
            assert desk.get(address).status_code == 200
        before[address] = len(told)
    for n in range(3):
        services.enrol(occasion=event, name=f"B{n}", phone=f"2{n}")
    services.repeat(occasion=event, days=[event.day + timedelta(days=1), event.day + timedelta(days=2)])
    services.save_programme(unit=one, title=Translated(uk="Цикл"))
    for address in addresses:
        with CaptureQueriesContext(connection) as told:
            desk.get(address)
        assert len(told) <= before[address] + 1, address
    for address in (
        f"/desk/events/plan.pdf?month={month}", f"/desk/events/plan.csv?month={month}", f"/desk/events/{event.pk}/edit/",
        f"/desk/events/{event.pk}/move/", f"/desk/events/{event.pk}/repeat/", f"/desk/events/{event.pk}/letters/",
        f"/desk/events/{event.pk}/door/", f"/desk/events/{event.pk}/result/", f"/desk/events/{event.pk}/people.csv",
        "/desk/events/formats/quest/", "/desk/events/formats/quest/start/", "/desk/events/programmes/new/",
    ):  # fmt: skip
        assert desk.get(address).status_code == 200, address


@pytest.mark.django_db
def test_a_part_of_an_event_that_is_no_number_is_not_found(desk, one):
    at = f"/desk/events/{factories.occasion(one).pk}"
    for name, said in (
        ("task", "task"),
        ("duty", "duty"),
        ("link", "remove"),
        ("question", "remove"),
        ("photo", "cover"),
    ):
        assert desk.post(f"{at}/{name}/", {said: "²"}).status_code == 404, name
    assert desk.post("/desk/events/board/", {"pk": "x", "move": "cancel", "seen": "planned"}).status_code == 404


@pytest.mark.django_db
def test_another_branch_is_closed_to_a_librarian(desk, units):
    event = factories.occasion(units["three"], places=9)
    ticket = services.enrol(occasion=event, name="A", phone="1")
    for name in ("occasion", "people", "door", "result", "edit"):
        assert desk.get(reverse(f"desk_programmes:{name}", args=[event.pk])).status_code == 403
    desk.post(ticket.get_absolute_url(), {"act": "came", "key": str(uuid.uuid4())})
    assert factories.fresh(ticket).state == "booked"


@pytest.mark.django_db
def test_books_of_an_event_lead_back_to_it(client, one):
    from chytalnia.lending.tests import factories as lending

    work = lending.record().work
    event = factories.occasion(one)
    services.add_link(occasion=event, work=work)
    services.add_link(occasion=event, work=work)
    assert Link.objects.count() == 1
    for address in (work.get_absolute_url(), one.get_absolute_url(), "/"):
        assert f"/events/{event.pk}/" in client.get(address).content.decode(), address
