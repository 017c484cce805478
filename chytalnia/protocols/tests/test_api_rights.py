"""Role × address and scope × address, the whole of both tables; and nothing without a token."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

import chytalnia
from chytalnia.core.models import AuditEntry
from chytalnia.network.tests.factories import holder
from chytalnia.people import rules
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.protocols.api import api
from chytalnia.protocols.api.refusing import KINDS
from chytalnia.protocols.models import Token, TokenKind
from chytalnia.protocols.tokens import scopes

from .api_world import bearer, card, token, world

DESCRIBED = api.get_openapi_schema()
ALL = {
    one["operationId"]: (method.upper(), path, one)
    for path, methods in DESCRIBED["paths"].items()
    for method, one in methods.items()
}
OPEN = {"search", "work", "record"}
MINE = {name for name, (_method, path, _one) in ALL.items() if path.startswith("/api/v1/me")}
#: Addresses of the desk, and the action of the matrix that each asks for.
DESK = {
    "reader_by_card": "people.view_reader", "reader": "people.view_reader", "loans_of_reader": "lending.view",
    "holds_of_reader": "lending.view", "register_reader": "people.register_reader", "lend": "lending.lend",
    "take_back": "lending.take_back", "renew_at_desk": "lending.renew", "send": "lending.move", "receive": "lending.move",
    "place_hold_at_desk": "lending.hold", "cancel_hold_at_desk": "lending.hold", "pause_hold_at_desk": "lending.hold",
    "resume_hold_at_desk": "lending.hold", "undo": "lending.undo", "item": "lending.view", "pick_list": "lending.view",
    "shelf_of_holds": "lending.view", "transits_out": "lending.view", "transits_in": "lending.view", "acts": "lending.view",
    "refusals": "demand.view", "refuse": "demand.record",
}  # fmt: skip
#: Any scope that acts may undo.
UNDO = {"desk:lend", "desk:holds", "desk:move"}


@pytest.fixture
def made(db, settings, english):
    settings.SEARCH_RATE = settings.API_RATE = "off"
    cache.clear()
    yield world()
    cache.clear()


def ask(client, name, made, secret=None, **more):
    """Ask an address for something that makes sense."""
    method, path, one = ALL[name]
    values = {
        "pk": made.free.record_id, "loan": made.loan.pk, "hold": made.hold.pk, "reader": made.reader.pk,
        "member": made.child.pk, "act": made.taken.pk,
    }  # fmt: skip
    query = {"card": card(made.reader), "barcode": made.free.barcode, "q": "кобзар"}
    asked = {each["name"] for each in one["parameters"] if each["in"] == "query"}
    address = path.format(**values) + "?" + "&".join(f"{key}={value}" for key, value in query.items() if key in asked)
    headers = bearer(secret) if secret else {}
    if any(each["name"] == "Idempotency-Key" for each in one["parameters"]):
        headers["Idempotency-Key"] = str(uuid.uuid4())
    with transaction.atomic():
        answer = client.generic(
            method, address, data=_body(name, made), content_type="application/json", headers=headers | more
        )
        transaction.set_rollback(True)
    return answer


def _body(name, made):
    until = str(timezone.localdate() + timedelta(days=9))
    bodies = {
        "lend": {"item": made.free.barcode, "reader": made.reader.pk}, "take_back": {"item": made.lent.barcode},
        "renew_at_desk": {"item": made.lent.barcode}, "send": {"item": made.free.barcode, "to": "two"},
        "receive": {"item": made.shelved.barcode}, "refuse": {"text": "Кобзар"},
        "place_hold_at_desk": {"reader": made.reader.pk, "item": made.free.barcode},
        "pause_hold_at_desk": {"until": until}, "pause_hold": {"until": until}, "wish": {"text": "Кобзар"},
        "place_hold": {"work": made.free.record.work_id, "pickup": "one"}, "change_my_notices": {},
        "register_reader": {"surname": "Нова", "birth_date": "1970-01-01"},
    }  # fmt: skip
    return json.dumps(bodies[name]) if name in bodies else ""


def code(answer):
    return answer.json().get("code") if answer.status_code >= 400 else ""


def test_the_table_knows_every_address():
    assert set(ALL) == OPEN | MINE | set(DESK) | {"token"}


def test_the_page_for_machines_names_every_address_and_every_code():
    page = (Path(chytalnia.__file__).parents[1] / "docs" / "machines.md").read_text()
    assert [path for _method, path, _one in ALL.values() if path not in page] == []
    assert [one for one in [*KINDS, *scopes.SCOPES] if f"`{one}`" not in page] == []


def test_role_by_address(client, made):
    wrong = []
    for role in Role:
        secret = token(holder(made.one, role), unit=made.one)
        for name, action in DESK.items():
            refused = code(ask(client, name, made, secret)) == "not_allowed"
            if refused is (role in rules.roles_for(action)):
                wrong.append((role, name))
    assert wrong == []


def test_scope_by_address(client, made):
    wrong = []
    for kind, names in ((TokenKind.READER, MINE), (TokenKind.STAFF, set(DESK))):
        for scope in scopes.of_kind(kind):
            owner, unit = (made.account, None) if kind == TokenKind.READER else (made.boss, made.one)
            secret = token(owner, unit=unit, codes=[scope.code])
            for name in names:
                needed = {one for each in ALL[name][2]["security"] for found in each.values() for one in found}
                refused = code(ask(client, name, made, secret)) == "scope_missing"
                if refused is (scope.code in (needed or UNDO)):
                    wrong.append((scope.code, name))
    assert wrong == []


def test_nothing_without_a_token_and_nothing_by_a_cookie(client, made):
    User.objects.filter(pk=made.boss.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=made.boss.pk))
    for name in ALL.keys() - OPEN:
        answer = ask(client, name, made)
        assert (answer.status_code, code(answer)) == (401, "token_missing"), name
        assert answer["WWW-Authenticate"].startswith("Bearer")
    for name in OPEN:
        assert ask(client, name, made).status_code in (200, 404)


def test_a_token_of_one_kind_is_none_of_the_other(client, made):
    for name in MINE:
        assert code(ask(client, name, made, made.desk)) == "wrong_token", name
    for name in DESK:
        assert code(ask(client, name, made, made.mine)) == "wrong_token", name
    assert ask(client, "token", made, made.mine).json()["kind"] == "reader"
    assert ask(client, "token", made, made.desk).json()["library"] == {"code": "one", "name": "One"}


def test_rights_are_asked_at_each_call(client, made):
    assert ask(client, "lend", made, made.desk).status_code == 200
    made.boss.role_grants.all().delete()
    assert code(ask(client, "lend", made, made.desk)) == "not_allowed"
    User.objects.filter(pk=made.boss.pk).update(is_superuser=True)
    # The installer's own token works in its library too, and nowhere else.
    assert ask(client, "lend", made, made.desk).status_code == 200
    assert code(client.get("/api/v1/desk/shelf?library=two", headers=bearer(made.desk))) == "unknown_library"
    User.objects.filter(pk=made.boss.pk).update(is_active=False)
    assert code(ask(client, "lend", made, made.desk)) == "token_over"


def test_a_token_reaches_its_library_and_not_the_next(client, made):
    get = lambda path, secret: client.get(f"/api/v1/desk/{path}", headers=bearer(secret))  # noqa: E731
    assert code(get("shelf?library=two", made.desk)) == "unknown_library"
    assert get("shelf?library=two", made.system).status_code == 200
    assert code(get("shelf", made.system)) == "library_needed"
    assert code(get("shelf?library=three", made.system)) == "unknown_library"
    # Readers of another system are not shown, by card or by number; those of one's own system are.
    assert code(get(f"readers?card={card(made.stranger)}", made.desk)) == "reader_of_another_library"
    assert code(get(f"readers/{made.stranger.pk}", made.desk)) == "unknown_reader"
    assert get(f"readers?card={card(made.other)}", made.desk).json()["id"] == made.other.pk


@pytest.mark.parametrize(
    "change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(hours=1)}]
)
def test_a_token_that_is_over_opens_nothing(client, made, change):
    Token.objects.update(**({"made_at": timezone.now() - timedelta(days=9)} | change))
    for secret in (made.mine, made.desk):
        assert code(ask(client, "token", made, secret)) == "token_over"


def test_the_second_factor_that_staff_must_have_is_asked_of_tokens_too(client, made, settings):
    settings.STAFF_MFA = "required"
    assert code(ask(client, "item", made, made.desk)) == "second_factor_needed"
    assert ask(client, "me", made, made.mine).status_code == 200


def test_wrong_tokens_wait_and_right_ones_do_not(client, made):
    wrong = made.mine[:-1] + ("0" if made.mine[-1] != "0" else "1")
    codes = [code(client.get("/api/v1/me", headers=bearer(wrong))) for _ in range(12)]
    assert codes == ["token_unknown"] * 10 + ["too_fast"] * 2
    assert ask(client, "me", made, made.mine).status_code == 200
    entry = AuditEntry.objects.get(act="protocols.wrong_tokens")
    assert (entry.address, made.mine in str(entry.__dict__)) == ("127.0.0.0", False)


def test_a_program_that_asks_too_often_waits(client, made, settings):
    settings.API_RATE = "2/m"
    answers = [ask(client, "me", made, made.mine) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert ask(client, "item", made, made.desk).status_code == 200
