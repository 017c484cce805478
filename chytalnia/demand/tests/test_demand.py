"""Refusals become facts and wants; searches that find nothing become demand; nothing is counted twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chytalnia.demand import queries, receivers, services
from chytalnia.demand.errors import AlreadyVoid, NothingAsked
from chytalnia.demand.models import EmptySearch, Refusal, Want
from chytalnia.journal import queries as journal
from chytalnia.search.services import log_search

pytestmark = pytest.mark.django_db


def test_a_refusal_is_a_line_a_fact_and_a_want(branch):
    line = services.refuse(unit=branch, reason="on_loan", text="Шевченко. Кобзар", audience="age_10_14")

    assert (line.want.text, line.want.stage) == ("Шевченко. Кобзар", "noticed")
    assert journal.total("refusals", branch, audience="age_10_14") == 1


def test_the_same_words_in_another_order_are_one_want(branch):
    services.refuse(unit=branch, reason="on_loan", text="Шевченко. Кобзар")
    services.refuse(unit=branch, reason="not_owned", text="«Кобзар» Шевченко")

    assert [(w.times, w.people) for w in queries.to_buy()] == [(2, 0)]


def test_the_same_key_is_the_same_line(branch):
    first = services.refuse(unit=branch, reason="on_loan", text="Кобзар", key="k")
    assert services.refuse(unit=branch, reason="on_loan", text="Кобзар", key="k") == first
    assert journal.total("refusals", branch) == 1


def test_nothing_asked_is_no_line(branch):
    with pytest.raises(NothingAsked):
        services.refuse(unit=branch, reason="on_loan", text=" – ")
    assert not Want.objects.exists()


def test_a_line_struck_out_is_reversed_once_and_counts_nowhere(branch, librarian):
    line = services.refuse(unit=branch, reason="on_loan", text="Кобзар")
    services.void(refusal=line, by=librarian)

    assert journal.total("refusals", branch) == 0
    assert not queries.to_buy().exists()
    with pytest.raises(AlreadyVoid):
        services.void(refusal=line, by=librarian)


def test_a_known_isbn_is_its_work(branch, record):
    line = services.refuse(unit=branch, reason="on_loan", text="978-966-03-4561-4")
    assert line.want.work == record.work


def test_searches_that_found_nothing_are_demand_when_asked_twice(branch):
    for words in ("нема такої", "Нема  такої", "лише раз", "+380 67 123 45 67", "a@b.ua"):
        log_search(text=words, total=0, language="uk", unit=branch.code)
    log_search(text="знайдена", total=3)
    receivers.buffer.flush()

    assert {(row.words, row.times) for row in EmptySearch.objects.all()} == {("нема такоі", 2), ("лише раз", 1)}
    today = timezone.localdate()
    for _night in range(2):
        services.nightly(today + timedelta(days=1))
    assert [(line.want.text, line.times, line.channel) for line in Refusal.objects.all()] == [
        ("нема такої", 2, "search")
    ]
    assert journal.total("refusals", branch, today, today) == 2


def test_a_wanted_work_that_came_is_received(branch, record, make_item):
    services.refuse(unit=branch, reason="on_loan", work=record.work, at=timezone.now() - timedelta(days=3))
    make_item(record, branch)
    assert services.receive_wanted() == 1
    assert Want.objects.get().stage == "received"
    assert services.receive_wanted() == 0


def test_persons_are_forgotten_and_numbers_stay(branch, reader):
    services.wish(reader=reader, unit=branch, text="Кобзар", audience="age_18_35")
    assert [line.want.text for line in queries.wishes_of(reader)] == ["Кобзар"]
    services.forget(timezone.localdate() + timedelta(days=1))
    assert not queries.wishes_of(reader).exists()
    assert journal.total("refusals", branch) == 1


def test_a_branch_is_not_another_branch(branch, other_branch):
    services.refuse(unit=branch, reason="on_loan", text="Кобзар")
    assert not queries.register(units=[other_branch]).exists()
    assert queries.share(branch, None, None).refusals == 1
    assert queries.share(other_branch, None, None).refusals == 0


@pytest.mark.django_db(transaction=True)
def test_two_desks_asked_for_the_same_at_once(branch):
    failed = []

    def ask(number):
        try:
            services.refuse(unit=branch, reason="on_loan", text="Кобзар", key=f"k{number % 2}")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Want.objects.count() == 1
    assert Refusal.objects.count() == 2
    assert journal.total("refusals", branch) == 2
    assert journal.check() == []
