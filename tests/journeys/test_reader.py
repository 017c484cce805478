"""A reader with a phone: a search with a slip of the finger, a book, where it stands, another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Work
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def _book() -> tuple[Work, str]:
    """A book that stands somewhere, and its title with two letters of its longest word exchanged."""
    for work in Work.objects.shown().filter(item_count__gt=0, records__languages="ukr").order_by("pk"):
        words = re.findall(r"[а-яіїєґ]+", work.title.lower())
        longest = max(words, key=len, default="")
        if len(words) >= 2 and len(longest) >= 8 and longest[3] != longest[4]:
            slip = longest[:3] + longest[4] + longest[3] + longest[5:]
            return work, " ".join(slip if word == longest else word for word in words[:4])
    raise AssertionError("the demo has no such book")


def test_a_reader_finds_a_book_and_reads_about_it_in_kazakh(visit: Callable[..., Any]) -> None:
    work, typed = _book()
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator("main input[name=q]").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_selector("#results")
    page.locator(f".hits a[href='{work.get_absolute_url()}']").first.tap()

    page.wait_for_url(f"**{work.get_absolute_url()}")
    shelf = page.locator("table.holdings tbody tr").first
    assert shelf.is_visible()
    assert shelf.locator("a").first.inner_text().strip()
    title = page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    assert not page.locator(".langs").is_visible()
    page.locator(".langmenu summary").tap()
    page.locator(".langmenu a[hreflang=kk]").tap()

    page.wait_for_url(f"**/kk{work.get_absolute_url()}")
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("h1").inner_text() == title
    page.locator("header a[href$='/my/']").tap()
    page.wait_for_url(f"**/kk{reverse('account_login')}**")
