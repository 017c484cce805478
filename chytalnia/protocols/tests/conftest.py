"""Two books in one branch, found through an index of their own."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import importing, items
from chytalnia.catalogue.tests.factories import marc, write
from chytalnia.network.models import Unit
from chytalnia.network.tests.factories import unit
from chytalnia.search import services as search


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
