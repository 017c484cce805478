"""A parent books nanny hours on a phone and picks the child up by the PIN; the session is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chytalnia.care import services
from chytalnia.care.models import Session
from chytalnia.demo.people import PASSWORD
from chytalnia.journal.models import Fact
from chytalnia.programmes.models import Occasion
from tests.browsing import PHONE

pytestmark = pytest.mark.browser
HAND = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def test_a_parent_books_nanny_hours_on_a_phone_and_picks_the_child_up(visit: Callable[..., Any]) -> None:
    session = Session.objects.filter(
        occasion__starts_at__gt=timezone.now() + timedelta(days=7), keepers__isnull=False, occasion__programme__kind="nanny"
    ).order_by("occasion__starts_at")[0]  # fmt: skip
    parent = visit(**HAND)
    parent.goto(session.occasion.get_absolute_url())
    parent.locator(".event-side a.button").first.tap()
    parent.wait_for_url("**/apply/")
    parent.locator("main a.button").first.tap()
    parent.wait_for_url("**/accounts/login/**")
    parent.locator("input[name=login]").fill("reader")
    parent.locator("input[name=password]").fill(PASSWORD)
    parent.keyboard.press("Enter")
    # The address of the sign-in ends with that of the form too.
    parent.wait_for_url(lambda url: url.endswith("/apply/") and "next=" not in url)
    assert parent.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    born = date(session.occasion.day.year - 4, 1, 1).isoformat()
    for name, value in (
        ("child_name", "Оленка Журавель"), ("birth_date", born), ("allergies", "немає"),
        ("guardian_phone", "+380501112233"), ("session_phone", "+380501112233"), ("adult1_name", "Ганна Журавель"),
        ("adult1_word", "ромашка"),
    ):  # fmt: skip
        parent.locator(f"input[name={name}]").fill(value)
    for kind in ("rules", "first_aid"):
        parent.locator(f"input[name=consent_{kind}]").check()
    parent.locator("main form button[type=submit]").last.tap()
    pin = parent.locator("[data-pin]").inner_text().replace(" ", "")
    assert len(pin) == 6
    card = parent.locator("form[action*='/care/child/']").first.get_attribute("action")

    now = timezone.now()
    Occasion.objects.filter(pk=session.pk).update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=2)
    )
    door = visit(staff="librarian", **HAND)
    door.goto(f"/desk/care/{session.pk}/")
    door.locator("button[value=room]").tap()
    for n in range(2):
        door.locator("button[value=comes]").first.tap()
        door.locator("button[value=goes]").nth(n).wait_for()
    door.locator(".care-rows a", has_text="Оленка").tap()
    door.wait_for_url("**/child/*/")
    assert door.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    door.locator(".care-big").tap()
    door.wait_for_url(f"**/care/{session.pk}/")
    parent.goto(card)
    assert parent.locator(".badge.ok").count() == 1

    door.locator(".care-rows a", has_text="Оленка").tap()
    door.wait_for_url("**/child/*/")
    door.locator("input[name=pin]").fill("000000" if pin != "000000" else "111111")
    door.locator(".care-big").tap()
    door.locator("[role=alert]").wait_for()
    assert Session.objects.get(pk=session.pk).inside == 1
    door.locator("input[name=pin]").fill(pin)
    door.locator(".care-big").tap()
    door.wait_for_url(f"**/care/{session.pk}/")
    door.locator("button[value=finish]").tap()
    door.locator(".care-now").wait_for()
    door.wait_for_function("() => !document.querySelector('button[value=finish]')")
    assert Fact.objects.get(kind="care.children", source_id=str(session.pk)).quantity == 1
    assert services.forget(timezone.localdate()) == 0
