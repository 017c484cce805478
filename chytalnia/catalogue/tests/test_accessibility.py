"""Pages of the catalogue in a real browser: axe, no sideways scrolling, nothing the content policy refuses, no script needed."""

import pytest

from chytalnia.catalogue.models import Authority, Record, Work
from chytalnia.catalogue.services import importing, items
from tests.browsing import axe, listen, opened

from .factories import marc, system, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {"light": "", "dark": "theme=dark", "low vision": "vision=white&size=20&spacing=wide&pictures=off"}
#: Colours do not change with the width; what larger letters do to it is seen where there is little.
SEEN = [(390, "light"), (390, "dark"), (390, "low vision"), (1440, "light")]
LONG = "Қанағаттандырылмағандықтарыңыздан туралы дихлордифенілтрихлорметилметан"


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


@pytest.mark.parametrize(("width", "mode"), SEEN)
def test_pages_are_accessible(browser, live_server, addresses, width, mode):
    wrong = []
    with opened(browser, live_server.url, look=MODES[mode], viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        said, asked = listen(page), set()
        for address in addresses:
            page.goto(address)
            page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true")
            wrong += [f"{address} {fault}" for fault in axe(page, asked=asked)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{address} scrolls sideways")
    assert not wrong + said, "\n".join(wrong + said)


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
