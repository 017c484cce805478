"""Closing and opening periods and taking facts back at the desk: who may, what is refused, what is kept."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.counting import Bounded
from chytalnia.core.models import AuditEntry
from chytalnia.journal import periods, queries
from chytalnia.journal.forms import month_before
from chytalnia.journal.models import Fact, Period
from chytalnia.journal.services import record
from chytalnia.network.models import Unit
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.rules import Role, roles_for

TODAY = FIRST = LAST = date.min


@pytest.fixture(autouse=True)
def _the_day_of_the_test():
    """A run may begin on one day and end on the next."""
    global TODAY, FIRST, LAST  # noqa: PLW0603
    TODAY = timezone.localdate()
    FIRST, LAST = TODAY - timedelta(days=30), TODAY - timedelta(days=1)


@pytest.fixture
def staff(client, region):
    def sign_in(role, code):
        user = User.objects.create(username=f"{role}-{code}", email=f"{role}@library.example")
        RoleGrant.objects.create(user=user, role=role, unit=Unit.objects.get(code=code))
        client.force_login(user)
        return user

    return sign_in


def days(unit, first=None, last=None):
    return {"unit": unit.pk, "first": (first or FIRST).isoformat(), "last": (last or LAST).isoformat()}


def ago(number):
    return timezone.now() - timedelta(days=number)


def test_a_period_is_closed_and_nothing_is_added_to_it(client, staff, central, branch):
    staff("director", "central")
    record("searches", unit=branch, at=ago(3), quantity=2)

    answer = client.post(reverse("journal_close_period"), days(central))

    period = Period.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("journal_period", args=[period.pk]))
    assert (period.is_closed, period.facts) == (True, 1)
    assert periods.is_closed(branch, LAST)
    assert AuditEntry.objects.filter(act="journal.close_period", by_name__contains="director-central").exists()
    page = BeautifulSoup(client.get(answer["Location"]).content, "html.parser")
    (number,) = page.select("table.listing tbody td a")
    assert number.text == "2"
    facts = client.get(number["href"])
    assert sum(fact.quantity for fact in facts.context["object_list"]) == facts.context["quantity"] == 2


def test_the_list_of_facts_is_counted_to_an_end(client, staff, central, branch, monkeypatch):
    monkeypatch.setattr(Bounded, "MOST", 2)
    staff("director", "central")
    for n in (1, 2, 3):
        record("searches", unit=branch, at=ago(3), quantity=n)
    listed = client.get(reverse("journal_facts")).context
    assert (listed["quantity"], listed["paginator"].count) == (6, 2)
    assert "2" in listed["paginator"].items_count_label != "In all: 2"


def test_a_period_that_is_not_over_is_refused_with_a_reason(client, staff, central):
    staff("director", "central")
    page = client.post(reverse("journal_close_period"), days(central, last=TODAY))
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert not Period.objects.exists()


def test_the_month_before_is_proposed(client, staff):
    staff("director", "central")
    assert month_before(date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
    form = client.get(reverse("journal_close_period")).context["form"]
    assert (form["first"].value(), form["last"].value()) == month_before(TODAY)


def test_a_period_is_opened_again_with_a_reason_only(client, staff, central):
    user = staff("director", "central")
    period = periods.close_period(unit=central, first=FIRST, last=LAST, by=user)
    address = reverse("journal_open_period", args=[period.pk])

    assert client.post(address, {"reason": "  "}).context["form"].errors
    client.post(address, {"reason": "Забули виїзну бібліотеку"})

    period.refresh_from_db()
    assert not period.is_closed
    entry = AuditEntry.objects.get(act="journal.reopen_period")
    assert (entry.note, entry.by_id) == ("Забули виїзну бібліотеку", user.pk)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_matrix_says(client, staff, central, branch, role):
    period = periods.close_period(unit=central, first=FIRST, last=LAST)
    fact = record("searches", unit=branch)
    staff(role, "central")
    for action, address in (
        ("journal.view_facts", reverse("journal_periods")),
        ("journal.view_facts", reverse("journal_period", args=[period.pk])),
        ("journal.close_period", reverse("journal_close_period")),
        ("journal.reopen_period", reverse("journal_open_period", args=[period.pk])),
        ("journal.reverse_fact", reverse("journal_reverse_fact", args=[fact.pk])),
    ):
        assert client.get(address).status_code == (200 if role in roles_for(action) else 403), (role, address)


def test_another_library_is_neither_closed_nor_opened_nor_corrected(client, staff, region, central, branch):
    period = periods.close_period(unit=region, first=FIRST, last=LAST)
    fact = record("searches", unit=Unit.objects.get(code="branch-2"))
    staff("director", "branch-1")

    assert client.post(reverse("journal_close_period"), days(central)).context["form"].errors["unit"]
    assert client.post(reverse("journal_open_period", args=[period.pk]), {"reason": "x"}).status_code == 403
    assert client.post(reverse("journal_reverse_fact", args=[fact.pk]), {"reason": "x"}).status_code == 403
    assert Period.objects.get().is_closed
    assert Fact.objects.count() == 1


def test_a_fact_is_taken_back_with_a_reason_and_both_stay(client, staff, branch):
    user = staff("branch_head", "branch-1")
    fact = record("searches", unit=branch, quantity=7)
    address = reverse("journal_reverse_fact", args=[fact.pk])

    assert client.post(address, {"reason": ""}).context["form"].errors
    answer = client.post(address, {"reason": "Записано двічі"})

    assert answer.status_code == 302
    assert queries.total("searches", branch) == 0
    assert Fact.objects.get(reverses=fact).note == "Записано двічі"
    entry = AuditEntry.objects.get(act="journal.reverse")
    assert (entry.by_id, entry.note, entry.unit_code) == (user.pk, "Записано двічі", "branch-1")
    listed = client.get(answer["Location"])
    assert {f.quantity for f in listed.context["object_list"]} == {7, -7}
    assert address not in listed.content.decode()


def test_a_fact_is_taken_back_once(client, staff, branch):
    staff("branch_head", "branch-1")
    fact = record("searches", unit=branch)
    address = reverse("journal_reverse_fact", args=[fact.pk])
    client.post(address, {"reason": "x"})
    assert client.post(address, {"reason": "x"}).context["form"].non_field_errors()
    assert "<form" not in BeautifulSoup(client.get(address).content, "html.parser").main.decode()
    assert Fact.objects.count() == 2


def test_a_fact_of_closed_days_is_taken_back_today(client, staff, central, branch):
    staff("director", "central")
    fact = record("searches", unit=branch, at=ago(3))
    periods.close_period(unit=central, first=FIRST, last=LAST)
    client.post(reverse("journal_reverse_fact", args=[fact.pk]), {"reason": "Записано двічі"})
    assert Fact.objects.get(reverses=fact).day == TODAY
    assert queries.total("searches", branch, FIRST, LAST) == 1


@pytest.mark.parametrize("count", [1, 8])
def test_periods_are_listed_with_as_many_questions(client, staff, branch, django_assert_max_num_queries, count):
    staff("librarian", "branch-1")
    for n in range(count):
        periods.close_period(unit=branch, first=FIRST - timedelta(days=n), last=LAST)
    client.get(reverse("journal_periods"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("journal_periods"))
    assert len(page.context["periods"]) == count
