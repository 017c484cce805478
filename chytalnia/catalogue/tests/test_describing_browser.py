"""The cataloguer's form in a real browser: what was typed outlives a lost network, a closed tab and an ended session."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from chytalnia.catalogue.models import Draft, Record
from chytalnia.catalogue.services import importing
from chytalnia.people.models import User

from .factories import marc as made
from .factories import system, write

TITLE_BEGINS = "text => document.querySelector('[data-line=title] input[data-code=a]')?.value.startsWith(text)"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(browser, live_server, tmp_path):
    """A browser context of a cataloguer, and a way to sign in once more."""
    unit, *_ = system()
    importing.run(
        importing.create_job(path=write(tmp_path / "a.mrc", made("1"), made("2", title="Катерина")), unit=unit)
    )
    user = User.objects.create_superuser("cat", "cat@example.org", "x")
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 1000})

    def sign_in():
        client = Client()
        client.force_login(user)
        for name, cookie in client.cookies.items():
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])

    sign_in()
    yield context, sign_in
    context.close()


def opened(context):
    page = context.new_page()
    page.set_default_timeout(9000)
    page.goto(reverse("describing:edit", args=[Record.objects.get(control_number="1").pk]))
    return page, page.locator('[data-line="title"] input[data-code="a"]').first


def told(page, text):
    page.wait_for_function(
        "text => document.querySelector('[data-status]').textContent.includes(text)", arg=text, timeout=9000
    )


def close_without_a_line(context, page):
    """Close a page that has no network, and let the next one have it.

    A browser forgets that a page is off the line while it closes it: the last word of the page, sent as it goes, would
    reach the server nearly every time.
    """
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('Failed to fetch')) }")
    page.close()
    context.set_offline(False)


def words(page, name):
    return page.locator("[data-describe]").get_attribute(f"data-said-{name}")


def test_the_network_goes_and_comes_and_the_draft_is_there(signed_in):
    context, _ = signed_in
    page, title = opened(context)
    title.fill("Набране до обриву")
    told(page, words(page, "saved"))
    assert "Набране до обриву" in Draft.objects.get().data["marc"]
    context.set_offline(True)
    title.fill("Набране без мережі")
    told(page, words(page, "local"))
    assert "Набране без мережі" not in Draft.objects.get().data["marc"]
    close_without_a_line(context, page)
    page, title = opened(context)
    assert title.input_value().startswith("Набране до обриву")
    page.locator("[data-take]").click()
    page.wait_for_function(TITLE_BEGINS, arg="Набране без мережі")
    assert "Набране без мережі" in Draft.objects.get().data["marc"]


def test_a_session_that_ended_keeps_what_was_typed_until_one_signs_in(signed_in):
    context, sign_in = signed_in
    page, title = opened(context)
    Session.objects.all().delete()
    context.clear_cookies()
    title.fill("Після виходу")
    told(page, words(page, "signed-out"))
    assert not Draft.objects.exists()
    sign_in()
    page.close()
    page, _title = opened(context)
    page.locator("[data-take]").click()
    page.wait_for_function(TITLE_BEGINS, arg="Після виходу")


def test_raw_marc_that_was_checked_is_not_found_again_as_a_newer_state(signed_in):
    context, _ = signed_in
    page = context.new_page()
    page.set_default_timeout(9000)
    address = reverse("describing:raw", args=[Record.objects.get(control_number="1").pk])
    page.goto(address)
    assert page.locator("[data-found]").is_hidden()
    text = page.locator("#raw-text")
    text.fill(text.input_value().replace("Кобзар", "Сон"))
    page.locator("[data-check]").click()
    page.wait_for_selector("#raw-save")
    assert page.locator("[data-found]").is_hidden()
    page.goto(address)
    assert "Сон" in text.input_value()
    assert page.locator("[data-found]").is_hidden()
    context.set_offline(True)
    text.fill(text.input_value().replace("Сон", "Без мережі"))
    told(page, words(page, "local"))
    close_without_a_line(context, page)
    page = context.new_page()
    page.goto(address)
    assert "Сон" in page.locator("#raw-text").input_value()
    assert page.locator("[data-found]").is_visible()


def test_a_closed_tab_whose_text_arrived_is_not_called_newer(signed_in):
    context, _ = signed_in
    page, title = opened(context)
    # The server has it, but the page goes before it hears so: its copy stays in the browser.
    page.evaluate(
        "() => { const ask = fetch; window.fetch = (...all) => ask(...all).then(() => new Promise(() => {})) }"
    )
    with page.expect_response("**/keep/"):
        title.fill("Встигло")
    page.close()
    page, title = opened(context)
    assert title.input_value().startswith("Встигло")
    assert page.locator("[data-found]").is_hidden()


def test_two_tabs_of_one_record_lose_nothing(signed_in):
    context, _ = signed_in
    first, in_first = opened(context)
    second, in_second = opened(context)
    in_first.fill("Перша вкладка")
    told(first, words(first, "saved"))
    in_second.fill("Друга вкладка")
    told(second, words(second, "elsewhere"))
    assert "Перша вкладка" in Draft.objects.get().data["marc"]
    second.keyboard.press("Control+s")
    second.wait_for_selector("[data-unkept]")
    assert in_second.input_value().startswith("Друга вкладка")
    second.close()
    # Gone without a choice: what the other tab kept is in the form, what was typed here is offered.
    page, title = opened(context)
    assert title.input_value().startswith("Перша вкладка")
    assert page.locator("[data-found]").is_visible()
    # Typing on does not take the place of what waits for an answer.
    title.fill("Третє")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    aside = "() => Object.entries(localStorage).find(([key]) => key.endsWith('-aside'))[1]"
    assert "Друга вкладка" in page.evaluate(aside)


def test_no_mouse_is_needed(signed_in):
    context, _ = signed_in
    page, title = opened(context)
    page.locator('[data-line="topics"] input[data-code="a"]').first.fill("поезія")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("Україна")
    page.keyboard.press("Alt+ArrowUp")
    title.focus()
    page.keyboard.press("End")
    page.keyboard.type(" повний")
    # Enter leads on; it puts nothing half-filled before readers.
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('[data-row] input') && !document.activeElement.value")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/records/*/")
    record = Record.objects.get(control_number="1")
    assert (record.title, record.version) == ("Кобзар повний", 2)
    assert [str(s) for s in record.bib.subjects] == ["Україна", "поезія"]
    assert (
        page.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('chytalnia-describing')).length") == 0
    )


def test_a_name_is_chosen_from_the_help(signed_in):
    context, _ = signed_in
    page, _title = opened(context)
    author = page.locator('[data-line="author"] input[data-code="a"]').first
    author.fill("")
    author.type("Shev")
    page.wait_for_selector('[role="option"]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert author.input_value() == "Шевченко, Тарас"
