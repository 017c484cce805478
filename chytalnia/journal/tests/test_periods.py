"""A closed period takes no facts, for its unit and all under it, until someone with the right opens it."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import make_aware
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chytalnia.core.models import AuditEntry
from chytalnia.journal import queries
from chytalnia.journal.errors import AlreadyReversedError, PeriodClosedError, PeriodRefusedError, TalliesDifferError
from chytalnia.journal.models import Fact, Period, Tally
from chytalnia.journal.periods import close_period, is_closed, reopen_period
from chytalnia.journal.services import NewFact, record, record_many, reverse
from chytalnia.network.models import Unit
from chytalnia.people.models import RoleGrant, User

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
IN_JANUARY = make_aware(datetime(2026, 1, 15, 12))  # noqa: DTZ001


@pytest.fixture
def january(central):
    return close_period(unit=central, first=FIRST, last=LAST)


def test_closed_period_refuses_facts_of_its_units_alone(region, central, branch, january):
    for unit in (central, branch):
        assert is_closed(unit, FIRST)
        with pytest.raises(PeriodClosedError) as refusal:
            record("searches", unit=unit, at=IN_JANUARY)
        assert refusal.value.day == date(2026, 1, 15)
    with pytest.raises(PeriodClosedError):
        record_many([NewFact(kind="searches", unit=region), NewFact(kind="searches", unit=branch, at=IN_JANUARY)])

    assert not is_closed(region, FIRST)
    assert not is_closed(branch, LAST + timedelta(days=1))
    assert not Fact.objects.exists()
    record("searches", unit=region, at=IN_JANUARY)


def test_late_fact_counts_today_and_says_when_it_happened(branch, january):
    fact = record("searches", unit=branch, at=IN_JANUARY, late=True)

    assert (fact.day, fact.at) == (timezone.localdate(), IN_JANUARY)
    assert "2026-01-15" in fact.note
    assert queries.total("searches", branch, FIRST, LAST) == 0


def test_fact_of_a_closed_period_is_reversed_today(central, branch):
    fact = record("searches", unit=branch, quantity=3, at=IN_JANUARY)
    close_period(unit=central, first=FIRST, last=LAST)

    reversal = reverse(fact)

    assert reversal.day == timezone.localdate()
    assert "2026-01-15" in reversal.note
    assert queries.total("searches", branch, FIRST, LAST) == 3
    assert queries.total("searches", branch) == 0


def test_reopened_period_takes_facts_again(branch, january):
    with pytest.raises(PeriodRefusedError):
        reopen_period(january, note=" ")
    reopen_period(january, note="A sheet of paper was found")

    record("searches", unit=branch, at=IN_JANUARY)

    assert AuditEntry.objects.get(act="journal.reopen_period").note == "A sheet of paper was found"
    again = close_period(unit=january.unit, first=FIRST, last=LAST)
    assert (again.pk, again.facts) == (january.pk, 1)


def test_period_is_closed_once_and_only_when_it_is_over(central, january):
    today = timezone.localdate()
    with pytest.raises(PeriodRefusedError):
        close_period(unit=central, first=FIRST, last=LAST)
    with pytest.raises(PeriodRefusedError):
        close_period(unit=central, first=today, last=today)
    with pytest.raises(PeriodRefusedError):
        close_period(unit=central, first=LAST, last=FIRST)


def test_period_does_not_close_over_tallies_that_differ(central, branch):
    record("searches", unit=branch, at=IN_JANUARY)
    Tally.objects.update(quantity=9)

    with pytest.raises(TalliesDifferError):
        close_period(unit=central, first=FIRST, last=LAST)

    assert not Period.objects.exists()


@pytest.mark.parametrize(
    ("role", "closes", "reopens"),
    [("director", True, True), ("methodologist", True, False), ("librarian", False, False)],
)
def test_rights_decide_who_closes_and_who_reopens(central, branch, role, closes, reopens):
    user = User.objects.create_user("oksana")
    RoleGrant.objects.create(user=user, unit=central, role=role)

    if not closes:
        with pytest.raises(PermissionDenied):
            close_period(unit=branch, first=FIRST, last=LAST, by=user)
        return
    period = close_period(unit=branch, first=FIRST, last=LAST, by=user)
    if reopens:
        assert not reopen_period(period, by=user, note="because").is_closed
    else:
        with pytest.raises(PermissionDenied):
            reopen_period(period, by=user, note="because")


class Journal(RuleBasedStateMachine):
    """Any sequence of record, reverse, close and reopen: tallies stay the sums of facts, and closed days stand
    still."""

    def __init__(self):
        super().__init__()
        self.mark = transaction.savepoint()
        self.units = list(Unit.objects.all())
        self.facts: list[Fact] = []
        self.closed: dict[int, int] = {}

    def teardown(self):
        transaction.savepoint_rollback(self.mark)

    def sum_of(self, period):
        return queries.total(None, period.unit, period.first, period.last)

    @rule(
        unit=st.integers(0, 3),
        days=st.integers(0, 6),
        quantity=st.integers(1, 9),
        kind=st.sampled_from(["book", "map", ""]),
        late=st.booleans(),
        many=st.integers(0, 3),
    )
    def record(self, unit, days, quantity, kind, late, many):
        words = {
            "kind": "items.received",
            "unit": self.units[unit],
            "quantity": quantity,
            "document_kind": kind,
            "late": late,
            "at": timezone.now() - timedelta(days=days),
        }
        refused = is_closed(self.units[unit], timezone.localdate() - timedelta(days=days)) and not late
        try:
            if many:
                assert record_many([NewFact(**words)] * many) == many
            else:
                self.facts.append(record(**words))
        except PeriodClosedError:
            assert refused
        else:
            assert not refused

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def reverse(self, data):
        fact = data.draw(st.sampled_from(self.facts))
        done = Fact.objects.filter(reverses=fact).exists()
        try:
            reverse(fact)
        except AlreadyReversedError:
            assert done
        else:
            assert not done

    @rule(unit=st.integers(0, 3), first=st.integers(1, 6), length=st.integers(0, 3))
    def close(self, unit, first, length):
        last = max(first - length, 1)
        day = timezone.localdate()
        with contextlib.suppress(PeriodRefusedError):
            period = close_period(
                unit=self.units[unit], first=day - timedelta(days=first), last=day - timedelta(days=last)
            )
            self.closed[period.pk] = self.sum_of(period)

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def reopen(self, data):
        pk = data.draw(st.sampled_from(sorted(self.closed)))
        reopen_period(Period.objects.get(pk=pk), note="again")
        del self.closed[pk]

    @invariant()
    def tallies_are_sums_of_facts(self):
        assert queries.check() == []

    @invariant()
    def closed_days_stand_still(self):
        for period in Period.objects.filter(pk__in=self.closed):
            assert self.sum_of(period) == self.closed[period.pk]


def test_tallies_follow_any_history(region):
    run_state_machine_as_test(
        Journal,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
