"""The styleguide in a real browser: axe, no sideways scrolling, nothing the content policy refuses."""

from contextlib import contextmanager

import pytest

from tests import browsing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {
    "light": "",
    "dark": "theme=dark",
    "black on white": "vision=black&size=15",
    "white on black, wide": "vision=white&size=20&spacing=wide",
    "blue on pale, no pictures": "vision=blue&size=15&pictures=off",
}
WIDE = "white on black, wide"
#: Colours do not change with the width, the room that letters take does.
SEEN = [*((390, mode) for mode in MODES), (1440, "light"), (1440, WIDE)]


@contextmanager
def styleguide(browser, url, *, mode="light", width=1440):
    viewport = {"width": width, "height": 900}
    with browsing.opened(browser, url, look=MODES[mode], viewport=viewport) as context:
        page = context.new_page()
        page.said = browsing.listen(page)
        page.goto("/styleguide/")
        page.wait_for_load_state("networkidle")
        yield page


@pytest.mark.parametrize(("width", "mode"), SEEN)
def test_styleguide_is_accessible(browser, live_server, width, mode):
    with styleguide(browser, live_server.url, mode=mode, width=width) as page:
        assert browsing.axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.said == []


def test_a_choice_is_applied_when_it_is_made(browser, live_server):
    with styleguide(browser, live_server.url) as page:
        page.click("summary[title]")
        with page.expect_navigation():
            page.check("header input[name=vision][value=white]")
        assert page.evaluate("document.documentElement.dataset.vision") == "white"
        assert page.url == live_server.url + "/styleguide/"


def test_map_draws_without_tiles_and_gathers_neighbours(browser, live_server):
    with styleguide(browser, live_server.url) as page:
        assert page.locator(".map-cluster").inner_text() == "2"
        assert page.locator(".map-pin").count() == 2


def test_everything_is_there_without_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/styleguide/")
    page.click("summary[title]")
    page.click("button[name=quick][value=on]")
    assert 'data-vision="black"' in page.content()
    context.close()
