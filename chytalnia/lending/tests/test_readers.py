"""What lending does when readers register, are merged, leave."""

import pytest
from django.utils import timezone

from chytalnia.journal import queries as journal
from chytalnia.lending import services
from chytalnia.lending.models import Act, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.people.readers import services as readers

pytestmark = pytest.mark.usefixtures("english")


def test_a_registration_is_a_user_of_the_year_and_a_visit(one):
    reader = factories.reader(one, registered=False)
    readers.reregister(reader=reader, unit=one)
    assert journal.total("users.registered", audience="age_36_55") == 1
    assert journal.total("visits.service") == 1
    services.lend(item=factories.item(one), reader=reader, unit=one)
    assert journal.total("visits.service") == 1
    assert_all_is_well()


def test_the_kept_reader_has_what_both_had_and_they_can_be_parted(one):
    kept, twin = factories.reader(one), factories.reader(one)
    loan = services.lend(item=factories.item(one), reader=twin, unit=one).loan
    work = factories.item(one).record.work
    services.lend(item=work.records.get().items.get(), reader=factories.reader(one), unit=one)
    first = services.place_hold(reader=kept, target=work, pickup=one)
    second = services.place_hold(reader=twin, target=work, pickup=one)
    merge = readers.merge(keep=kept, gone=twin)
    assert Loan.objects.get(pk=loan.pk).reader == kept
    assert [Hold.objects.get(pk=hold.pk).state for hold in (first, second)] == ["queued", "cancelled"]
    readers.unmerge(merge=merge)
    assert Loan.objects.get(pk=loan.pk).reader == twin
    assert_all_is_well()


def test_who_owes_does_not_leave_and_who_left_is_forgotten(one):
    reader = factories.reader(one)
    loan = services.lend(item=factories.item(one), reader=reader, unit=one).loan
    with pytest.raises(Exception, match="1 copy is not returned"):
        readers.close(reader=reader)
    services.take_back(item=loan.item, unit=one)
    services.place_hold(reader=reader, target=loan.item, pickup=one)
    readers.close(reader=reader)
    assert Hold.objects.get().state == "cancelled"
    from chytalnia.people.signals import reader_anonymised

    reader_anonymised.send(type(reader), reader=reader)
    assert not Loan.objects.exclude(reader=None).exists()
    assert not Act.objects.exclude(reader=None).exists()


def test_an_export_tells_what_the_reader_has(one):
    reader = factories.reader(one)
    services.lend(item=factories.item(one), reader=reader, unit=one)
    data = readers.export_data(reader=reader)
    assert "Кобзар" in str(data)
    assert str(timezone.localdate().year) in str(data)
