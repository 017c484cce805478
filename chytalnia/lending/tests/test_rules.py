"""Which rule decides, and what it comes to."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from chytalnia.lending import rules, services, snapshot
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import LendingRule
from chytalnia.lending.tests import factories
from chytalnia.network import services as network
from chytalnia.network.models import Unit

pytestmark = pytest.mark.usefixtures("english")

MONDAY = date(2026, 11, 23)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def test_without_a_rule_the_settings_decide(one):
    copy, reader = factories.item(one), factories.reader(one)
    decision = rules.decide(item=copy, reader=reader, unit=one, at=noon(MONDAY))
    assert (decision.allowed, decision.rule, decision.due_on) == (True, None, MONDAY + timedelta(days=30))
    network.set_setting(unit=Unit.objects.get(code="north"), key="lending.loan_days", value=14)
    assert rules.decide(item=copy, reader=reader, unit=one, at=noon(MONDAY)).due_on == MONDAY + timedelta(days=14)


def test_the_nearest_unit_decides_and_there_the_row_that_says_most(units, one):
    north = LendingRule.objects.create(unit=units["north"], reader_category="adult", document_kind="book", loan_days=10)
    everybody = LendingRule.objects.create(unit=one, loan_days=20)
    adults = LendingRule.objects.create(unit=one, reader_category="adult", loan_days=21)
    children = LendingRule.objects.create(unit=one, reader_category="child", loan_days=15)
    copy = factories.item(one)
    grown, child = factories.reader(one), factories.reader(one, birth_date=date(2016, 1, 1))
    assert rules.decide(item=copy, reader=grown, unit=one).rule == adults
    assert rules.decide(item=copy, reader=child, unit=one).rule == children
    assert rules.decide(item=copy, reader=grown, unit=units["two"]).rule == north
    adults.delete()
    assert rules.decide(item=copy, reader=grown, unit=one).rule == everybody
    assert "One" in rules.decide(item=copy, reader=grown, unit=one).explanation


def test_a_rule_for_new_copies_is_for_new_copies(one):
    network.set_setting(unit=one, key="lending.new_days", value=60)
    LendingRule.objects.create(unit=one, item_class="new", loan_days=7)
    reader, today = factories.reader(one), timezone.localdate()
    new, old = factories.item(one, acquired_on=today), factories.item(one, acquired_on=today - timedelta(days=90))
    assert rules.decide(item=new, reader=reader, unit=one).terms.loan_days == 7
    assert rules.decide(item=old, reader=reader, unit=one).terms.loan_days == 30


def test_a_copy_is_never_due_on_a_closed_day(one):
    week = {n: [("10:00", "19:00")] for n in range(5)}
    network.set_hours(unit=one, weekly=week)
    LendingRule.objects.create(unit=one, loan_days=5)
    copy, reader = factories.item(one), factories.reader(one)
    assert rules.decide(item=copy, reader=reader, unit=one, at=noon(MONDAY)).due_on == MONDAY + timedelta(days=7)
    network.add_exception(unit=one, first=MONDAY + timedelta(days=7), last=MONDAY + timedelta(days=8), intervals=[])
    snapshot.forget()
    assert rules.decide(item=copy, reader=reader, unit=one, at=noon(MONDAY)).due_on == MONDAY + timedelta(days=9)


def test_the_reading_room_ends_the_same_day_and_counts_for_no_limit(one):
    network.set_setting(unit=one, key="lending.max_loans", value=1)
    reader = factories.reader(one)
    for _ in range(3):
        act = services.lend(item=factories.item(one, status="not_lent"), reader=reader, unit=one, mode="reading_room")
        assert act.loan.due_on == timezone.localdate()
    services.lend(item=factories.item(one), reader=reader, unit=one)
    with pytest.raises(Refused) as refused:
        services.lend(item=factories.item(one), reader=reader, unit=one)
    assert refused.value.codes == ["too_many_loans"]
    copy = act.loan.item
    services.take_back(item=copy, unit=one)
    copy.refresh_from_db()
    assert copy.status == "not_lent"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("expired_registration", {"registered": False}),
        ("card_blocked", {"card": False}),
        ("blocked", {"blocked_until": date(2100, 1, 1), "block_reason": "lost three books"}),
        ("no_surety", {"birth_date": date(2018, 1, 1)}),
        ("reader_closed", {"state": "closed", "closed_at": noon(MONDAY)}),
        ("not_confirmed", {"state": "preregistered"}),
    ],
)
def test_what_stands_against_a_reader(one, problem, words):
    decision = rules.decide(item=factories.item(one), reader=factories.reader(one, **words), unit=one)
    assert [each.code for each in decision.problems] == [problem]


@pytest.mark.parametrize(
    ("problem", "can_override", "words"),
    [
        ("withdrawn", False, {"status": "withdrawn", "withdrawn_on": MONDAY}),
        ("not_lent_home", True, {"status": "not_lent"}),
        ("not_ready", True, {"status": "in_bindery"}),
    ],
)
def test_what_stands_against_a_copy(one, problem, can_override, words):
    decision = rules.decide(item=factories.item(one, **words), reader=factories.reader(one), unit=one)
    assert [(each.code, each.can_override) for each in decision.problems] == [(problem, can_override)]


def test_age_mark_overdue_and_another_system(one, three):
    child = factories.reader(one, birth_date=date(2012, 6, 1))
    adult_book = factories.item(one, factories.record(age_mark=18))
    assert [p.code for p in rules.decide(item=adult_book, reader=child, unit=one).problems] == ["age_mark"]
    late = factories.reader(one)
    services.lend(item=factories.item(one), reader=late, unit=one, due_on=timezone.localdate() - timedelta(days=1))
    foreign = factories.item(three)
    codes = [problem.code for problem in rules.decide(item=foreign, reader=late, unit=one).problems]
    assert codes == ["not_this_unit", "overdue"]


def test_an_override_needs_a_reason_and_stands_in_the_act(one):
    copy, reader = factories.item(one, status="not_lent"), factories.reader(one)
    with pytest.raises(Refused):
        services.lend(item=copy, reader=reader, unit=one)
    act = services.lend(item=copy, reader=reader, unit=one, override="for an exhibition")
    assert (act.detail["problems"], act.loan.override) == (["not_lent_home"], "for an exhibition")


def test_a_renewal_is_refused_when_somebody_waits_and_when_the_times_are_used_up(one):
    copy, reader = factories.item(one), factories.reader(one)
    # The last days of the loan may lie in the next year, whatever the day of this test.
    factories.registered_for(reader, timezone.localdate().year + 1)
    loan = services.lend(item=copy, reader=reader, unit=one).loan
    with pytest.raises(Refused, match="too early"):
        services.renew(loan=loan)
    for n in (1, 2):
        later = timezone.now() + timedelta(days=10 * n)
        assert services.renew(loan=loan, at=later, channel="web").loan.renewals == n
    with pytest.raises(Refused) as refused:
        services.renew(loan=loan, at=timezone.now() + timedelta(days=35))
    assert refused.value.codes == ["too_many_renewals"]
    services.place_hold(reader=factories.reader(one), target=copy, pickup=one)
    with pytest.raises(Refused) as refused:
        services.renew(loan=loan, at=timezone.now() + timedelta(days=35))
    assert refused.value.codes == ["too_many_renewals", "held_for_another"]
    assert services.renew(loan=loan, at=timezone.now() + timedelta(days=35), override="ill in bed").loan.renewals == 3
