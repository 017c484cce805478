"""A cataloguer's morning: signs in, brings a file, mends a record, is interrupted, gives a copy its barcode, prints the label.
And an afternoon on which two of them mend the same record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Draft, ImportJob, Item, Record
from chytalnia.catalogue.tests.factories import marc, write
from chytalnia.demo.people import PASSWORD

pytestmark = pytest.mark.browser

TITLE = '[data-line="title"] input[data-code="a"]'


def test_a_file_is_looked_at_and_brought_in(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit()
    page.goto(reverse("wagtailadmin_home"))
    page.fill("input[name=login]", "cataloguer")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)

    file = write(
        tmp_path / "gift.mrc",
        marc("gift-1", title="Сад Гетсиманський", author="Багряний, Іван", copies=[("", "")]),
        marc("gift-2", title="Тигролови", author="Багряний, Іван"),
    )
    page.goto(reverse("desk_imports:new"))
    page.set_input_files("input[type=file]", file)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.wait_for_selector("button[name=begin]")
    assert "Тигролови" in page.locator("main table").first.inner_text()
    assert not Record.objects.filter(control_number="gift-1").exists()
    page.click("button[name=begin]")
    page.wait_for_selector("a[href$='?what=created']")
    job = ImportJob.objects.order_by("-pk")[0]
    assert (job.stage, job.created, job.rejected) == ("done", 2, 0)
    assert Record.objects.filter(control_number="gift-1").exists()


def test_a_draft_outlives_the_tab_and_a_copy_gets_its_label(visit: Callable[..., Any]) -> None:
    page = visit("cataloguer")
    record = Record.objects.active().filter(owner__code="kremenchuk", languages="ukr", version=1).order_by("pk")[1]
    edit = reverse("describing:edit", args=[record.pk])
    page.goto(edit)
    page.locator(TITLE).first.fill("Сад Гетсиманський : роман")
    saved = page.locator("[data-describe]").get_attribute("data-said-saved")
    page.wait_for_function(
        "text => document.querySelector('[data-status]').textContent.includes(text)", arg=saved
    )  # fmt: skip
    assert "роман" in Draft.objects.get(record=record).data["marc"]
    context = page.context
    page.close()

    page = context.new_page()
    page.goto(edit)
    assert page.locator(TITLE).first.input_value() == "Сад Гетсиманський : роман"
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**{reverse('describing:record', args=[record.pk])}")
    record.refresh_from_db()
    assert (record.version, Draft.objects.filter(record=record).exists()) == (2, False)

    page.goto(reverse("desk_items:receive", args=[record.pk]))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/new/" not in url)
    item = Item.objects.filter(record=record).order_by("-pk")[0]
    page.goto(reverse("desk_items:edit", args=[item.pk]))
    page.fill("input[name=barcode]", "KRM-2026-1")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{reverse('desk_items:item', args=[item.pk])}")
    assert "KRM-2026-1" in page.locator("main").inner_text()

    page.goto(f"{reverse('desk_items:labels')}?pk={item.pk}")
    # The sheets come as a PDF, which this browser shows by itself or not at all: its bytes are asked for instead.
    answer = page.evaluate("""async () => {
        const form = document.querySelector('main form:has([name=kind])');
        const answer = await fetch(form.action, {method: 'POST', body: new FormData(form)});
        return [answer.status, answer.headers.get('content-type'), (await answer.text()).slice(0, 5)];
    }""")
    assert answer == [200, "application/pdf", "%PDF-"]


def test_two_mend_one_record_and_neither_loses_a_word(visit: Callable[..., Any]) -> None:
    record = Record.objects.active().filter(owner__code="kremenchuk", languages="ukr").order_by("pk")[0]
    edit = reverse("describing:edit", args=[record.pk])
    first, second = visit("cataloguer"), visit("bibliographer")
    for page in (first, second):
        page.goto(edit)
    first.locator(TITLE).first.fill("Назва від каталогізатора")
    second.locator(TITLE).first.fill("Назва від бібліографа")
    second.fill("#reason", "з титулу")

    first.keyboard.press("Control+s")
    first.wait_for_url(f"**{reverse('describing:record', args=[record.pk])}")
    second.keyboard.press("Control+s")
    second.wait_for_selector(".desc-clash")

    told = second.locator("main").inner_text()
    assert "Назва від каталогізатора" in told
    assert "Назва від бібліографа" in told
    record.refresh_from_db()
    assert record.title.startswith("Назва від каталогізатора")

    second.click("button[name=do][value=merge]")
    second.wait_for_selector("[data-describe]")
    assert second.locator(TITLE).first.input_value() == "Назва від бібліографа"
    second.click("[data-save]")
    second.wait_for_url(f"**{reverse('describing:record', args=[record.pk])}")
    record.refresh_from_db()
    assert record.title.startswith("Назва від бібліографа")
    kept = record.versions.order_by("-number")[0]
    assert "Назва від каталогізатора" in bytes(kept.source).decode()
