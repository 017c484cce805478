"""Many ask for the few places of a group at once: the register never has one over them, and the queue keeps its order."""

from __future__ import annotations

import pytest

from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Enrolment
from tests.threads import together

from . import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_group_never_takes_one_over_its_places():
    one = lending.network()["one"]
    group = factories.group(one, size=2, by=people.create_account(username="teacher", by=None))
    occasion = group.lessons.get(number=1).occasion
    readers = [lending.reader(one) for _n in range(6)]
    together(
        *[lambda reader=reader: programmes.enrol(occasion=occasion, reader=reader, at_desk=True) for reader in readers]
    )
    seats = occasion.seats.get()
    assert (seats.taken, seats.waiting, group.learners.filter(left_on=None).count()) == (2, 4, 2)
    order = list(Enrolment.objects.filter(occasion=occasion).order_by("number"))
    booked = [each.state == "booked" for each in order]
    assert booked == sorted(booked, reverse=True)
    # Both leave while somebody more asks: the two who waited longest move up, and nobody overtakes them.
    late = lending.reader(one)
    together(
        *[lambda each=each: programmes.leave(enrolment=each) for each in order[:2]],
        lambda: programmes.enrol(occasion=occasion, reader=late, at_desk=True),
    )
    seats.refresh_from_db()
    now = set(group.learners.filter(left_on=None).values_list("reader", flat=True))
    assert (seats.taken, seats.waiting, now) == (2, 3, {each.reader_id for each in order[2:4]})
