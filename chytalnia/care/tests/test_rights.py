"""Who the children are is seen by those on duty at the session and by the head; every look stands in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chytalnia.care.models import Application
from chytalnia.core.models import AuditEntry
from chytalnia.lending.tests import factories as lending
from chytalnia.people.rules import Role
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import Occasion

from .factories import child, session

pytestmark = pytest.mark.django_db
SECRET = ("Марійка", "горіхи", "Ганна", "111 22 33")


def pages(made, place):
    own = [("desk_care:child", [made.pk, place.pk]), ("desk_care:incident", [made.pk]), ("desk_care:paper", [made.pk])]
    general = [
        ("desk_programmes:people_csv", [made.pk]),
        ("desk_programmes:letters", [made.pk]),
        ("desk_programmes:door", [made.pk]),
    ]
    return [reverse(name, args=args) for name, args in own + general]


def test_a_librarian_who_is_not_on_duty_gets_nothing(one, staff, sign_in):
    on_duty, other, head = staff("onduty"), staff("other"), staff("head", Role.BRANCH_HEAD)
    made = session(one, people=[on_duty], names=["Волонтерка"])
    place, _pin = child(made)
    door = Occasion.objects.get(pk=made.pk).door_token

    client = sign_in(other)
    for address in pages(made, place):
        assert client.get(address).status_code == 403, address
    assert client.post(reverse("desk_care:act", args=[made.pk]), {"act": "room"}).status_code == 403
    assert client.get(reverse("desk_care:duty", args=[made.pk])).status_code == 403
    people = client.get(reverse("desk_programmes:people", args=[made.pk]), follow=True)
    shown = people.content.decode()
    names = ("desk_care:session", "programmes:occasion", "desk_programmes:occasion")
    seen = [reverse(name, args=[made.pk]) for name in names] + [
        reverse("desk_care:index"),
        f"{reverse('portal:search')}?q=Коваль",
    ]
    for address in seen:
        shown += client.get(address).content.decode()
    assert not [word for word in SECRET if word in shown]
    assert client.get(reverse("programmes:door", args=[door])).status_code == 404
    assert not AuditEntry.objects.filter(act="care.look").exists()

    for user in (on_duty, head):
        client = sign_in(user)
        assert "Марійка" in client.get(reverse("desk_care:session", args=[made.pk])).content.decode()
        for address in pages(made, place)[:3]:
            assert client.get(address).status_code == 200
    looks = AuditEntry.objects.filter(act__in=["care.look", "care.print"])
    assert looks.count() == 6
    assert not [word for word in SECRET if word in str(list(AuditEntry.objects.values()))]


def test_who_was_on_duty_sees_the_list_no_more_when_the_day_is_over(one, staff, sign_in):
    on_duty, head = staff("onduty"), staff("head", Role.BRANCH_HEAD)
    made = session(one, people=[on_duty], names=["Волонтерка"])
    place, _pin = child(made)
    Occasion.objects.filter(pk=made.pk).update(
        day=made.occasion.day - timedelta(days=11), last_day=made.occasion.day - timedelta(days=11)
    )
    address = reverse("desk_care:child", args=[made.pk, place.pk])
    assert sign_in(on_duty).get(address).status_code == 403
    assert sign_in(head).get(address).status_code == 200


def test_the_form_of_an_event_opens_no_enrolment_past_the_application(one):
    made = session(one, names=["A", "B"])
    with pytest.raises(CannotChange):
        programmes.change(occasion=made.occasion, taking="open")


def test_a_card_is_the_parents_own(one, sign_in, staff):
    made = session(one, names=["A", "B"])
    parent, neighbour = lending.reader(one), lending.reader(one, surname="Сусід")
    for reader, name in ((parent, "parent"), (neighbour, "neighbour")):
        reader.user = staff(name, Role.EDITOR)
        reader.save()
    place, _pin = child(made, reader=parent)
    address = reverse("care:child", args=[place.application_id])
    assert sign_in(neighbour.user).get(address).status_code == 404
    page = sign_in(parent.user).post(address, {"act": "pin"})
    assert "Марійка" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "data-pin" in page.content.decode()
    assert "data-pin" not in sign_in(parent.user).get(address).content.decode()


def test_the_list_costs_the_same_with_one_child_and_three(one, staff, sign_in, django_assert_num_queries):
    user = staff("onduty")
    made = session(one, people=[user], names=["B"])
    client, address = sign_in(user), reverse("desk_care:session", args=[made.pk])
    child(made)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    child(made, "Друга Дитина")
    child(made, "Третя Дитина")
    with django_assert_num_queries(len(asked)):
        assert client.get(address).content.decode().count("Дитина") == 2


def test_the_whole_form_is_filled_in_and_mistakes_are_told(one, staff, sign_in):
    user = staff("onduty")
    made = session(one, people=[user], names=["B"])
    client, address = sign_in(user), reverse("desk_care:take", args=[made.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"child_name": "Оленка"}).status_code == 400
    assert not Application.objects.exists()
