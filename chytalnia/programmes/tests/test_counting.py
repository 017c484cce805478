"""What came of an event goes into the ledger once; a correction reverses before it counts anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact, Tally
from chytalnia.programmes import checks, formats, services
from chytalnia.programmes.errors import CannotChange, CannotCount
from chytalnia.programmes.models import Occasion
from chytalnia.programmes.tests import factories


def standing(kind):
    rows = Fact.objects.standing().filter(kind=kind).order_by("place", "audience")
    return [(row.place, row.audience, row.quantity) for row in rows]


@pytest.mark.django_db
def test_a_count_is_facts_by_age_and_place_on_the_day_it_was(one, librarian):
    event = factories.past(one, mode="hybrid", online_url="https://x.ua/e", access_mobility=True, audience="children")
    services.count(
        occasion=event, heads={("onsite", "children"): 12, ("onsite", "adults"): 3, ("remote", "adults"): 40}, by=librarian,
        with_disabilities=2, books_shown=9,
    )  # fmt: skip
    assert standing("events") == [("onsite", "children", 1)]
    assert standing("events.accessible") == [("onsite", "children", 1)]
    assert standing("visits.events") == [("onsite", "adults", 3), ("onsite", "children", 12), ("remote", "adults", 40)]
    assert standing("visits.events_disabled") == [("onsite", "", 2)]
    assert standing("documents.shown") == [("onsite", "", 9)]
    assert set(Fact.objects.values_list("day", flat=True)) == {timezone.localdate(event.starts_at)}
    assert factories.fresh(event).stage == "counted"


@pytest.mark.django_db
def test_counted_anew_the_ledger_holds_the_new_numbers_and_shows_both(one, librarian):
    event = factories.past(one)
    services.count(occasion=event, heads={("onsite", "adults"): 20}, by=librarian)
    services.file_report(occasion=event, by=librarian, went_well="Чай", views_later=5)
    services.count(occasion=event, heads={("onsite", "adults"): 18, ("onsite", "youth"): 2}, by=librarian)
    assert standing("visits.events") == [("onsite", "adults", 18), ("onsite", "youth", 2)]
    assert standing("events") == [("onsite", "family", 1)] or standing("events") == [("onsite", event.audience, 1)]
    assert standing("events.views") == [("remote", "", 5)]
    total = sum(Tally.objects.filter(kind="visits.events").values_list("quantity", flat=True))
    assert total == 20
    assert factories.fresh(event).stage == "reported"
    assert not checks.check()
    assert journal.check() == []
    services.uncount(occasion=event, by=librarian, note="не той захід")
    assert standing("visits.events") == standing("events") == []
    assert factories.fresh(event).stage == "held"
    assert not checks.check()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "heads", "more"),
    [
        (3, {("onsite", "adults"): 1}, {}),
        (-2, {("remote", "adults"): 1}, {}),
        (-2, {("onsite", "adults"): 1}, {"with_disabilities": 2}),
    ],
)
def test_numbers_that_cannot_be_are_refused(one, days, heads, more):
    event = factories.occasion(one, days=days, stage="held" if days < 0 else "announced")
    with pytest.raises(CannotCount):
        services.count(occasion=event, heads=heads, **more)
    assert not Fact.objects.filter(kind="events").exists()


@pytest.mark.django_db
def test_a_counted_event_keeps_its_time_and_drift_is_found(one):
    event = factories.past(one)
    services.count(occasion=event, heads={("onsite", "adults"): 4})
    with pytest.raises(CannotChange):
        services.change(occasion=event, starts_at=event.starts_at - timedelta(days=1))
    Occasion.objects.filter(pk=event.pk).update(stage="held")
    assert checks.check().uncounted == [event.pk]


@pytest.mark.django_db
def test_an_event_begins_with_a_dated_checklist_that_moves_with_it(one, librarian):
    event = factories.occasion(one, format="quest", days=40, by=librarian)
    card = formats.card("quest")
    assert [(task.offset, task.due) for task in event.tasks.order_by("due", "pk")] == [
        (step.day, event.day + timedelta(days=step.day)) for step in card.steps
    ]
    assert [duty.role for duty in event.duties.all()] == list(card.roles)
    done = event.tasks.order_by("due").first()
    services.tick(task=done, by=librarian)
    moved = services.change(
        occasion=event, starts_at=event.starts_at + timedelta(days=7), ends_at=event.ends_at + timedelta(days=7)
    )
    last = moved.tasks.order_by("-due").first()
    assert last.due == moved.day + timedelta(days=last.offset)
    assert factories.fresh(done).due == done.due


@pytest.mark.django_db
def test_a_series_keeps_its_hour_when_the_clocks_change(one):
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    kyiv = ZoneInfo("Europe/Kyiv")
    first = services.start(
        card=formats.card("club"),
        unit=one,
        title=Translated(uk="Клуб"),
        starts_at=datetime(2027, 3, 24, 17, tzinfo=kyiv),
    )
    made = services.repeat(occasion=first, days=[date(2027, 3, 31), date(2027, 4, 7), date(2027, 3, 24)])
    assert [each.begins.hour for each in made] == [17, 17]
    assert [each.starts_at.hour for each in map(factories.fresh, made)] == [14, 14]
    later = datetime(2027, 3, 24, 18, tzinfo=kyiv)
    first = factories.fresh(first)
    moved = services.move(occasion=first, starts_at=later, ends_at=later + timedelta(hours=1), following=True)
    assert [each.begins.hour for each in moved] == [18, 18, 18]


@pytest.mark.django_db
def test_what_is_added_to_a_fixed_month_is_out_of_the_plan(one, librarian):
    event = factories.occasion(one, days=40)
    services.fix_month(unit=one, month=event.day, by=librarian)
    assert not event.out_of_plan
    assert factories.occasion(one, days=40).out_of_plan
    services.unfix_month(unit=one, month=event.day, by=librarian)
    assert not Occasion.objects.filter(out_of_plan=True).exists()
