"""Pages of the catalogue in a real browser: axe, no sideways scrolling, nothing the content policy refuses, no script needed."""

import os

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from chytalnia.catalogue.models import Authority, Record, Work
from chytalnia.catalogue.services import importing, items

from .factories import marc, system, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {"light": "", "dark": "theme=dark", "low vision": "vision=white&size=20&spacing=wide&pictures=off"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Қанағаттандырылмағандықтарыңыздан туралы дихлордифенілтрихлорметилметан"


@pytest.fixture(scope="module")
def browser():
    # Playwright keeps an event loop running in this thread; Django must not take our plain calls for asynchronous ones.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def addresses(tmp_path):
    """A page of each kind, of a work with a long title, translations, derived letters and copies in two branches."""
    unit, one, two = system()
    brought = [
        *(marc(str(n), title=LONG, language="kaz", year=2000 + n, author="Мұхтар, Әуезов") for n in range(8)),
        marc("r", title="Lisova pisni︠a︡", author="Мұхтар, Әуезов"),
    ]
    importing.run(importing.create_job(path=write(tmp_path / "in.mrc", *brought), unit=unit))
    for record in Record.objects.all():
        items.receive_items(record=record, unit=one, count=2, assign_numbers=False, shelf_mark="84(5Қаз) / Ә 82")
        items.receive_items(record=record, unit=two, status="on_loan", assign_numbers=False)
    work = Work.objects.shown().order_by("-record_count").first()
    derived = Record.objects.get(control_number="r")
    return [
        work.get_absolute_url(), f"/kk{work.get_absolute_url()}", derived.work.get_absolute_url(),
        f"{derived.get_absolute_url()}?view=marc", f"{derived.get_absolute_url()}correct/",
        Authority.objects.filter(kind="person").first().get_absolute_url(), "/new/", f"/list/?works={work.pk}", "/list/",
        f"/lists/print?works={work.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [390, 1440])
def test_pages_are_accessible(browser, live_server, addresses, mode, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    if MODES[mode]:
        context.add_cookies([{"name": "look", "value": MODES[mode], "url": live_server.url}])
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    problems = set()
    for address in addresses:
        page.goto(live_server.url + address)
        page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "preload": False})
        problems |= {
            f"{address} {problem['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for problem in found["violations"]
            for node in problem["nodes"][:3]
        }
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.add(f"{address} scrolls sideways")
    context.close()
    assert problems == set()
    assert said == []


def test_a_list_is_made_without_scripts(browser, live_server, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + addresses[0])
    page.click("form button:has-text('Add to my list'), form[action$='/list/change/'] button")
    assert page.url == live_server.url + addresses[0]
    page.goto(live_server.url + "/list/")
    assert page.locator(".hits > li").count() == 1
    page.goto(live_server.url + addresses[0])
    page.click(".describe > summary")
    page.click("label[for=standard-2]")
    assert page.locator(".standard >> nth=1").is_visible()
    assert not page.locator(".standard >> nth=0").is_visible()
    context.close()
