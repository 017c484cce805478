"""A visit is counted once however many pages it opens, and programs are not people."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chytalnia.journal import later, queries
from chytalnia.journal.middleware import CountVisits

PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (Android 9; Mobile) Firefox/128", "HTTP_ACCEPT_LANGUAGE": "uk"}


def visit(path="/", *, answer=None, cookies=None, **headers):
    request = RequestFactory().get(path, **(PERSON | headers))
    request.COOKIES.update(cookies or {})
    middleware = CountVisits(lambda _request: answer or HttpResponse("page"))
    response = middleware(request)
    later.flush()
    return response


def test_visit_of_three_pages_is_one_visit(region):
    cookies = {}
    for _ in range(3):
        cookies = {name: morsel.value for name, morsel in visit(cookies=cookies).cookies.items()}

    assert (queries.total("site.visits"), queries.total("site.pages")) == (1, 3)
    assert queries.indicator("remote.site") == queries.indicator("remote.total") == 1


@pytest.mark.parametrize(
    "words",
    [
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"path": "/desk/"},
        {"answer": HttpResponse("gone", status=404)},
        {"answer": HttpResponse("{}", content_type="application/json")},
    ],
)
def test_what_no_person_reads_is_not_counted(region, words):
    response = visit(**words)

    assert not response.cookies
    assert queries.total(None) == 0


def test_visit_from_inside_the_library_is_not_remote(region, settings):
    settings.ONSITE_NETWORKS = ["10.20.0.0/16"]
    visit(REMOTE_ADDR="10.20.3.4")
    visit(REMOTE_ADDR="10.21.3.4")

    assert queries.total("site.visits", place="onsite") == 1
    assert queries.indicator("remote.site") == 1
