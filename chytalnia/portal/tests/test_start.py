"""The start page: what it says at which hour, of a full network and of an empty one."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chytalnia.portal.facets import histogram
from chytalnia.portal.start import greeting

pytestmark = pytest.mark.usefixtures("english")


def test_an_empty_network_says_how_to_begin(client, db):
    page = client.get("/").content.decode()
    assert "Libraries will be here" in page
    assert "Covers of new books will stand here" in page
    assert 'href="/desk/"' in page


def test_the_start_page_knows_what_is_open_and_new(client, library):
    page = client.get("/")
    told = page.content.decode()
    assert page.context["open_count"] == 2
    assert "Open round the clock" in told
    assert len(page.context["books"]) == 14
    assert "<b>2</b> copies in the libraries" in told


def test_its_examples_really_find(client, library):
    examples = client.get("/").context["examples"]
    assert len(examples) >= 3
    for example in examples:
        assert 'class="hit"' in client.get(example["url"]).content.decode(), example


def test_it_asks_the_same_number_of_questions_for_one_library_and_for_many(client, library):
    from chytalnia.network.models import Unit
    from chytalnia.network.tests.factories import unit

    counted = []
    for more in (0, 5):
        for _ in range(more):
            unit(Unit.objects.get(code="system"))
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 20
    cache.clear()


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "You are up late"),
        (6, "Good morning"),
        (13, "What are you looking"),
        (20, "Good evening"),
        (23, "You are up"),
    ],
)
def test_the_greeting_knows_the_hour(hour, said):
    assert greeting(datetime(2026, 11, 22, hour)).startswith(said)  # noqa: DTZ001 - an hour on the wall


def test_a_histogram_gathers_years_evenly():
    assert sum(histogram({1891: 1, 1950: 2, 2000: 85})) == 88
    assert len(histogram(dict.fromkeys(range(1500, 2025), 1))) <= 24
    assert histogram({1999: 1, 2000: 1}) == []
    assert histogram({}) == []
