"""Any string is a query: no exception, bounded work."""

# ruff: noqa: E501
from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chytalnia.search import analysis, language, queries
from chytalnia.search.compose import compose

PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(['"', "-", "OR", "автор:", "рік:", "isbn:", "кобзар", "шевченка", "2010-", "[a-z]*", "(((", "\x00", "«", "~", "=", "^", ".", "Т.", "\ud800", "rj,pfh"]),
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(st.one_of(st.text(), PIECES))
@example("рік:" + "9" * 400)
@example("рік:²")
@example("-" * 1000)
@example("\ud800\udfff")
def test_any_text_parses_and_shows_itself(text):
    asked = language.parse(text)
    compose(asked)
    assert len(language.clean(text)) <= language.LONGEST_QUERY
    assert isinstance(str(asked), str)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES)
@example("𗀀A")
@example("кни\u0378гою")
def test_any_text_is_answered(shelf, text):
    results = queries.search(text, using=shelf, limit=3)
    assert 0 <= len(results.hits) <= min(3, results.total)
    queries.suggest(text, using=shelf)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text):
    once = [word.form for word in analysis.words(text)]
    assert [w.form for form in once for w in analysis.words(form)] == once


@pytest.mark.parametrize(
    "text",
    ["кобзар " * 5000, "а" * 100_000, "(" * 5000, "-слово " * 500, '"' * 999, "OR " * 500, "автор:" * 300, "a-" * 4000,
     "б-" * 150, " ".join(f"слово{n}" for n in range(3000))],
)  # fmt: skip
def test_long_queries_are_cut_and_answered_soon(shelf, text):
    began = time.monotonic()
    queries.search(text, using=shelf)
    queries.suggest(text, using=shelf)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(("offset", "limit"), [(-5, -5), (10**12, 10), (0, 10**9), (9_999, 50), (10_000, 1)])
def test_paging_has_limits(shelf, offset, limit):
    results = queries.search("", using=shelf, offset=offset, limit=limit)
    assert results.offset + results.limit <= queries.DEEPEST
    assert results.total == 13


@pytest.mark.parametrize("value", ["", "x" * 10_000, "\x00", "2010-9", "²", "-", "99999"])
def test_strange_filters_are_harmless(shelf, value):
    for name in ["year", "language", "unit", "nonsense", "title"]:
        queries.search("кобзар", using=shelf, filters={name: [value]})
