"""A reader votes on a phone, keeps the code, and finds the ballot counted when the result is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chytalnia.demo.people import PASSWORD
from chytalnia.voting.models import Election
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_reader_votes_on_a_phone_and_checks_the_receipt_after_closing(visit: Callable[..., Any]) -> None:
    election = Election.objects.get(stage="voting")
    hero = election.candidates.get(number=1)
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(election.get_absolute_url())
    page.locator(".posters a").first.tap()
    page.wait_for_url(f"**{hero.get_absolute_url()}")
    assert page.locator("h1").inner_text().replace("\xad", "") == str(hero.hero)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    page.goto(election.get_absolute_url())
    page.locator(".election-now a.button").first.tap()
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill("reader")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/")
    page.locator(".ballot-line", has_text=str(hero.hero)).tap()
    page.locator(".ballot button").tap()
    assert str(hero.hero) in page.locator(".winner-name").inner_text()
    page.locator("button.big-button").tap()
    code = page.locator(".receipt-code").inner_text()
    assert len(code) == 19

    Election.objects.filter(pk=election.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    election.refresh_from_db()
    election.move("close_polls")
    election.move("sign")
    page.goto(election.get_absolute_url())
    assert page.locator("svg.votes").is_visible()
    page.locator(".election-now a.button").first.tap()
    page.locator("input[name=code]").fill(code.lower())
    page.keyboard.press("Enter")
    page.locator(".notice[role=status]").wait_for()
    assert code in page.locator(".notice[role=status]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
