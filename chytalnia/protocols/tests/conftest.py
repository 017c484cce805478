"""Two books in one branch, found through an index of their own; and a machine of self-service with a reader before it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import importing, items
from chytalnia.catalogue.tests.factories import marc, write
from chytalnia.lending import snapshot
from chytalnia.lending.tests import factories
from chytalnia.network.models import Unit
from chytalnia.network.tests.factories import unit
from chytalnia.protocols.models import Device
from chytalnia.protocols.models.device import MESSAGES
from chytalnia.protocols.sip2 import devices
from chytalnia.search import services as search

from .sip2_machine import Machine, running


@pytest.fixture(autouse=True)
def nothing_kept(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    settings.SEARCH_RATE = "off"
    settings.PUBLIC_URL = "http://library.example"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def library(db, tmp_path):
    system = unit(kind="system", code="system")
    branch = unit(system, code="one")
    path = write(
        tmp_path / "records.mrc",
        marc("k1", "Кобзар & <інше>", "Шевченко, Тарас", 2014, isbn="9789660371613"),
        marc("k2", "Абай жолы", "Әуезов, Мұхтар", 1990, language="kaz"),
    )
    importing.run(importing.create_job(path=path, unit=Unit.objects.get(code="system")))
    kobzar = Record.objects.get(control_number="k1")
    items.receive_items(record=kobzar, unit=branch, acquired_on=date(2026, 11, 20))
    search.drain()
    return SimpleNamespace(branch=branch, kobzar=kobzar)


@pytest.fixture
def place():
    """Two branches of one system, a reader, a copy, and a machine in the first branch that may do everything."""
    snapshot.forget()
    units = factories.network()
    reader = factories.reader(units["one"], language="en")
    device = Device(
        name="Self-check", login="desk", unit=units["one"], messages=[number for number, _ in MESSAGES], language="en"
    )
    secret = devices.enter(device=device, by=None)
    item = factories.item(units["one"])
    yield SimpleNamespace(
        **units, reader=reader, card=reader.cards.get().number, device=device, secret=secret, item=item,
        barcode=item.barcode,
    )  # fmt: skip
    snapshot.forget()


@pytest.fixture
def server():
    with running() as found:
        yield found


@pytest.fixture
def machine(server, place):
    with Machine(server.port) as found:
        assert found.log_in(place.device, place.secret)
        yield found
