"""Header and footer are drawn once for many queries, and are what they would be if drawn for each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from chytalnia.core import frame
from chytalnia.core.preferences import COOKIE

NAMES = ["components/_header.html", "components/_footer.html"]
QUERIES = ["q=a", "q=%D0%BA&language=ukr", "q=\"><script>&x='1'", "q=a b", "q=шевченко", "q=a%2Fb/?c", ""]


def request_for(query: str, look: str = ""):
    request = RequestFactory().get(reverse("core:preferences"), QUERY_STRING=query)
    request.user = AnonymousUser()
    if look:
        request.COOKIES[COOKIE] = look
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_piece_is_the_same_as_drawn_for_the_query(name):
    cache.clear()
    for look in ("", "vision=black&size=15"):
        for query in QUERIES:
            request = request_for(query, look)
            assert frame.piece(name, request) == render_to_string(name, None, request)


@pytest.mark.django_db
def test_another_look_has_a_piece_of_its_own():
    cache.clear()
    usual = frame.piece(NAMES[0], request_for("q=a"))
    assert frame.piece(NAMES[0], request_for("q=a", "vision=blue")) != usual
