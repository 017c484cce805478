"""A reader's program: what I have, wait for and want, as the account itself shows it, and of my family what the rules allow."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chytalnia.lending import services as lending
from chytalnia.lending.models import Channel, Hold, Loan
from chytalnia.lending.tests import factories
from chytalnia.people.models import Consent

from .api_world import bearer, card, world


@pytest.fixture
def made(db, settings, english):
    settings.SEARCH_RATE = settings.API_RATE = "off"
    cache.clear()
    yield world()
    cache.clear()


@pytest.fixture
def ask(client, made):
    def ask(method, path, body=None, key=None):
        return client.generic(
            method, f"/api/v1/me{path}", "" if body is None else json.dumps(body),
            content_type="application/json", headers=bearer(made.mine) | {"Idempotency-Key": str(key or uuid.uuid4())},
        )  # fmt: skip

    return ask


def test_who_i_am(ask, made):
    me = ask("GET", "").json()
    assert (me["name"], me["library"]["code"], me["is_registered"]) == ("Коваль Олена", "one", True)
    assert me["numbers"] == {"loans": 1, "overdue": 0, "holds": 1, "ready": 0, "owed_minor": 0}
    shown = ask("GET", "/card").json()
    assert (shown["number"], shown["qr_svg"].startswith("<svg")) == (card(made.reader), True)
    assert ask("GET", "").headers["Cache-Control"] == "no-store"


def test_loans_are_renewed_mine_and_those_of_a_small_child(ask, made):
    assert [one["id"] for one in ask("GET", "/loans").json()["results"]] == [made.loan.pk]
    Loan.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    renewed = ask("POST", f"/loans/{made.loan.pk}/renewal").json()
    made.loan.refresh_from_db()
    assert (renewed["due_on"], made.loan.renewals) == (made.loan.due_on.isoformat(), 1)
    assert made.loan.acts.first().channel == Channel.API
    assert ask("POST", f"/loans/{made.taken.loan_id}/renewal").status_code == 404
    family = ask("GET", "/family").json()["members"]
    assert [(one["id"], one["shows_loans"]) for one in family] == [(made.child.pk, True)]
    assert [one["id"] for one in ask("GET", f"/family/{made.child.pk}/loans").json()["results"]] == [made.small.pk]
    assert ask("POST", f"/loans/{made.small.pk}/renewal").status_code == 200
    made.child.birth_date = timezone.localdate() - timedelta(days=15 * 366)
    made.child.save()
    assert ask("GET", f"/family/{made.child.pk}/loans").status_code == 404
    assert ask("POST", f"/loans/{made.small.pk}/renewal").status_code == 404


def test_renewing_everything_says_what_stays(ask, made):
    key = uuid.uuid4()
    second = lending.lend(item=factories.item(made.one), reader=made.reader, unit=made.one).loan
    Loan.objects.filter(pk=second.pk).update(due_on=timezone.localdate() + timedelta(days=1))
    done = ask("POST", "/renewals", key=key).json()
    assert [one["item"]["barcode"] for one in done["renewed"]] == [second.item.barcode]
    assert [(one["loan"], one["problems"][0]["code"]) for one in done["refused"]] == [(made.loan.pk, "too_early")]
    assert ask("POST", "/renewals", key=key).json() == done
    second.refresh_from_db()
    assert second.renewals == 1


def test_holds_are_placed_paused_and_given_up(ask, made):
    assert [one["code"] for one in ask("GET", "/pickup-places").json()["results"]] == ["one", "two"]
    waiting = ask("GET", "/holds").json()["results"]
    assert [(one["id"], one["place_in_queue"]) for one in waiting] == [(made.hold.pk, 1)]
    key, wanted = uuid.uuid4(), {"work": made.free.record.work_id, "pickup": "two"}
    placed = ask("POST", "/holds", wanted, key).json()
    assert (placed["state"], placed["pickup"]["code"]) == ("assigned", "two")
    assert ask("POST", "/holds", wanted, key).json() == placed
    again = ask("POST", "/holds", wanted)
    assert (again.status_code, again.json()["problems"][0]["code"]) == (409, "already_held")
    assert ask("POST", "/holds", wanted | {"pickup": "three"}).json()["code"] == "unknown_library"
    assert ask("POST", "/holds", {"pickup": "one"}).status_code == 422
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert ask("PUT", f"/holds/{placed['id']}/pause", {"until": until}).json()["paused_until"] == until
    assert ask("DELETE", f"/holds/{placed['id']}/pause").json()["paused_until"] is None
    assert ask("DELETE", f"/holds/{placed['id']}").json()["state"] == "cancelled"
    assert ask("DELETE", f"/holds/{made.away.pk}").status_code == 404
    assert Hold.objects.get(pk=placed["id"]).channel == Channel.API


def test_history_only_where_it_is_kept_and_wiped_at_a_word(ask, made):
    kept = ask("GET", "/history").json()
    assert (kept["is_kept"], len(kept["results"])) == (True, 1)
    changed = ask("PATCH", "/notices", {"keep_history": False, "channels": ["email"], "language": "kk"}).json()
    assert changed == {
        "email": "olena@example.org", "phone": "", "language": "kk", "channels": ["email"], "keep_history": False,
    }  # fmt: skip
    assert ask("GET", "/history").json() == {"next": None, "is_kept": False, "results": []}
    assert Consent.objects.filter(reader=made.reader, withdrawn_at=None).values_list("kind", flat=True).get() == "email"
    assert ask("PATCH", "/notices", {"language": "uk"}).json()["channels"] == ["email"]
    assert ask("PATCH", "/notices", {"channels": []}).json()["channels"] == []
    wrong = ask("PATCH", "/notices", {"email": "nowhere@nowhere"})
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (422, "email")


def test_wishes_and_a_copy_of_everything(ask, made):
    key = uuid.uuid4()
    wish = ask("POST", "/wishes", {"text": "Іван Франко. Мойсей"}, key).json()
    assert (wish["stage"], wish["library"]["code"]) == ("noticed", "one")
    assert ask("POST", "/wishes", {"text": "Іван Франко. Мойсей"}, key).json() == wish
    assert [one["text"] for one in ask("GET", "/wishes").json()["results"]] == ["Іван Франко. Мойсей"]
    told = ask("GET", "/data").json()
    assert told["reader"]["surname"] == "Коваль"
    assert {"cards", "consents", "family"} <= told.keys()


@pytest.mark.parametrize("path", ["/loans", "/holds", "/history", "/wishes", "/family"])
def test_lists_ask_the_database_as_often_for_many(ask, made, path):
    def rows():
        answer = ask("GET", path).json()
        return len(answer.get("results", answer.get("members", [])))

    def grow():
        for _ in range(2):
            lending.lend(item=factories.item(made.one), reader=made.reader, unit=made.one, override="so")
            back = lending.lend(item=factories.item(made.one), reader=made.reader, unit=made.one, override="so").loan
            lending.take_back(item=back.item, unit=made.one)
            lending.lend(item=(out := factories.item(made.one)), reader=made.other, unit=made.one, override="so")
            lending.place_hold(reader=made.reader, target=out, pickup=made.one, override="so")
            ask("POST", "/wishes", {"text": f"Книга {uuid.uuid4()}"})
            factories.reader(
                made.one, household=made.reader.household, household_role="child", birth_date=made.child.birth_date
            )

    grow()
    rows()
    with CaptureQueriesContext(connection) as few:
        before = rows()
    grow()
    with CaptureQueriesContext(connection) as many:
        assert rows() > before
    assert len(many) == len(few), [each["sql"] for each in many]
