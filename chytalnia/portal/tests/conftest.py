"""A small network with real records, made descriptions and an index of its own on disk."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from chytalnia.catalogue.models import Record
from chytalnia.catalogue.services import importing, items
from chytalnia.catalogue.tests.factories import LOC, marc
from chytalnia.core.translated import Translated
from chytalnia.network import services as network
from chytalnia.network.models import Unit
from chytalnia.network.tests.factories import unit
from chytalnia.search import services as search

ALWAYS = {n: [("00:00", "00:00")] for n in range(7)}


@pytest.fixture(autouse=True)
def nothing_kept(settings, tmp_path):
    """Each test has its own cache and its own index."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    settings.SEARCH_RATE = "off"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def library(db, tmp_path):
    """Two branches; «Кобзар» in both, and thirty records as a national library gives them."""
    region = unit(kind="region", code="region")
    system = unit(region, "system", code="system")
    one = unit(
        system,
        code="one",
        name=Translated(uk="Філія № 1, сімейна", kk="№ 1 филиал"),
        address=Translated(uk="вул. Сонячна, 5"),
    )
    two = unit(Unit.objects.get(pk=system.pk), code="two", name=Translated(uk="Бібліотека для дітей"))
    network.set_hours(unit=Unit.objects.get(code="system"), weekly=ALWAYS)
    made = [
        marc("k1", "Кобзар", "Шевченко, Тарас", 2014),
        marc("k2", "Абай жолы", "Әуезов, Мұхтар", 1990, language="kaz"),
        marc("k3", "Лісова пісня", "Українка, Леся", 2001),
        marc("k4", "Мастер и Маргарита", "Булгаков, Михаил", 1988, language="rus"),
        *[marc(f"h{n}", f"Історія краю, книга {n}", f"Краєзнавець {n}, Олена", 1990 + n) for n in range(24)],
    ]
    loc = LOC.read_bytes().split(b"\x1d")[:30]
    path = tmp_path / "records.mrc"
    path.write_bytes(b"".join(record.as_marc() for record in made) + b"".join(raw + b"\x1d" for raw in loc))
    holder = Unit.objects.get(code="system")
    importing.run(importing.create_job(path=path, unit=holder, find_duplicates=False))
    kobzar = Record.objects.get(control_number="k1")
    for branch in (one, two):
        items.receive_items(record=kobzar, unit=branch, shelf_mark="84(4УКР)1 Ш37")
    search.drain()
    return SimpleNamespace(one=one, two=two, kobzar=kobzar, system=holder)
