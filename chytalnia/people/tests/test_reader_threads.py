"""Two desks at one moment: one card, one count a year, one reader of a registration, no merge both ways."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from chytalnia.network import services as network
from chytalnia.people.errors import NotMergeableError
from chytalnia.people.models import Card, Reader, Registration
from chytalnia.people.readers import services
from tests import threads

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 3, 2)


def together(*acts):
    return threads.together(*acts, refusal=Exception)


def test_desks_at_one_moment():
    unit = network.create_unit(parent=None, kind="library", code="b1", name="Бібліотека", by=None)
    key = uuid4()
    known = {"unit": unit, "on": DAY, "surname": "Коваль", "name": "Олена"}

    sent = together(*(partial(services.register, key=key, **known) for _ in range(3)))
    assert len(set(sent)) == Reader.objects.count() == 1

    others = together(*(partial(services.register, **known | {"name": name}) for name in ("Ія", "Ада", "Єва")))
    assert sorted(Registration.objects.values_list("number", flat=True)) == [1, 2, 3, 4]

    reader = sent[0]
    together(*(partial(services.issue_card, reader=reader) for _ in range(3)))
    assert Card.objects.filter(reader=reader, blocked_at=None).count() == 1

    years = together(*(partial(services.reregister, reader=reader, unit=unit, on=date(2027, 1, 9)) for _ in range(3)))
    assert len(set(years)) == 1

    one, two = others[:2]
    answers = together(
        partial(services.merge, keep=one, gone=two, note="a"), partial(services.merge, keep=two, gone=one, note="b")
    )
    assert sum(isinstance(answer, NotMergeableError) for answer in answers) == 1
    assert Reader.objects.filter(state="merged").count() == 1
