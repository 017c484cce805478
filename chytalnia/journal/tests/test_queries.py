"""Numbers come from tallies, and each opens into its facts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chytalnia.journal import queries
from chytalnia.journal.services import record
from chytalnia.network.models import Unit


@pytest.fixture
def year(region, central, branch):
    now = timezone.now()
    for days, unit, kind, knowledge, n in [
        (0, branch, "book", "fiction", 3),
        (1, branch, "book", "5", 2),
        (7, branch, "audio", "", 4),
        (7, central, "brochure", "5", 5),
        (40, central, "microform", "", 1),
    ]:
        record(
            "items.received",
            unit=unit,
            document_kind=kind,
            knowledge=knowledge,
            quantity=n,
            at=now - timedelta(days=days),
        )
    record("items.withdrawn", unit=branch, document_kind="book", quantity=1)
    return region


def test_unit_counts_with_all_under_it_and_a_list_as_it_is(year, central, branch):
    assert queries.total("items.received", year) == queries.total("items.received") == 15
    assert queries.total("items.received", branch) == 9
    assert queries.total("items.received", [central]) == 6
    assert queries.total("items.received", Unit.objects.filter(code="branch-1")) == 9
    assert queries.total(["items.received", "items.withdrawn"], branch) == 10


def test_tallies_are_grouped_as_asked(year, branch):
    rows = queries.tallies("items.received", year, by=("knowledge",))
    assert rows == [
        {"knowledge": "", "quantity": 5},
        {"knowledge": "5", "quantity": 7},
        {"knowledge": "fiction", "quantity": 3},
    ]

    today = timezone.localdate()
    days = queries.tallies(
        "items.received", branch, today - timedelta(days=1), today, by=("day",), document_kind="book"
    )
    assert [row["quantity"] for row in days] == [2, 3]
    assert sum(row["quantity"] for row in queries.tallies("items.received", year, by=("unit", "month"))) == 15
    assert queries.tallies("items.received", year, today + timedelta(days=1)) == []


def test_a_number_is_narrowed_by_dimensions_alone(year, branch):
    assert queries.total("items.received", year, document_kind=("book", "brochure"), knowledge="5") == 7
    with pytest.raises(TypeError):
        queries.total("items.received", colour="red")


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("stock.total.received", 15),
        ("stock.print.received", 10),
        ("stock.books.received", 5),
        ("stock.microforms.received", 1),
        ("stock.other_carriers.received", 4),
        ("stock.e_carriers.received", 0),
        ("stock.books.withdrawn", 1),
    ],
)
def test_indicators_of_the_form_follow_from_facts(year, code, value):
    assert queries.indicator(code, year) == value


def test_catalogue_volume_is_what_was_created_less_what_was_removed(branch):
    record("records.created", unit=branch, quantity=10)
    record("records.removed", unit=branch, quantity=3)

    assert queries.indicator("ecat.volume", branch) == 7


def test_columns_of_carriers_add_up_to_the_total(year):
    """Control C02: total = print + electronic carriers + microforms + other carriers."""
    parts = ("print", "e_carriers", "microforms", "other_carriers")
    assert queries.indicator("stock.total.received") == sum(
        queries.indicator(f"stock.{part}.received") for part in parts
    )


def test_diary_shows_today_the_week_before_and_the_week(year, branch, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines = {line["kind"].code: line for line in queries.diary(branch, timezone.localdate())}

    line = lines["items.received"]
    assert (line["today"], line["week_before"], line["week"]) == (3, 4, [0, 0, 0, 0, 0, 2, 3])
    assert lines["site.visits"]["today"] == 0
