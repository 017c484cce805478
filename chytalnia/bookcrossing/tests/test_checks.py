"""Squares of the map and sums of libraries that somebody spoiled are found and counted anew."""

from __future__ import annotations

import pytest
from django.db.models import F

from chytalnia.bookcrossing import checks, services
from chytalnia.bookcrossing.models import MapCell, UnitSum
from chytalnia.bookcrossing.queries import Window, on_the_map
from chytalnia.bookcrossing.tests import factories


@pytest.mark.django_db
def test_squares_that_count_other_books_are_counted_anew(english):
    book = factories.book(factories.network()["one"])
    services.find(traveller=book, key=factories.key(), lat=49.07, lon=33.42)
    assert not checks.check()
    far = MapCell.objects.order_by("-level").first()
    MapCell.objects.filter(pk=far.pk).update(count=F("count") + 3)
    MapCell.objects.exclude(level=far.level).delete()
    MapCell.objects.create(level=far.level, x=1, y=1, count=2)
    UnitSum.objects.update(books=7, metres=1)
    drift = checks.check(mend=True)
    assert (len(drift.squares), drift.sums) == (3, [book.unit_id])
    assert not checks.check()


@pytest.mark.django_db
def test_a_capital_with_a_million_books_is_one_heap():
    """Squares times books are more than an integer holds."""
    MapCell.objects.create(level=1, x=21_050, y=14_040, count=1_000_000)
    told = on_the_map(Window(south=50.0, west=30.0, north=51.0, east=31.0, zoom=8))
    assert told["heaps"] == [{"lat": 50.4, "lon": 30.5, "n": 1_000_000}]
