"""Machines at the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from chytalnia.core.models import AuditEntry
from chytalnia.network.tests.factories import holder, network
from chytalnia.protocols.models import Device
from chytalnia.protocols.sip2 import devices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def units(db):
    return network()


def given(unit, **more):
    return {
        "name": "Self-check", "unit": unit.pk, "login": "desk-1", "is_active": "on", "messages": ["11", "09"],
        "networks": "", "encoding": "utf-8", "language": "", "number_uk": "804", "number_kk": "398",
        "due_dates": "moment", "location": "",
    } | more  # fmt: skip


def test_an_administrator_enters_a_machine_and_is_told_its_password_once(client, units):
    client.force_login(holder(units["system"], "administrator"))

    page = client.post(reverse("devices:add"), given(units["one"]), follow=True)

    device = Device.objects.get()
    told = page.content.decode()
    assert "It is not shown again" in told
    password = told.split("and the password ")[1].split(".")[0].strip()
    assert check_password(password, device.password)
    assert device.messages == ["11", "09"]
    assert password not in client.get(reverse("devices:edit", args=[device.pk])).content.decode()
    assert AuditEntry.objects.filter(act="protocols.enter_device").exists()


def test_a_machine_is_changed_and_given_a_new_password(client, units):
    client.force_login(holder(units["system"], "administrator"))
    device = Device(name="Self-check", login="desk-1", unit=units["one"])
    old = devices.enter(device=device, by=None)

    client.post(reverse("devices:edit", args=[device.pk]), given(units["one"], networks="10.0.0.0/8", messages=["09"]))
    page = client.post(reverse("devices:password", args=[device.pk]), follow=True)

    device.refresh_from_db()
    assert (device.networks, device.messages) == ("10.0.0.0/8", ["09"])
    assert not check_password(old, device.password)
    assert "It is not shown again" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"networks": "10.0.0.0/99"}, {"number_kk": "804"}, {"number_uk": "uk"}, {"login": ""}, {"encoding": "koi8"}],
)
def test_a_machine_that_could_not_work_is_refused(client, units, wrong):
    client.force_login(holder(units["system"], "administrator"))

    page = client.post(reverse("devices:add"), given(units["one"], **wrong))

    assert page.status_code == 200
    assert not Device.objects.exists()


@pytest.mark.parametrize("role", ["librarian", "cataloguer", "branch_head"])
def test_others_do_not_see_machines(client, units, role):
    client.force_login(holder(units["one"], role))
    assert client.get(reverse("devices:index")).status_code != 200
    assert client.post(reverse("devices:add"), given(units["one"])).status_code != 200
    assert not Device.objects.exists()


def test_a_machine_of_another_library_is_not_touched(client, units):
    device = Device(name="Self-check", login="desk-1", unit=units["two"])
    devices.enter(device=device, by=None)
    before = device.password
    client.force_login(holder(units["one"], "administrator"))

    assert client.post(reverse("devices:password", args=[device.pk])).status_code == 403

    device.refresh_from_db()
    assert device.password == before
