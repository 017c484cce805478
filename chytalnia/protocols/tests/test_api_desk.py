"""A program at the desk: acts once for each key, refusals in the caller's language, lists page by page."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chytalnia.core.models import AuditEntry
from chytalnia.demand import services as demand
from chytalnia.lending import services as lending
from chytalnia.lending.models import Act, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.people.models import Reader
from chytalnia.protocols.models import GivenAnswer

from .api_world import bearer, card, token, world


@pytest.fixture
def made(db, settings, english):
    settings.SEARCH_RATE = settings.API_RATE = "off"
    cache.clear()
    yield world()
    cache.clear()


@pytest.fixture
def post(client, made):
    def post(path, body=None, *, secret=made.desk, key=None, **headers):
        return client.post(
            f"/api/v1/desk/{path}", body or {}, content_type="application/json",
            headers=bearer(secret) | {"Idempotency-Key": str(key or uuid.uuid4())} | headers,
        )  # fmt: skip

    return post


@pytest.fixture
def get(client, made):
    return lambda path, secret=made.desk: client.get(f"/api/v1/desk/{path}", headers=bearer(secret)).json()


def test_a_loan_is_made_once_for_a_key_and_undone(post, get, made):
    key, asked = uuid.uuid4(), {"item": made.free.barcode, "card": card(made.reader)}
    first = post("loans", asked, key=key)
    again = post("loans", asked, key=key)
    assert first.status_code == 200
    assert again.json() == first.json()
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    loan = Loan.objects.get(item=made.free)
    act = Act.objects.get(pk=first.json()["id"])
    assert (act.loan, act.by, act.device) == (loan, made.boss, "Kiosk")
    assert first.json()["due_on"] == loan.due_on.isoformat()
    assert get(f"items?barcode={made.free.barcode}")["loan"]["reader"] == made.reader.pk
    # The answer was lost and forgotten: the act is known all the same.
    GivenAnswer.objects.all().delete()
    assert post("loans", asked, key=key).json() == first.json()
    assert Loan.objects.filter(item=made.free).count() == 1
    other = post("loans", asked | {"way": "night"}, key=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    undone = post(f"acts/{act.pk}/undo").json()
    assert undone["is_undone"] is True
    assert get(f"items?barcode={made.free.barcode}")["state"] == "available"


def test_a_refusal_says_why_in_the_language_of_the_caller(post, made):
    asked = {"item": made.free.barcode, "reader": made.reader.pk}
    made.reader.blocked_until = "9999-12-31"
    made.reader.save()
    told = post("loans", asked)
    assert (told.status_code, told["Content-Type"]) == (409, "application/problem+json")
    assert told.json()["code"] == "refused"
    assert [(one["code"], one["can_override"]) for one in told.json()["problems"]] == [("blocked", True)]
    assert told.json()["hint"].startswith("Each of `problems`")
    spoken = {
        language: post("loans", asked, **{"Accept-Language": f"{language}, en;q=0.5"}) for language in ("uk", "ru", "kk", "de")
    }  # fmt: skip
    assert [one["Content-Language"] for one in spoken.values()] == ["uk", "ru", "kk", "en"]
    assert len({one.json()["title"] for one in spoken.values()}) == 4
    assert len({one.json()["problems"][0]["message"] for one in spoken.values()}) == 4
    # With a reason, by a token that may.
    weak = token(made.boss, unit=made.one, codes=["desk:lend"])
    refused = post("loans", asked | {"override": "asked by the head"}, secret=weak).json()
    assert (refused["code"], refused["scope"]) == ("scope_missing", "desk:override")
    assert post("loans", asked | {"override": "asked by the head"}).status_code == 200
    assert Loan.objects.get(item=made.free).override == "asked by the head"


def test_a_return_tells_where_the_copy_goes(post, get, made):
    there = token(made.head, unit=made.units["two"])
    # Lent by one, waited for in one, brought back to two: it travels.
    sent = post("returns", {"item": made.wanted.barcode}, secret=there).json()
    assert sent["send_to"] == {"code": "one", "name": "One"}
    assert "send_to" in [one["code"] for one in sent["messages"]]
    coming = get("transits/in")["results"]
    assert [one["item"]["barcode"] for one in coming] == [made.shelved.barcode, made.wanted.barcode]
    came = post("arrivals", {"item": made.wanted.barcode}).json()
    assert came["shelf_slip"] == f"…{card(made.reader)[-4:]}"
    assert [one["hold"] for one in get("shelf")["results"]] == [made.hold.pk]
    assert post("arrivals", {"item": made.wanted.barcode}).json()["problems"][0]["code"] == "not_in_transit"


def test_a_copy_set_aside_is_picked_and_sent(post, get, made):
    there = token(made.head, unit=made.two)
    copy = factories.item(made.two, shelf_mark="94")
    placed = post("holds", {"reader": made.reader.pk, "item": copy.barcode}).json()
    assert placed["state"] == "assigned"
    picked = get("pick-list", there)["results"]
    assert [(one["hold"], one["shelf_mark"], one["slip"]) for one in picked] == [
        (placed["id"], "94", f"…{card(made.reader)[-4:]}")
    ]
    sent = post("transits", {"item": copy.barcode}, secret=there).json()
    assert (sent["kind"], sent["library"]["code"]) == ("send", "two")
    assert copy.barcode in [one["item"]["barcode"] for one in get("transits/out", there)["results"]]


def test_holds_at_the_desk(client, post, get, made):
    placed = post("holds", {"reader": made.other.pk, "record": made.lent.record_id, "pickup": "one"}).json()
    assert (placed["state"], placed["place_in_queue"]) == ("queued", 1)
    headers = bearer(made.desk)
    address = f"/api/v1/desk/holds/{placed['id']}"
    past = client.put(f"{address}/pause", {"until": "2020-01-01"}, content_type="application/json", headers=headers)
    assert (past.status_code, past.json()["errors"][0]["parameter"]) == (422, "until")
    assert client.delete(f"{address}/pause", headers=headers).json()["problems"][0]["code"] == "not_suspended"
    assert client.delete(address, headers=headers).json()["state"] == "cancelled"
    assert [one["id"] for one in get(f"readers/{made.other.pk}/holds")["results"]] == [made.away.pk]
    assert client.delete(address, headers=headers).status_code == 404


def test_readers_are_registered_once_and_children_with_a_guardian(post, made):
    asked = {"surname": "Нова", "name": "Ганна", "birth_date": "1970-01-01", "consents": ["rules", "data"]}
    key = uuid.uuid4()
    first = post("readers", asked, key=key).json()
    assert (first["is_registered"], first["library"]["code"], len(first["warnings"])) == (True, "one", 0)
    assert post("readers", asked, key=key).json()["id"] == first["id"]
    alike = post("readers", asked)
    assert (alike.status_code, alike.json()["readers"]) == (409, [{"id": first["id"], "name": "Нова Ганна"}])
    assert (
        post("readers", asked | {"is_new": True, "card": first["card"]}).json()["problems"][0]["code"] == "card_taken"
    )
    child = asked | {"surname": "Мала", "birth_date": made.child.birth_date.isoformat(), "is_new": True}
    assert post("readers", child).json()["errors"][0]["parameter"] == "guardian"
    made_child = post("readers", child | {"guardian": "Нова Ганна", "guardian_phone": "050 111 22 33"}).json()
    assert (made_child["is_child"], made_child["warnings"]) == (True, [])
    assert Reader.objects.filter(surname="Мала").count() == 1


def test_a_look_at_a_child_is_written_down(get, made):
    get(f"readers?card={card(made.reader)}")
    assert not AuditEntry.objects.filter(act="people.look").exists()
    get(f"readers?card={card(made.child)}")
    looked = AuditEntry.objects.get(act="people.look")
    assert (looked.by_id, looked.object_id, looked.after["what"]) == (made.boss.pk, str(made.child.pk), "program")


def test_refusals_are_written_and_read_page_by_page(post, get, made):
    for n in range(5):
        assert post("refusals", {"text": f"Кобзар {n}", "reason": "on_loan"}).status_code == 200
    assert post("refusals", {}).status_code == 422
    seen, cursor = [], ""
    while cursor is not None:
        page = get(f"refusals?limit=2&cursor={cursor}")
        seen += [one["text"] for one in page["results"]]
        cursor = page["next"]
    assert seen == [f"Кобзар {n}" for n in (4, 3, 2, 1, 0)]
    first = get("refusals?limit=2")["next"]
    for cursor in (first[:-2] + "xx", "abc", f"{first}&library=one"):
        assert get(f"refusals?cursor={cursor}").get("code", "") in ("bad_cursor", "")
    assert get(f"acts?cursor={first}")["code"] == "bad_cursor"


LISTS = [
    "readers/{reader}/loans", "readers/{reader}/holds", "pick-list", "shelf", "transits/out", "transits/in", "acts", "refusals",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_lists_ask_the_database_as_often_for_many(get, made, path):
    more(made)
    address = path.format(reader=made.reader.pk) + "?limit=100"
    get(address)
    with CaptureQueriesContext(connection) as few:
        before = len(get(address)["results"])
    more(made)
    get(address)
    with CaptureQueriesContext(connection) as many:
        assert len(get(address)["results"]) > before
    assert len(many) == len(few), [each["sql"] for each in many]


def more(made):
    for n in range(3):
        lending.lend(item=factories.item(made.one), reader=made.reader, unit=made.one, override="so")
        lending.place_hold(reader=made.reader, target=factories.item(made.one), pickup=made.one, override="so")
        lending.place_hold(reader=made.reader, target=factories.item(made.one), pickup=made.two, override="so")
        lending.place_hold(
            reader=made.other, target=(shelved := factories.item(made.one)), pickup=made.one, override="so"
        )
        lending.take_back(item=shelved, unit=made.one)
        lending.place_hold(reader=made.other, target=(sent := factories.item(made.two)), pickup=made.one, override="so")
        lending.send(item=sent, unit=made.two)
        lending.place_hold(reader=made.other, target=(out := factories.item(made.one)), pickup=made.two, override="so")
        lending.send(item=out, unit=made.one)
        demand.refuse(unit=made.one, reason="on_loan", text=f"Кобзар {n}")
    assert Hold.objects.live().count() > 10
