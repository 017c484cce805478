"""The main pages of the demo network in a real browser, readers' and staff's, light and dark: axe finds no fault of ours, nothing
scrolls sideways, scripts run without an error and the content policy refuses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tools import subjects

from .browsing import DESK, PHONE, axe, listen, opened, served
from .demonstration import Demo

pytestmark = pytest.mark.browser

#: Faults of Wagtail's own templates: rule, where, and why it stays.
WAGTAIL: list[tuple[str, str]] = []
#: Readers' pages that the tests of their rooms open in a browser.
ELSEWHERE = {
    "results-corrected", "work", "work-translated", "edition", "new", "own-list", "author", "subject", "styleguide", "not-found",
}  # fmt: skip
#: The pages are dealt out to this many tests, so that the run's processes share them.
HANDS = {"readers": 2, "staff": 4}
BOARD = ("desk-imports-board", "?view=board")


@pytest.fixture
def pages(own_demo: Demo) -> dict[str, subjects.Row]:
    with translation.override("uk"):
        found = {row[0]: row for row in subjects.found()}
    name, query = BOARD
    found[name] = (name, found["desk-imports"][1] + query, "cataloguer")
    return found


@pytest.fixture
def site(own_demo: Demo) -> Iterator[str]:
    with served() as url:
        yield url


def walk(browser: Any, site: str, rows: list[subjects.Row], *, viewport: dict[str, int]) -> list[str]:
    """Opens the pages one after another, each as who works there; returns what is wrong. Colours are all that the dark theme
    changes, so nothing else is asked of it."""
    wrong: list[str] = []
    for staff in sorted({row[2] for row in rows}):
        with opened(browser, site, staff=staff, viewport=viewport, color_scheme="light") as context:
            page = context.new_page()
            said, asked = listen(page), set[Any]()
            for name, path, _who in (row for row in rows if row[2] == staff):
                page.emulate_media(color_scheme="light")
                page.goto(path)
                page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
                wrong += [f"{name} {fault}" for fault in axe(page, known=WAGTAIL, asked=asked)]
                if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                    wrong.append(f"{name} scrolls sideways")
                page.emulate_media(color_scheme="dark")
                page.evaluate("for (const one of document.getAnimations()) one.finish()")
                dark = axe(page, rules=["color-contrast"], known=WAGTAIL, asked=asked)
                wrong += [f"{name}, dark: {fault}" for fault in dark]
            wrong += said
    return wrong


@pytest.mark.parametrize("hand", range(HANDS["readers"]))
def test_pages_of_readers(browser: Any, site: str, pages: dict[str, subjects.Row], hand: int) -> None:
    rows = [row for name, row in pages.items() if not name.startswith("desk") and name not in ELSEWHERE]
    wrong = walk(browser, site, rows[hand :: HANDS["readers"]], viewport=PHONE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("hand", range(HANDS["staff"]))
def test_screens_of_the_desk(browser: Any, site: str, pages: dict[str, subjects.Row], hand: int) -> None:
    rows = [row for name, row in pages.items() if name.startswith("desk")]
    wrong = walk(browser, site, rows[hand :: HANDS["staff"]], viewport=DESK)
    assert not wrong, "\n".join(wrong)


def test_a_frame_is_asked_of_once_and_again_where_it_differs(browser: Any) -> None:
    """What is wrong beside it, and with the page as a whole, is found all the same."""
    page, asked = browser.new_page(), set[Any]()
    told = []
    for text in ("pale", "pale", "<b>pale</b>"):
        page.goto("about:blank")
        page.set_content(f"<header><p style='color: #ddd'>{text}</p></header><img src='data:,'>")
        faults = [fault.partition(" ")[0] for fault in axe(page, asked=asked)]
        told.append(sorted(faults))
    page.close()
    for faults, colour in zip(told, (True, False, True), strict=True):
        assert ("color-contrast:" in faults) is colour
        assert {"html-has-lang:", "image-alt:", "landmark-one-main:"} <= set(faults)
