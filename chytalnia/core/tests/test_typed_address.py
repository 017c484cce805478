"""An address typed by hand leads to its page."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/search/?q=kobzar", "/search?q=kobzar"),
        ("/kk/search/", "/kk/search"),
        ("/KK/Libraries", "/kk/libraries/"),
        ("/uk/", "/"),
        ("/uk/search/", "/search"),
        ("/robots.txt/", "/robots.txt"),
    ],
)
def test_a_slash_too_many_capitals_and_the_first_language_lead_to_the_page(client, typed, meant):
    answer = client.get(typed)

    assert (answer.status_code, answer.get("Location")) == (301, meant)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["/nowhere/", "/works/999999/Slug/", "/uk/nowhere/", "/ukraine/"])
def test_what_is_not_there_stays_not_there(client, typed):
    assert client.get(typed).status_code == 404
