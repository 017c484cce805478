"""Files of the index are gone: people and machines are told in words what else is safe, and a start builds it anew."""

from pathlib import Path

import pytest
from django.conf import settings

from chytalnia.search import services
from chytalnia.search.engines.base import Damaged


@pytest.fixture(scope="module")
def damaged(demo_network):
    """The demo's index without pieces that its list names."""
    root = Path(settings.SEARCH_URL.split("://", 1)[1])
    pieces = list(root.glob("g-*/main/*.store"))
    assert pieces
    for piece in pieces:
        piece.unlink()


@pytest.mark.usefixtures("damaged", "db")
@pytest.mark.parametrize("address", ["/en/search?q=книга", "/api/v1/search?q=книга"])
def test_who_asks_a_damaged_index_is_told_in_words(client, address):
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The search is being put in order" in answer.content.decode()


@pytest.mark.usefixtures("damaged", "db")
def test_who_writes_into_a_damaged_index_meets_the_same_refusal():
    with pytest.raises(Damaged), services.engine().writing():
        pass


@pytest.mark.usefixtures("damaged", "db")
def test_a_damaged_index_is_built_anew_at_the_next_start():
    assert not services.is_built()
    services.rebuild()
    assert services.is_built()
