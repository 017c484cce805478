"""A librarian runs a club year: a club, its plan, a member who joins from a phone, a meeting, its papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.clubs.models import Club, Membership
from chytalnia.journal.models import Fact
from chytalnia.programmes.models import Occasion
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_librarian_runs_a_club_year(visit: Callable[..., Any]) -> None:
    desk = visit("librarian")
    desk.goto(reverse("desk_clubs:new"))
    desk.fill("input[name=title_uk]", "Клуб «Нотатки»")
    desk.select_option("select[name=rhythm]", "week")
    desk.select_option("select[name=weekday]", "2")
    desk.fill("input[name=begins]", "17:00")
    desk.locator("form.work-box button[type=submit]").click()
    desk.wait_for_selector(".prog-tabs")
    club = Club.objects.order_by("-pk")[0]

    today = timezone.localdate()
    desk.goto(reverse("desk_clubs:plan", args=[club.pk]))
    desk.fill("input[name=first]", f"{today + timedelta(days=1):%Y-%m-%d}")
    desk.fill("input[name=last]", f"{today + timedelta(days=60):%Y-%m-%d}")
    desk.locator("form.club-make button").click()
    desk.wait_for_url("**year=*")
    meetings = Occasion.objects.filter(programme=club.pk).order_by("starts_at")
    assert len(meetings) >= 5
    assert all(each.day.weekday() == 2 and each.begins.hour == 17 for each in meetings)

    phone = visit("reader", viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(club.get_absolute_url())
    phone.locator(f"form[action$='/clubs/{club.pk}/join'] button").first.tap()
    phone.wait_for_selector(f"form[action$='/clubs/{club.pk}/leave']")
    member = Membership.objects.get(club=club)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    # The first meeting was an hour ago: nobody waits for Wednesday.
    first, begun = meetings[0], timezone.now() - timedelta(hours=1)
    Occasion.objects.filter(pk=first.pk).update(
        starts_at=begun, ends_at=begun + timedelta(minutes=50), day=today, last_day=today
    )
    desk.goto(reverse("desk_clubs:protocol", args=[first.pk]))
    desk.locator(f"input[name=here][value='{member.pk}']").check()
    desk.fill("input[name=topic]", "Перша розмова")
    desk.fill("input[name=guest_adults]", "3")
    desk.locator("button[name=count]").click()
    desk.wait_for_selector(".badge.ok")
    facts = Fact.objects.standing().filter(
        source_kind="programmes.occasion", source_id=str(first.pk), kind="visits.events"
    )
    assert sum(facts.values_list("quantity", flat=True)) == 4

    desk.goto(reverse("desk_clubs:year", args=[club.pk, today.year]))
    assert "Перша розмова" in desk.locator("main").inner_text()
    desk.goto(reverse("desk_clubs:passport", args=[club.pk]))
    assert str(member) in desk.locator("main").inner_text()
