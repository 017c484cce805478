"""Holds whose work is joined to another or split are in the right queue at once, and get the copies that stand there."""

import pytest

from chytalnia.catalogue.services import works
from chytalnia.lending import services
from chytalnia.lending.models import Hold
from chytalnia.lending.tests import factories, truth

pytestmark = pytest.mark.usefixtures("english")


def test_a_hold_gets_a_copy_of_a_work_joined_to_its_own_without_waiting_for_the_night(
    one, django_capture_on_commit_callbacks
):
    lent, free = factories.item(one), factories.item(one)
    services.lend(item=lent, reader=factories.reader(one), unit=one)
    hold = services.place_hold(reader=factories.reader(one), target=lent.record.work, pickup=one)
    with django_capture_on_commit_callbacks(execute=True):
        kept = works.join(works=[free.record.work, lent.record.work])
    hold.refresh_from_db()
    assert (hold.state, hold.item, hold.queue_work) == ("assigned", free, kept)
    truth.assert_all_is_well()


def test_a_hold_on_an_edition_goes_with_it_when_it_is_split_off(one, django_capture_on_commit_callbacks):
    first = factories.item(one)
    second = factories.item(one, of=factories.record(title="Кобзар для дітей"))
    for copy in (first, second):
        services.lend(item=copy, reader=factories.reader(one), unit=one)
    together = works.join(works=[first.record.work, second.record.work])
    second.record.refresh_from_db()
    on_edition = services.place_hold(reader=factories.reader(one), target=second.record, pickup=one)
    on_work = services.place_hold(reader=factories.reader(one), target=together, pickup=one)
    with django_capture_on_commit_callbacks(execute=True):
        apart = works.split(record=second.record)
    assert Hold.objects.get(pk=on_edition.pk).queue_work == apart
    assert Hold.objects.get(pk=on_work.pk).queue_work == together
