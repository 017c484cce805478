"""A librarian draws a floor without a mouse and puts a shelf on it; a reader is shown the way to the book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit
from chytalnia.spaces.models import Piece, Plan

pytestmark = pytest.mark.browser


def test_a_plan_is_drawn_by_keys_and_a_reader_finds_the_shelf(visit: Callable[..., Any]) -> None:
    unit = Unit.objects.get(code="kremenchuk-f1")
    Plan.objects.filter(unit=unit).delete()
    item = Item.objects.filter(unit=unit, class_number__startswith="34", zone__kind="open_shelf").order_by("pk")[0]

    page = visit("librarian")
    page.goto(reverse("desk_spaces:new_plan", args=[unit.pk]))
    page.fill("[name=width]", "18")
    page.fill("[name=depth]", "12")
    page.check("[name=is_public]")
    page.locator(".work-box button").press("Enter")

    # A door, then a shelf: the tools are links, opened by Enter.
    page.locator("[data-tool=entrance]").press("Enter")
    page.fill("[name=y]", "11.8")
    page.locator("[data-piece-form] button").press("Enter")
    page.wait_for_selector("[data-piece].plan-entrance")
    page.locator("[data-tool=shelf]").press("Enter")
    page.fill("[name=label]", "Право")
    page.fill("[name=classes]", "34")
    page.locator("[data-piece-form] button").press("Enter")
    shelf = page.locator("[data-piece].plan-shelf")
    shelf.wait_for()

    before = Piece.objects.get(label="Право")
    shelf.focus()
    for _n in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    after = Piece.objects.get(label="Право")
    assert (after.y, after.w) == (before.y - 30, before.w + 10)
    assert item.shelf_mark in page.locator("#piece").inner_text()

    reader = visit(viewport={"width": 390, "height": 844})
    reader.goto(item.record.work.get_absolute_url())
    reader.locator(f"td a[href*='shelf={after.pk}']").click()
    assert reader.locator(".plan-here").count() == 1
    assert "Право" in reader.locator(".plan-told").inner_text()
