"""What a scan costs: few questions to the database, and nothing waits for the index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chytalnia.catalogue import entries
from chytalnia.lending import services
from chytalnia.lending.tests import factories
from chytalnia.search.models import Change

pytestmark = pytest.mark.usefixtures("english")

#: Statements of an act; savepoints are those of the test's own transaction.
MOST = 15


def statements(act):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]


@pytest.mark.parametrize("has_more", [0, 4])
def test_a_scan_asks_little_however_much_the_reader_has(one, has_more):
    reader = factories.reader(one)
    for _ in range(has_more):
        services.lend(item=factories.item(one), reader=reader, unit=one)
    copy = factories.item(one)
    warm = factories.item(one)
    services.lend(item=warm, reader=factories.reader(one), unit=one)
    services.take_back(item=warm, unit=one)
    lent = statements(lambda: services.lend(item=copy, reader=reader, unit=one))
    back = statements(lambda: services.take_back(item=copy, unit=one))
    assert len(lent) <= MOST, "\n".join(lent)
    assert len(back) <= MOST, "\n".join(back)


def test_search_is_told_in_the_same_transaction(one):
    copy = factories.item(one)
    Change.objects.all().delete()
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    assert list(Change.objects.values_list("kind", "object_pk")) == [("work", str(copy.record.work_id))]
    (entry,) = entries.build([copy.record.work_id])
    assert entry.available == []
    services.take_back(item=copy, unit=one)
    (entry,) = entries.build([copy.record.work_id])
    assert "one" in entry.available
