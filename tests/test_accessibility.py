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

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Faults of Wagtail's own templates: rule, where, and why it stays.
WAGTAIL: list[tuple[str, str]] = []
#: Readers' pages that other browser tests do not open.
READERS = (
    "start",
    "results",
    "results-empty",
    "library",
    "libraries",
    "news",
    "news-item",
    "page",
    "sign-in",
    "preferences",
    "join",
    "own-books",
    "own-holds",
    "own-history",
    "own-wishes",
    "own-card",
    "own-settings",
    "own-data",
    "own-order",
)
SCREENS = (
    "desk", "desk-libraries", "desk-card", "desk-hours", "desk-roles", "desk-staff", "desk-facts", "desk-periods",
    "desk-period-close", "desk-audit", "desk-pages", "desk-records", "desk-record", "desk-record-edit", "desk-imports",
    "desk-import-new", "desk-import", "desk-merges", "desk-merge", "desk-items", "desk-item", "desk-receive", "desk-labels",
    "desk-counter", "desk-counter-reader", "desk-pick", "desk-van", "desk-shelf", "desk-overdue", "desk-letters",
    "desk-try-rules", "desk-register", "desk-add", "desk-to-buy", "desk-readers", "desk-reader-new", "desk-reader",
)  # fmt: skip
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


def walk(browser: Any, site: str, rows: list[subjects.Row], *, dark: bool, viewport: dict[str, int]) -> list[str]:
    """Opens the pages one after another, each as who works there; returns what is wrong. Colours are all that the dark theme
    changes, so nothing else is asked of it again."""
    wrong: list[str] = []
    for staff in sorted({row[2] for row in rows}):
        look = "theme=dark" if dark else "theme=light"
        with opened(
            browser, site, staff=staff, look=look, viewport=viewport, color_scheme="dark" if dark else "light"
        ) as context:  # fmt: skip
            page = context.new_page()
            said = listen(page)
            for name, path, _who in (row for row in rows if row[2] == staff):
                page.goto(path)
                page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
                wrong += [
                    f"{name} {fault}" for fault in axe(page, rules=["color-contrast"] if dark else (), known=WAGTAIL)
                ]
                if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                    wrong.append(f"{name} scrolls sideways")
            wrong += said
    return wrong


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_of_readers(browser: Any, site: str, pages: dict[str, subjects.Row], dark: bool) -> None:
    wrong = walk(browser, site, [pages[name] for name in READERS if name in pages], dark=dark, viewport=PHONE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_screens_of_the_desk(browser: Any, site: str, pages: dict[str, subjects.Row], dark: bool) -> None:
    wrong = walk(browser, site, [pages[name] for name in (*SCREENS, BOARD[0])], dark=dark, viewport=DESK)
    assert not wrong, "\n".join(wrong)
