"""The styleguide in a real browser: axe, no sideways scrolling, nothing the content policy refuses."""

import os

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {
    "light": "",
    "dark": "theme=dark",
    "black on white": "vision=black&size=15",
    "white on black, wide": "vision=white&size=20&spacing=wide",
    "blue on pale, no pictures": "vision=blue&size=15&pictures=off",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser():
    # Playwright keeps an event loop running in this thread; Django must not take our plain calls for asynchronous ones.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def opened(browser, live_server, *, mode: str, width: int, path: str = "/styleguide/"):
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    if MODES[mode]:
        context.add_cookies([{"name": "look", "value": MODES[mode], "url": live_server.url}])
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(live_server.url + path)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [390, 1440])
def test_styleguide_is_accessible(browser, live_server, mode, width):
    page = opened(browser, live_server, mode=mode, width=width)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "preload": False})
    problems = {
        f"{problem['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for problem in found["violations"]
        for node in problem["nodes"][:4]
    }
    assert problems == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.said == []
    page.context.close()


def test_a_choice_is_applied_when_it_is_made(browser, live_server):
    page = opened(browser, live_server, mode="light", width=1440)
    page.click("summary[title]")
    with page.expect_navigation():
        page.check("header input[name=vision][value=white]")
    assert page.evaluate("document.documentElement.dataset.vision") == "white"
    assert page.url == live_server.url + "/styleguide/"
    page.context.close()


def test_map_draws_without_tiles_and_gathers_neighbours(browser, live_server):
    page = opened(browser, live_server, mode="light", width=1440)
    assert page.locator(".map-cluster").inner_text() == "2"
    assert page.locator(".map-pin").count() == 2
    page.context.close()


def test_everything_is_there_without_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/styleguide/")
    page.click("summary[title]")
    page.click("button[name=quick][value=on]")
    assert 'data-vision="black"' in page.content()
    context.close()
