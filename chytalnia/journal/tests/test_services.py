"""Facts are recorded once, reversed once, and their tallies are always their sum."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.timezone import make_aware

from chytalnia.core.models import AuditEntry
from chytalnia.journal import kinds, queries, services
from chytalnia.journal.errors import AlreadyReversedError, UnknownKindError, WrongDimensionError, WrongQuantityError
from chytalnia.journal.models import Fact, Tally
from chytalnia.journal.services import NewFact, record, record_many, reverse
from chytalnia.network.models import Unit

from .conftest import make_region

TODAY = timezone.localdate


def test_fact_and_tally_are_written_together(branch):
    fact = record(
        "items.received",
        unit=branch,
        quantity=3,
        document_kind="book",
        language="uk",
        knowledge="fiction",
        source=branch,
    )
    record("items.received", unit=branch, document_kind="book", language="uk", knowledge="fiction")
    record("items.received", unit=branch, document_kind="map")

    assert (fact.day, fact.source_kind, fact.source_id) == (TODAY(), "network.unit", str(branch.pk))
    assert list(Tally.objects.order_by("quantity").values_list("document_kind", "quantity")) == [
        ("map", 1),
        ("book", 4),
    ]
    assert queries.check() == []


def test_fact_of_an_act_that_failed_never_was(branch):
    def act_that_fails():
        with transaction.atomic():
            record("searches", unit=branch)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_that_fails()

    assert (Fact.objects.count(), Tally.objects.count()) == (0, 0)


def test_day_is_that_of_the_clock_on_the_wall(branch, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    fact = record("searches", unit=branch, at=make_aware(datetime(2026, 3, 1, 0, 30)))  # noqa: DTZ001

    assert str(fact.day) == "2026-03-01"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"kind": "dances"}, UnknownKindError),
        ({"kind": "searches", "document_kind": "book"}, WrongDimensionError),
        ({"kind": "items.received", "document_kind": "papyrus"}, WrongDimensionError),
        ({"kind": "searches", "quantity": 0}, WrongQuantityError),
        ({"kind": "searches", "quantity": -1}, WrongQuantityError),
        ({"kind": "searches", "quantity": 1.5}, WrongQuantityError),
    ],
)
def test_wrong_facts_are_refused(branch, words, error):
    with pytest.raises(error):
        record(**words, unit=branch)

    assert not Fact.objects.exists()


def test_replayed_act_counts_once(branch):
    first = record("items.received", unit=branch, key="act-7")
    again = record("items.received", unit=branch, key="act-7")

    assert again.pk == first.pk
    assert queries.total("items.received") == 1
    assert record_many([NewFact(kind="items.received", unit=branch, key=f"act-{n}") for n in (7, 8, 8, 9)]) == 2
    assert queries.total("items.received") == 3


def test_reversal_takes_a_fact_back_once(branch):
    fact = record(
        "items.received", unit=branch, quantity=5, document_kind="book", at=timezone.now() - timedelta(days=3)
    )

    reversal = reverse(fact, note="counted twice")

    assert (reversal.quantity, reversal.day, reversal.document_kind) == (-5, fact.day, "book")
    assert queries.total("items.received") == 0
    assert not Fact.objects.standing().exists()
    assert AuditEntry.objects.get(act="journal.reverse").note == "counted twice"
    for wrong in (fact, reversal):
        with pytest.raises(AlreadyReversedError):
            reverse(wrong)


def test_database_holds_that_a_fact_is_reversed_once(branch):
    fact = record("searches", unit=branch)
    reverse(fact)

    copy = Fact(kind="searches", unit=branch, day=fact.day, at=fact.at, quantity=-1, reverses=fact)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.parametrize("quantity", [-1, 0])
def test_database_holds_that_only_a_reversal_takes_away(branch, quantity):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact(kind="searches", unit=branch, day=TODAY(), at=timezone.now(), quantity=quantity).save()


def test_many_facts_are_recorded_in_seconds(region):
    units = list(Unit.objects.all())
    started = time.perf_counter()

    new = record_many(
        NewFact(kind="items.received", unit=units[n % 4], document_kind="book", language="uk" if n % 3 else "ru")
        for n in range(20_000)
    )

    assert new == queries.total("items.received") == 20_000
    assert Tally.objects.count() == 8
    assert time.perf_counter() - started < 15


def test_check_finds_and_mend_mends(branch, central):
    record("searches", unit=branch, quantity=4)
    record("searches", unit=central, quantity=2)
    Tally.objects.filter(unit=branch).update(quantity=40)
    Tally.objects.filter(unit=central).delete()
    Tally.objects.create(kind="site.pages", unit=branch, day=TODAY(), quantity=1)

    drift = queries.check()

    assert sorted((d.kind, d.tally, d.facts) for d in drift) == [
        ("searches", 0, 2),
        ("searches", 40, 4),
        ("site.pages", 1, 0),
    ]
    assert services.mend(drift) == 3
    assert queries.check() == []
    assert queries.total("searches") == 6


def test_same_kind_twice_is_harmless_and_another_is_not():
    kinds.register(kinds.kind("searches"))
    with pytest.raises(ValueError, match="already registered"):
        kinds.register(kinds.Kind("searches", "other", kinds.Counted.SEARCHES))
    with pytest.raises(ValueError, match="dimension"):
        kinds.register(kinds.Kind("new", "new", kinds.Counted.SEARCHES, dimensions=frozenset({"colour"})))


@pytest.mark.django_db(transaction=True)
def test_tallies_are_exact_when_many_record_at_once():
    region = make_region()
    units, errors = list(Unit.objects.all()), []
    threads_n, facts_n = 6, 25

    def work(number):
        try:
            for n in range(facts_n):
                record("searches", unit=units[n % 4], key=f"{number}-{n}" if n % 2 else None)
            record_many(NewFact(kind="searches", unit=unit) for unit in (units if number % 2 else units[::-1]))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(threads_n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert queries.total("searches", region) == threads_n * (facts_n + 4)
    assert queries.check() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_replays_at_once_one_counts_and_of_many_reversals_one_reverses():
    make_region()
    unit, outcomes, together = Unit.objects.get(code="central"), [], threading.Barrier(4)
    fact = record("searches", unit=unit, quantity=2)

    def work():
        try:
            together.wait()
            record("searches", unit=unit, key="once")
            try:
                reverse(fact)
                outcomes.append("reversed")
            except AlreadyReversedError:
                outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused", "refused", "refused", "reversed"]
    assert queries.total("searches") == 1
    assert queries.check() == []
