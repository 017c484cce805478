"""A librarian of one branch sees that branch at the desk, and nothing of the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Item
from chytalnia.network.models import Unit

pytestmark = pytest.mark.browser


def test_a_librarian_sees_the_own_branch_alone(visit: Callable[..., Any]) -> None:
    own = Unit.objects.get(code="kremenchuk-f1")
    other = Item.objects.exclude(unit__path__startswith=own.path).order_by("pk")[0]
    page = visit("librarian")
    page.goto(reverse("wagtailadmin_home"))
    assert str(own) in page.locator("main").inner_text()

    page.goto(reverse("units:index"))
    assert page.locator("#listing-results tbody tr").count() == 1
    page.goto(reverse("desk_items:list"))
    shown = page.locator("main").inner_text()
    assert str(own) in shown
    assert str(other.unit) not in shown

    for address in (
        reverse("units:edit", args=[other.unit_id]),
        reverse("desk_items:item", args=[other.pk]),
        reverse("network_desk:hours", args=[other.unit_id]),
    ):
        answer = page.goto(address)
        assert answer.status in (403, 404)
        assert page.locator("main h1").is_visible()
        assert other.inventory_number not in page.locator("main").inner_text()
