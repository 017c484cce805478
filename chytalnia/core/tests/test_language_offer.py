"""Somebody sends an address; whoever reads another language is offered the page in that, in a real browser."""

import pytest

from tests.browsing import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_from_outside_is_offered_in_the_language_of_the_reader(browser, live_server):
    with opened(browser, live_server.url, locale="kk-KZ") as context:
        page = context.new_page()
        offered = page.locator(".offer:visible")
        page.goto("/preferences/")
        assert offered.get_attribute("lang") == "kk"
        offered.get_by_role("link").click()
        page.wait_for_url("**/kk/preferences/")
        assert offered.count() == 0
        # Chosen once, it holds whatever the browser prefers; declined, nothing is offered again.
        page.goto("/ru/preferences/")
        assert offered.get_attribute("lang") == "kk"
        offered.get_by_role("button").click()
        assert page.evaluate("document.activeElement.id") == "main"
        page.goto("/en/preferences/")
        assert offered.count() == 0
        # Within the site the language of the page before was meant.
        page.evaluate("localStorage.clear()")
        page.locator("footer a").first.click()
        page.wait_for_load_state()
        assert page.url.startswith(f"{live_server.url}/en/")
        assert offered.count() == 0
