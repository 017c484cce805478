"""A book that the tests of public pages look at."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from chytalnia.catalogue.models import Record, Work
from chytalnia.catalogue.services import works
from chytalnia.network import services as network
from chytalnia.network.models import Unit

from .factories import bring, copies, marc, system


@pytest.fixture
def ukrainian():
    """A request in Kazakh leaves its language behind; addresses asked for after it would carry it on."""
    with override("uk"):
        yield


@pytest.fixture
def kobzar(tmp_path):
    """A work of three editions in two languages with copies in two branches; returns (work, first branch, second)."""
    unit, one, two = system()
    network.change_card(unit=one, latitude="50.45", longitude="30.52")
    network.change_card(unit=two, latitude="50.60", longitude="30.52")
    bring(
        tmp_path,
        unit,
        marc("1", year=2014, isbn="9789660000018"),
        marc("2", year=1998),
        marc("3", title="Кобзарь", language="rus", year=1954, author="Шевченко, Тарас"),
    )
    work = Work.objects.get(title="Кобзар")
    russian = Work.objects.exclude(pk=work.pk).first()
    if russian:
        works.join(works=[work, russian])
        work.refresh_from_db()
    copies(Record.objects.get(control_number="1"), one, 2, shelf_mark="84(4УКР)1 / Ш 37")
    copies(Record.objects.get(control_number="2"), two, 1, shelf_mark="84(4УКР)1 / Ш 37")
    return Work.objects.shown().get(), Unit.objects.get(pk=one.pk), Unit.objects.get(pk=two.pk)
