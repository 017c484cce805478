"""A real browser for tests: Chromium, a server before it, axe, and an ear for what scripts and the content policy complain of."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
#: Chromium without windows does the same with a third less of the processor.
SHELL = "/usr/bin/chromium-headless-shell"
#: What works without a line is asked of the browser that people have: it lives of workers, storage and caches.
WHOLE = {"test_offline.py", "test_volunteer.py"}


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    shell = request.path.name not in WHOLE and "CHROMIUM" not in os.environ and os.access(SHELL, os.X_OK)
    # Playwright keeps an event loop running in this thread; Django must not take our plain calls for asynchronous ones.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(
            executable_path=SHELL if shell else CHROMIUM,
            # A microphone that beeps once a second, which pages that may ask for it are given.
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        yield chromium
        chromium.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of this process's library; like `live_server`, but the database is not emptied afterwards."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        server.stop()


@contextmanager
def opened(browser: Browser, url: str, *, staff: str = "", look: str = "", **options: Any) -> Iterator[BrowserContext]:
    """A browser of one person: a guest, or a member of staff who has signed in."""
    context = browser.new_context(base_url=url, reduced_motion="reduce", **{"viewport": DESK, **options})
    context.set_default_timeout(40_000)
    if look:
        context.add_cookies([{"name": "look", "value": look, "url": url}])
    if staff:
        _sign_in(context, url, staff)
    try:
        yield context
    finally:
        context.close()


def _sign_in(context: BrowserContext, url: str, username: str) -> None:
    from django.test import Client

    from chytalnia.people.models import User

    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )  # fmt: skip
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": url} for name, cookie in client.cookies.items()]
    )  # fmt: skip


def listen(page: Page) -> list[str]:
    """What the page's scripts and the content policy will complain of, as it comes. That a page itself was answered with a
    refusal, as it should be, is no complaint."""
    said: list[str] = []

    def note(line: Any) -> None:
        refused = "the server responded with a status of 4" in line.text and line.location["url"] == page.url
        if line.type == "error" and not refused:
            said.append(f"{page.url}: {line.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


#: What stands around every page. Of a frame that differs in nothing from one already looked at, axe is not asked again.
FRAMES = "body > header, body > footer, .sidebar, #keyboard-shortcuts-dialog"

#: Makes a page ready for axe; returns how its frames are made.
READY = """frames => {
    // What a closed <details> holds is not drawn, but laid out: axe would judge its colours on whatever lies beneath.
    for (const one of document.querySelectorAll('details:not([open]) > :not(summary)')) one.hidden = true;
    // The store of icons, which are seen only where they are used.
    for (const one of document.querySelectorAll('[data-sprite]')) one.replaceChildren();
    return [...document.querySelectorAll(frames)].map(one => {
        one.removeAttribute('data-asked');
        return one.outerHTML.replace(/ (href|value)="[^"]*"/g, '');
    });
}"""
LOOK = """async ([options, frames, asked]) => {
    document.querySelectorAll(frames).forEach((one, n) => one.toggleAttribute('data-asked', asked.includes(n)));
    const found = await window.axeOfTests.run(asked.length ? {exclude: [['[data-asked]']]} : document, options);
    return found.violations;
}"""


def axe(
    page: Page, *, rules: Iterable[str] = (), known: Iterable[tuple[str, str]] = (), asked: set[Any] | None = None
) -> list[str]:
    """What axe finds on the open page, but for known faults: (rule, selector of the element or of one it lies in). `asked`
    remembers the frames of the pages that one browser opens one after another."""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    if not page.evaluate("!!window.axeOfTests"):
        from axe_core_python.sync_playwright import Axe

        # Wagtail's pages have an axe of their own, of another version.
        script = f"{Axe().axe_script}; window.axeOfTests = window.axe; delete window.axe"
        page.evaluate(script)
        page.add_init_script(script)
    frames = [(str(only), text) for text in page.evaluate(READY, FRAMES)]
    again = [number for number, frame in enumerate(frames) if frame in (asked or ())]
    if asked is not None:
        asked.update(frames)
    faults = []
    for problem in page.evaluate(LOOK, [options, FRAMES, again]):
        selectors = [selector for rule, selector in known if rule == problem["id"]]
        for node in problem["nodes"]:
            target = str(node["target"][-1])
            if selectors and page.evaluate(
                "([target, selectors]) => { const e = document.querySelector(target);"
                " return !!e && selectors.some(s => e.closest(s)); }",
                [target, selectors],
            ):
                continue
            faults.append(f"{problem['id']}: {target} {' '.join(node.get('failureSummary', '').split())[:220]}")
    return faults
