"""Travelling books, quickly."""

from __future__ import annotations

import uuid
from itertools import count

from chytalnia.bookcrossing import services
from chytalnia.bookcrossing.models import Shelf
from chytalnia.lending.tests.factories import network

_numbers = count(1)

__all__ = ["book", "key", "network", "shelf"]


def key():
    return uuid.uuid4()


def book(unit, title="Кобзар", **about):
    return services.register(unit=unit, title=title, **about)


def shelf(unit, point=(49.07, 33.42), **about):
    number = next(_numbers)
    return Shelf.objects.create(
        code=f"shelf-{number}",
        name={"en": f"Shelf {number}"},
        unit=unit,
        latitude=point[0],
        longitude=point[1],
        **about,
    )
