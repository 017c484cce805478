"""Holds placed at the desk, and the list of what was lost on the way."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from chytalnia.lending import queries, services
from chytalnia.lending.models import Hold, HoldState
from chytalnia.lending.tests import factories
from chytalnia.people.models import RoleGrant, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def librarian(client, one):
    user = User.objects.create_user("librarian")
    RoleGrant.objects.create(user=user, unit=one, role="librarian")
    client.force_login(user)
    return user


def test_a_refused_loan_leads_to_a_hold_in_two_presses(client, one, librarian):
    other, reader, copy = factories.reader(one, surname="Інший"), factories.reader(one), factories.item(one)
    services.lend(item=copy, reader=other, unit=one)
    page = client.post(
        reverse("desk_lending:scan"), {"code": copy.barcode, "reader": reader.pk, "key": str(uuid.uuid4())}
    ).content.decode()
    address = reverse("desk_lending:place_hold")
    work = copy.record.work
    assert f"{address}?reader={reader.pk}&amp;work={work.pk}" in page

    page = client.get(address, {"reader": reader.pk, "work": work.pk}).content.decode()
    assert "0 free of 1" in page
    sent = {"reader": reader.pk, "work": work.pk, "pickup": one.pk, "key": str(uuid.uuid4())}
    for _twice in range(2):
        client.post(address, sent)
    assert [(hold.reader, hold.queue_work, hold.state) for hold in Hold.objects.all()] == [
        (reader, work, HoldState.QUEUED)
    ]
    assert "waits for it already" in client.post(address, {**sent, "key": str(uuid.uuid4())}).content.decode()


def test_what_was_lost_on_the_way_stays_on_the_list_until_it_is_found(client, one, two, librarian):
    copy = factories.item(one)
    hold = services.place_hold(reader=factories.reader(two), target=copy.record.work, pickup=two)
    services.take_back(item=copy, unit=one)
    services.mark_lost(item=copy, unit=one)
    assert "Lost on the way, not found yet" in client.get(reverse("desk_lending:van")).content.decode()
    assert [each.item for each in queries.transits_lost(two)] == [copy]
    services.take_back(item=copy, unit=two)
    hold.refresh_from_db()
    assert hold.state == HoldState.ON_SHELF
    assert not queries.transits_lost(two)
