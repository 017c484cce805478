"""Frequent facts neither wait for the database nor fail because of it."""

import threading
import time

import pytest
from django.db import connection

from chytalnia.journal import later, queries
from chytalnia.journal.models import Fact

from .conftest import make_region


def test_facts_wait_until_they_are_written(branch, region):
    later.record("searches", unit=branch, place="remote")
    later.record("searches", unit=branch, place="remote")
    later.record("searches.empty")
    assert not Fact.objects.exists()

    assert later.flush() == 3

    assert queries.total("searches", branch, place="remote") == 2
    assert Fact.objects.get(kind="searches.empty").unit == region
    assert queries.check() == []


def test_one_wrong_fact_does_not_hold_up_the_others(branch):
    later.record("searches", unit=branch)
    later.record("dances", unit=branch)
    later.record("searches", unit=987654)

    assert later.flush() == 1
    assert len(later.buffer) == 0


def test_buffer_is_bounded_and_never_raises(branch):
    buffer = later.Buffer(interval=None, capacity=3)
    for _ in range(5):
        buffer.add({"kind": "searches", "unit": branch.pk})

    assert (len(buffer), buffer.dropped) == (3, 2)
    later.record("searches", unit=object(), nonsense=1)


def test_facts_stay_while_the_database_cannot_be_written(branch):
    later.record("searches", unit=branch)
    with connection.execute_wrapper(refuse_writing):
        assert later.flush() == 0
    assert len(later.buffer) == 1

    assert later.flush() == 1


def refuse_writing(execute, sql, params, many, context):
    if sql.startswith("INSERT"):
        raise OSError("no space left")
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_thread_writes_by_itself():
    make_region()
    buffer = later.Buffer(interval=0.05)
    threads = [
        threading.Thread(target=lambda: [buffer.add({"kind": "searches", "unit": None}) for _ in range(50)])
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    waited = time.monotonic()
    while (len(buffer) or queries.total("searches") < 150) and time.monotonic() - waited < 10:
        time.sleep(0.05)
    buffer.close()
    buffer._thread.join()

    assert queries.total("searches") == 150
    assert queries.check() == []
