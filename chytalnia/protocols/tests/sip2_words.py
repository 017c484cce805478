"""What a machine of the tests says: one message of each kind, and what else all its tests ask."""

from __future__ import annotations

import itertools
from datetime import timedelta

from chytalnia.journal.models import Fact
from chytalnia.wire import sip2

from .sip2_machine import now

_moments = itertools.count()


def moment():
    """Each message of a test has a second of its own."""
    return now() - timedelta(seconds=1000 - next(_moments) % 1000)


def checkout(place, **more):
    words = {"is_renewal_ok": True, "is_no_block": False, "at": moment(), "patron": place.card, "item": place.barcode}
    return sip2.Checkout(**words | more)


def checkin(place, **more):
    words = {"is_no_block": False, "at": moment(), "returned_at": now(), "location": "hall", "item": place.barcode}
    return sip2.Checkin(**words | more)


def renew(place, **more):
    words = {
        "is_third_party_ok": False,
        "is_no_block": False,
        "at": moment(),
        "patron": place.card,
        "item": place.barcode,
    }
    return sip2.Renew(**words | more)


def hold(place, **more):
    words = {"mode": sip2.HoldMode.ADD, "at": moment(), "patron": place.card, "item": place.barcode}
    return sip2.Hold(**words | more)


def information(place, summary=sip2.Summary.NONE, **more):
    return sip2.PatronInformation(at=moment(), patron=place.card, summary=summary, **more)


def facts(kind):
    return (
        Fact.objects.filter(kind=kind, reverses=None).count()
        - Fact.objects.filter(kind=kind, reverses__isnull=False).count()
    )
