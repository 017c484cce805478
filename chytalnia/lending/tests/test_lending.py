"""Lending, taking back, renewing, undoing: the daily life of a copy."""

import uuid

import pytest

from chytalnia.journal import queries as journal
from chytalnia.lending import services
from chytalnia.lending.errors import Refused
from chytalnia.lending.tests import factories

pytestmark = pytest.mark.usefixtures("english")


def test_a_copy_goes_out_and_comes_back(one):
    copy, reader = factories.item(one), factories.reader(one)
    act = services.lend(item=copy, reader=reader, unit=one)
    copy.refresh_from_db()
    assert (copy.status, act.loan.reader, act.loan.is_open) == ("on_loan", reader, True)
    assert copy.record.work.available_count == 0
    back = services.take_back(item=copy, unit=one)
    copy.refresh_from_db()
    assert (copy.status, back.loan.state, back.codes) == ("available", "returned", [])
    assert journal.total("issues.physical") == journal.total("returns") == journal.total("visits.service") == 1
    assert journal.total("issues.physical", knowledge="9", language="ukr", audience="age_36_55", place="onsite") == 1


def test_the_same_key_lends_once(one):
    copy, reader, key = factories.item(one), factories.reader(one), uuid.uuid4()
    acts = {services.lend(item=copy, reader=reader, unit=one, key=key).pk for _ in range(3)}
    assert len(acts) == journal.total("issues.physical") == 1


def test_undo_leaves_everything_as_it_was(one):
    copy, reader = factories.item(one), factories.reader(one)
    act = services.lend(item=copy, reader=reader, unit=one)
    services.undo(act=act)
    copy.refresh_from_db()
    assert copy.status == "available"
    assert copy.record.work.available_count == 1
    assert journal.total("issues.physical") == journal.total("visits.service") == 0
    services.lend(item=copy, reader=reader, unit=one)
    assert journal.total("visits.service") == 1


def test_another_readers_copy_is_refused(one):
    copy, reader, other = factories.item(one), factories.reader(one), factories.reader(one)
    services.lend(item=copy, reader=reader, unit=one)
    with pytest.raises(Refused) as refused:
        services.lend(item=copy, reader=other, unit=one)
    assert refused.value.codes == ["on_loan_to_another"]


def test_a_returned_copy_is_captured_and_sent(one, two):
    copy, reader, waiting = factories.item(one), factories.reader(one), factories.reader(two)
    services.lend(item=copy, reader=reader, unit=one)
    hold = services.place_hold(reader=waiting, target=copy.record.work, pickup=two)
    assert hold.state == "queued"
    back = services.take_back(item=copy, unit=one)
    assert (back.hold, back.transit.target, back.codes) == (hold, two, ["send_to"])
    arrived = services.take_back(item=copy, unit=two)
    assert (arrived.hold.state, arrived.codes) == ("on_shelf", ["on_shelf"])
    act = services.lend(item=copy, reader=waiting, unit=two)
    hold.refresh_from_db()
    assert (hold.state, hold.loan) == ("filled", act.loan)
    home = services.take_back(item=copy, unit=two)
    assert home.transit.target == one
