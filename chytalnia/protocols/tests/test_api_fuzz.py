"""Whatever its own description allows, and more, is asked of the API: it never breaks, and answers as it says it does."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chytalnia.lending.models import Act
from chytalnia.protocols.api import api
from chytalnia.search import services as search

from .api_world import bearer, card, world

#: How often each address is asked, so that all of them together take some seconds.
ASKED = 8


class Described:
    """What the API says of itself, and what its answers are held against; made when it is wanted, not by every process that
    collects tests."""

    def __init__(self) -> None:
        import schemathesis
        from schemathesis.checks import CHECKS, load_all_checks

        load_all_checks()
        self.checks = CHECKS.get_by_names([
            "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
            "response_schema_conformance",
        ])  # fmt: skip
        said = json.loads(json.dumps(api.get_openapi_schema(), default=str))
        self.schema = schemathesis.openapi.from_dict(said)
        self.operations = [(method.upper(), path) for path, methods in said["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def described() -> Described:
    return Described()


@pytest.fixture
def asked(db, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SEARCH_RATE = settings.API_RATE = "off"
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
    cache.clear()
    made = world()
    made.app, made.real = get_wsgi_application(), real(made)
    search.drain()
    # As Django's own test client does: the transaction of the test lives in this connection.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield made
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
    cache.clear()


def real(made) -> dict[str, list[Any]]:
    """Values that stand for something, by the names of parameters: chance alone would never meet them."""
    readers = [made.reader, made.child, made.other, made.stranger]
    items = [made.free, made.lent, made.wanted, made.shelved]
    acts = list(Act.objects.values_list("pk", flat=True))
    return {
        "pk": [made.free.record.work_id, made.free.record_id], "work": [one.record.work_id for one in items],
        "record": [one.record_id for one in items], "reader": [one.pk for one in readers],
        "card": [card(one) for one in readers], "item": [one.barcode for one in items],
        "barcode": [one.barcode for one in items], "member": [made.child.pk, made.other.pk],
        "loan": [made.loan.pk, made.small.pk, made.taken.loan_id], "hold": [made.hold.pk, made.away.pk], "act": acts,
        "library": ["one", "two", "three", ""], "pickup": ["one", "two"], "to": ["two", "three"], "surname": ["Коваль"],
    }  # fmt: skip


def grounded(data: st.DataObject, case: Any, made: Any) -> None:
    """Put what is real into some places of a request that chance has made."""
    for part in (case.path_parameters, case.query, case.body):
        for name in part if isinstance(part, dict) else ():
            if name in made.real and data.draw(st.booleans()):
                part[name] = data.draw(st.sampled_from(made.real[name]))


def secret_for(path: str, made: Any) -> str:
    return made.mine if path.startswith("/api/v1/me") else made.system


@pytest.mark.parametrize("mode", ["positive", "negative"], ids=["sense", "nonsense"])
def test_every_answer_follows_the_description(asked, described, mode):
    from schemathesis.generation import GenerationMode

    mode = GenerationMode(mode)
    met: Counter[int] = Counter()
    wrong = []
    for method, path in described.operations:
        # What one address has done is taken back before the next one is asked.
        with transaction.atomic():
            try:
                ask(asked, described, method, path, mode, met)
            except BaseExceptionGroup as failures:
                wrong.append((method, path, [str(one) for one in failures.exceptions]))
            transaction.set_rollback(True)
    assert not wrong
    # What makes sense is answered, and not only refused; nonsense is mostly refused.
    assert met[200] > met.total() / 4 if mode.is_positive else met[422] > met.total() / 4, met


def ask(asked: Any, described: Described, method: str, path: str, mode: Any, met: Counter[int]) -> None:
    secret = asked.mine if path.startswith("/api/v1/me") else asked.system

    @settings(
        max_examples=ASKED, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=described.schema[path][method].as_strategy(mode), data=st.data())
    def ask_once(case: Any, data: Any) -> None:
        if mode.is_positive:
            grounded(data, case, asked)
        answer = case.call_and_validate(
            app=asked.app, base_url="http://testserver", headers=bearer(secret), checks=described.checks
        )
        met[answer.status_code] += 1

    ask_once()
