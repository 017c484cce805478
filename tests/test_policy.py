"""What scripts do on the main pages – suggestions, facets without reloading, Wagtail's lists, its editor of pages – under the
content policy that is served: nothing is refused, nothing errs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from .browsing import listen, opened, served
from .demonstration import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def site(own_demo: Demo) -> Iterator[str]:
    with served() as url:
        yield url


def test_the_ear_hears_what_the_policy_refuses(browser: Any, site: str) -> None:
    with opened(browser, site) as context:
        page = context.new_page()
        said = listen(page)
        page.goto("/")
        page.evaluate("""() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';
            document.body.append(script); }""")
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in line for line in said)


def test_a_search_with_suggestions_and_facets(browser: Any, site: str) -> None:
    with opened(browser, site) as context:
        page = context.new_page()
        said = listen(page)
        page.goto("/")
        page.locator("main input[name=q]").press_sequentially("книг")
        page.wait_for_selector("[role=listbox] [role=option]")
        page.keyboard.press("Escape")
        page.locator("main input[name=q]").fill("історія")
        page.locator("main form.search button").click()
        page.wait_for_selector("#results .hits li")
        before = page.evaluate("performance.timeOrigin")
        facet = page.locator("#results aside a, #results aside input[type=checkbox]").first
        with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
            facet.click()
        page.wait_for_selector("#results .hits li")
        assert page.evaluate("performance.timeOrigin") == before
        assert said == []


def test_a_list_and_the_editor_of_pages(browser: Any, site: str) -> None:
    from chytalnia.portal.models import NewsPage

    news = NewsPage.objects.get(unit__code="potoky")
    with opened(browser, site, staff="editor") as context:
        page = context.new_page()
        said = listen(page)
        page.goto(reverse("wagtailadmin_explore", args=[news.get_parent().pk]))
        page.wait_for_selector("#listing-results")
        page.goto(reverse("wagtailadmin_pages:edit", args=[news.pk]))
        body = page.locator(".public-DraftEditor-content").first
        body.click()
        page.keyboard.type("Приходьте!")
        page.locator(".public-DraftEditor-content", has_text="Приходьте!").first.wait_for()
        assert said == []


def test_lists_and_forms_of_the_desk(browser: Any, site: str) -> None:
    with opened(browser, site, staff="director") as context:
        page = context.new_page()
        said = listen(page)
        page.goto(reverse("staff:index"))
        page.wait_for_selector("#listing-results")
        with page.expect_response(lambda answer: "/results/" in answer.url):
            page.locator("input#id_q").first.press_sequentially("бібл")
        page.goto(reverse("journal_facts"))
        page.wait_for_selector("#listing-results")
        page.goto(reverse("network_desk:hours", args=[_branch()]))
        page.wait_for_load_state("networkidle")
        page.goto(reverse("wagtailadmin_home"))
        page.keyboard.press("F2")
        assert said == []


def _branch() -> int:
    from chytalnia.network.models import Unit

    return Unit.objects.get(code="kremenchuk-f1").pk
