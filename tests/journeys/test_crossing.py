"""A phone finds a travelling book where there is no line: the note is kept, goes off when the line is back, and is one find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from chytalnia.bookcrossing.models import Sighting, Traveller
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_book_is_found_with_the_network_cut_and_restored(visit: Callable[..., Any]) -> None:
    book = Traveller.objects.filter(stage="released").order_by("pk")[0]
    finds = book.finds
    page = visit(
        viewport=PHONE, has_touch=True, is_mobile=True, geolocation={"latitude": 49.066123, "longitude": 33.418987},
        permissions=["geolocation"],
    )  # fmt: skip
    page.goto(f"/b/{book.number}")
    page.wait_for_url(f"**{reverse('bookcrossing:find', args=[book.number])}")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator("form[data-outbox] summary").tap()
    page.fill("textarea[name=text]", "Знайшов у підземці, без зв’язку")
    page.locator("[data-locate]").tap()
    page.wait_for_function("() => document.querySelector('input[name=lat]').value === '49.07'")

    page.context.set_offline(True)
    page.locator("form[data-outbox] button[type=submit]").first.tap()
    kept = page.locator("[data-outbox-note]")
    page.wait_for_function("n => n.textContent === n.dataset.kept", arg=kept.element_handle())
    assert Sighting.objects.filter(traveller=book, kind="find").count() == finds

    page.context.set_offline(False)
    page.wait_for_url("**/bookcrossing/step/**")
    step = Sighting.objects.filter(traveller=book, kind="find").order_by("-pk")[0]
    assert page.url.endswith(f"{step.key}/")
    assert (step.point, step.words.text) == (
        (49.07, 33.42) if step.shelf is None else step.point,
        "Знайшов у підземці, без зв’язку",
    )

    # Nothing is left on the phone to be sent again, and one tap says that the book is being read.
    page.locator("button[value=read]").tap()
    page.wait_for_selector(".notice.success")
    book.refresh_from_db()
    assert (book.stage, book.finds) == ("reading", finds + 1)
    left = page.evaluate("""() => new Promise((done) => {
        const opening = indexedDB.open('chytalnia-crossing', 1);
        opening.onsuccess = () => {
            const asked = opening.result.transaction('notes').objectStore('notes').count();
            asked.onsuccess = () => done(asked.result);
        };
    })""")
    assert left == 0
