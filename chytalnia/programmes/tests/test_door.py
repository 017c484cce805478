"""The door: what is told late or twice, two phones, and a count that goes on at the same moment."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from chytalnia.lending.tests import factories as lending
from chytalnia.programmes import services
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import DoorAct, Headcount
from chytalnia.programmes.tests import factories
from chytalnia.programmes.views.door import short


@pytest.mark.django_db
def test_of_two_words_about_a_ticket_the_later_one_holds(one):
    event = factories.occasion(one, places=9)
    ticket = services.enrol(occasion=event, name="A", phone="1", seats=3)
    now = timezone.now()
    services.note_at_door(occasion=event, key=uuid.uuid4(), kind="came", enrolment=ticket, number=3, at=now)
    services.note_at_door(
        occasion=event, key=uuid.uuid4(), kind="back", enrolment=ticket, at=now - timedelta(minutes=4)
    )
    ticket.refresh_from_db()
    assert (ticket.state, ticket.came_seats) == ("came", 3)
    assert DoorAct.objects.filter(enrolment=ticket).count() == 2


@pytest.mark.django_db
def test_the_page_that_a_phone_keeps_holds_nobody_and_its_list_short_names(client, one):
    event = factories.occasion(one, places=9)
    ticket = services.enrol(occasion=event, name="Ткаченко Марія Іванівна", phone="0501112233")
    shell = client.get(reverse("programmes:door_shell")).content.decode()
    worker = client.get(reverse("programmes:door_worker"))
    assert "Ткаченко" not in shell
    assert event.door_token not in shell + worker.content.decode()
    assert worker["Service-Worker-Allowed"] == "/"
    kept = client.get(reverse("programmes:door", args=[event.door_token])).context["kept"]
    assert [row["who"] for row in kept["rows"]] == ["Ткаченко М."]
    assert ticket.token not in str(kept)
    assert ticket.phone not in str(kept)
    assert short("Ткач") == "Ткач"


@pytest.mark.django_db(transaction=True)
def test_a_tap_while_the_event_is_counted_is_counted_or_refused_never_lost():
    units = lending.network()
    event = factories.past(units["one"])
    counted, refused, wrong = [], [], []
    gate = threading.Barrier(5)

    def tap():
        gate.wait(30)
        for _ in range(12):
            try:
                services.note_at_door(occasion=event, key=uuid.uuid4(), kind="walk_in", audience="adults")
                counted.append(1)
            except CannotChange:
                refused.append(1)

    def count():
        gate.wait(30)
        services.count(occasion=event, heads={("onsite", "adults"): 1})

    def run(act):
        try:
            act()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in (tap, tap, tap, tap, count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not wrong
    assert len(counted) + len(refused) == 48
    result = factories.fresh(event).result
    # Nothing was noted after the count had closed the door.
    assert DoorAct.objects.filter(occasion=event).count() == len(counted)
    assert not DoorAct.objects.filter(occasion=event, at__gt=result.counted_at + timedelta(seconds=5)).exists()
    assert Headcount.objects.get(occasion=event).number == 1
