"""A methodologist runs a marathon over the libraries of a region: invites, a library accepts, a reader writes on a phone, the league
moves, the lot is drawn, the diploma is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chytalnia.campaigns.models import Campaign, Member
from chytalnia.demo.people import PASSWORD
from chytalnia.network.models import Unit
from chytalnia.wire import draws
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def test_a_methodologist_runs_a_campaign_over_thirty_libraries(visit: Callable[..., Any]) -> None:
    region = Unit.objects.get(code="poltava")
    city = Unit.objects.get(code="kremenchuk")
    for n in range(30 - Unit.objects.places().filter(path__startswith=region.path).count()):
        Unit.objects.get(pk=city.pk).add_child(code=f"new-{n}", kind="branch", name={"uk": f"Нова філія {n}"})
    today = timezone.localdate()
    desk = visit("methodologist")
    desk.goto("/desk/campaigns/new/")
    desk.locator("[name=title_uk]").fill("Зимовий марафон")
    desk.locator("[name=goals_uk]").fill("Читати взимку")
    desk.locator("[name=task_uk]").fill("Щодня кілька сторінок")
    desk.locator("[name=last_day]").fill((today + timedelta(days=5)).isoformat())
    desk.locator("[name=goal]").fill("1000")
    desk.locator("[name=prizes]").fill("1")
    desk.locator("[name=among]").select_option("all")
    desk.locator(".work form.work-box button[type=submit]").click()
    desk.wait_for_url("**/desk/campaigns/*/")
    made = Campaign.objects.get(slug__startswith="zymov")
    for move in ("announce", "begin"):
        desk.locator(f"button[name=move][value={move}]").click()
        desk.wait_for_load_state()
    desk.goto(f"/desk/campaigns/{made.pk}/libraries/")
    desk.locator(f"a[href='/desk/campaigns/{made.pk}/invite/']").first.click()
    desk.locator("select[name=under]").select_option(str(region.pk))
    desk.locator("form[role=search] button[type=submit]").last.click()
    desk.wait_for_url("**under=*")
    desk.locator("input[name=all]").check()
    desk.locator("form[data-ticking] .work-bulk button").click()
    desk.wait_for_load_state()
    assert Member.objects.filter(campaign=made, state="invited").count() == 30

    library = visit("librarian")
    library.goto("/desk/campaigns/")
    library.locator("li", has_text="Зимовий марафон").locator("button[value=yes]").first.click()
    library.wait_for_url("**/desk/campaigns/library/*/")

    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(f"{made.get_absolute_url()}join/")
    phone.wait_for_url("**/accounts/login/**")
    phone.locator("input[name=login]").fill("reader")
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/join/")
    phone.locator("select[name=member]").select_option(index=1)
    phone.locator("input[name=nick]").fill("Сніговик")
    phone.locator("main form button[type=submit]").last.tap()
    phone.wait_for_url("**/my/marathons/*/")
    phone.locator("input[name=amount]").fill("37")
    phone.locator("[data-line-form] button[type=submit]").tap()
    phone.locator(".log li").first.wait_for()
    assert "37" in phone.locator(".log li").first.inner_text()
    assert phone.locator(".badges li").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.goto(f"{made.get_absolute_url()}league/")
    assert "37" in phone.locator(".league tbody tr").first.inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    Campaign.objects.filter(pk=made.pk).update(first_day=today - timedelta(days=9), last_day=today - timedelta(days=1))
    desk.goto(f"/desk/campaigns/{made.pk}/")
    desk.locator("button[name=move][value=finish]").click()
    desk.wait_for_load_state()
    desk.goto(f"/desk/campaigns/{made.pk}/ending/")
    desk.locator("button[value=freeze]").click()
    desk.locator("[name=public]").fill("4 6 1")
    desk.locator("button[value=draw]").click()
    desk.locator("section ol li", has_text="Сніговик").wait_for()
    desk.locator("button[value=diplomas]").click()
    desk.wait_for_load_state()
    file = phone.request.get(f"{made.get_absolute_url()}draw.json").text()
    assert draws.verify(file, promised=Campaign.objects.get(pk=made.pk).draw.commitment).agrees
    diploma = made.diplomas.get(merit="winner")
    phone.goto(diploma.get_absolute_url())
    assert "Сніговик" in phone.locator("main").inner_text()
