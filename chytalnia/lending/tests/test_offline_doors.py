"""What a device of a desk without a line is let into, what it is told, and what it is not."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chytalnia.catalogue.models import Item, Record
from chytalnia.core.models import AuditEntry
from chytalnia.lending import services
from chytalnia.lending.models import Charge, Conflict, LendingRule, Loan, OfflineDesk
from chytalnia.lending.offline import desks, extract
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.test_offline import card_of, lent
from chytalnia.network.models import UnitSetting
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import Card, Reader, Registration, Surety
from chytalnia.people.rules import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def head(one):
    return holder(one, "branch_head")


@pytest.fixture
def opened(one, head):
    _desk, code = desks.register(name="Notebook", unit=one, by=head)
    return desks.open_by(code)


def ask(name, message, token=""):
    words = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    # No cookie and no token of a form: the door is opened by the device's own token alone.
    return Client(enforce_csrf_checks=True).post(
        reverse(f"offline:{name}"), json.dumps(message), "application/json", **words
    )


def known(token, have=None):
    return ask("known", {"have": have or {}, "language": "en"}, token).json()


def rows(part):
    return [row for bucket in part["fresh"].values() for row in bucket["rows"]]


def prints(part):
    return {n: bucket["print"] for n, bucket in part["fresh"].items()}


def test_a_code_opens_once_and_not_for_long(one, head):
    desk, code = desks.register(name="Notebook", unit=one, by=head)
    assert code not in str(OfflineDesk.objects.values())

    token = ask("open", {"code": f" {code.lower().replace('-', ' ')} "}).json()["token"]

    assert token not in str(OfflineDesk.objects.values())
    assert ask("open", {"code": code}).status_code == 403
    assert ask("known", {}, token).status_code == 200
    late = desks.new_code(desk=desk, by=head)
    OfflineDesk.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert ask("open", {"code": late}).status_code == 403
    acts = list(AuditEntry.objects.filter(act__startswith="lending.").order_by("pk").values_list("act", flat=True))
    assert acts == ["lending.register_desk", "lending.open_desk", "lending.fill_desk", "lending.reopen_desk"]


def test_a_desk_that_is_shut_out_gets_and_gives_nothing(one, head, opened):
    desk, token = opened
    item, reader = factories.item(one), factories.reader(one)
    line = lent(item, reader, timezone.now(), head.pk)
    message = {"lines": [{"key": str(line.key), "deed": "lend", "card": line.card, "barcode": line.barcode}]}

    desks.revoke(desk=desk, by=head)

    for name, told in (("known", {}), ("told", message)):
        answer = ask(name, told, token)
        assert (answer.status_code, answer.json()) == (401, {"error": "shut"})
    assert not Loan.objects.exists()
    assert ask("known", {}).status_code == ask("known", {}, "nonsense").status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_who_may_let_a_device_in(units, one, two, role):
    somebody = holder(one, role)
    may = role in (Role.DIRECTOR, Role.ADMINISTRATOR, Role.BRANCH_HEAD)
    for unit, allowed in ((one, may), (two, False)):
        if allowed:
            desk, _code = desks.register(name="Notebook", unit=unit, by=somebody)
            assert desks.revoke(desk=desk, by=somebody).revoked_at
        else:
            with pytest.raises(PermissionDenied):
                desks.register(name="Notebook", unit=unit, by=somebody)


def test_a_device_is_told_no_more_than_lending_needs(one, two, opened, head):
    reader = factories.reader(one, phone="0501234567", address="Lane 5", note="private", patronymic="Іванівна")
    child = factories.reader(one, surname="Мале", birth_date=date(timezone.localdate().year - 9, 1, 1))
    Surety.objects.create(child=child, name="Mother", signed_on=timezone.localdate())
    elsewhere, closed = factories.reader(two), factories.reader(one, state="closed", closed_at=timezone.now())
    lent_copy = factories.item(one, factories.record("A book of somebody"))
    loan = services.lend(item=lent_copy, reader=reader, unit=one).loan
    gone = factories.item(one, status="withdrawn", withdrawn_on=timezone.localdate())

    answer = ask("known", {"have": {}, "language": "en"}, opened[1])
    told = answer.json()

    by_pk = {row[0]: row for row in rows(told["readers"])}
    assert by_pk.keys() == {reader.pk, child.pk}
    assert by_pk[reader.pk] == [
        reader.pk, [card_of(reader)], "Коваль О. І.", "a", [], timezone.localdate().year, 1, loan.due_on.isoformat(), "",
    ]  # fmt: skip
    assert by_pk[child.pk][2:5] == ["Олена М.", "c", []]
    copies = {row[0]: row for row in rows(told["copies"])}
    assert copies.keys() == {lent_copy.pk}
    assert copies[lent_copy.pk][3:5] == ["A book of somebody", "on_loan"]
    for secret in ("0501234567", "Lane 5", "private", "1990-", "Mother", card_of(elsewhere), gone.barcode):
        assert secret not in answer.content.decode()
    assert closed.pk not in by_pk
    assert [pk for pk, _name in told["desk"]["staff"]] == [head.pk]


def test_what_stands_against_readers_is_told(one, opened):
    late, lost, orphan = (factories.reader(one) for _ in range(3))
    orphan.birth_date = date(timezone.localdate().year - 9, 1, 1)
    orphan.save()
    overdue = services.lend(item=factories.item(one), reader=late, unit=one).loan
    Loan.objects.filter(pk=overdue.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    missing = factories.item(one)
    services.lend(item=missing, reader=lost, unit=one)
    services.mark_lost(item=missing, unit=one, amount_minor=500)

    told = {row[0]: row for row in rows(known(opened[1])["readers"])}

    assert told[late.pk][7] == (timezone.localdate() - timedelta(days=3)).isoformat()
    assert set(told[lost.pk][4]) == {"unsettled_loss", "debt"}
    assert told[orphan.pk][4] == ["no_surety"]


def test_only_what_changed_comes_again(one, opened):
    readers = [factories.reader(one) for _ in range(5)]
    copies = [factories.item(one) for _ in range(5)]
    first = known(opened[1])
    have = {"readers": prints(first["readers"]), "copies": prints(first["copies"])}
    assert known(opened[1], have)["readers"] == {"fresh": {}, "gone": []}

    services.lend(item=copies[0], reader=readers[0], unit=one)
    gone = str(copies[4].pk % extract.COPY_BUCKETS)
    copies[4].delete()
    second = known(opened[1], have)

    assert [row[0] for row in rows(second["readers"])] == [readers[0].pk]
    assert [row[0] for row in rows(second["copies"])] == [copies[0].pk]
    assert second["copies"]["gone"] == [gone]
    assert AuditEntry.objects.filter(act="lending.fill_desk").count() == 1

    for part in ("readers", "copies"):
        have[part].update(prints(second[part]))
    del have["copies"][gone]
    # Asked again while nobody works, and once more: the same is told, sooner.
    for _ in range(3):
        assert known(opened[1], have)["copies"] == {"fresh": {}, "gone": []}
    # All is again as it was before the loan; the device knows it otherwise.
    services.take_back(item=copies[0], unit=one)
    third = known(opened[1], have)
    assert [row[6] for row in rows(third["readers"])] == [0]
    assert [row[4] for row in rows(third["copies"])] == ["available"]


def test_whatever_rows_are_made_from_changes_the_state(one, head):
    day, reader, copy = timezone.localdate(), factories.reader(one), factories.item(one)
    services.lend(item=copy, reader=reader, unit=one)
    acts = [
        lambda: Reader.objects.filter(pk=reader.pk).update(name="Оксана"),
        lambda: Card.objects.filter(reader=reader).update(number="0099"),
        lambda: Registration.objects.filter(reader=reader).delete(),
        lambda: Surety.objects.create(child=reader, name="Коваль Ганна", signed_on=day),
        lambda: Loan.objects.filter(reader=reader).update(due_on=day + timedelta(days=1)),
        lambda: Charge.objects.create(reader=reader, unit=one, kind="card", amount_minor=5, currency="UAH", made_at=timezone.now()),
        lambda: Item.objects.filter(pk=copy.pk).update(price_minor=7, currency="UAH"),
        lambda: Record.objects.filter(pk=copy.record_id).update(title="Лісова пісня"),
        lambda: holder(one, "librarian"),
        lambda: UnitSetting.objects.create(unit=one, key="lending.valuable_minor", value=5),
        lambda: factories.item(one),
    ]  # fmt: skip
    seen = [extract.state_of(one, day)]
    for act in acts:
        assert extract.state_of(one, day) == seen[-1]
        act()
        seen.append(extract.state_of(one, day))
    assert extract.state_of(one, day + timedelta(days=1)) not in seen
    assert len(set(seen)) == len(acts) + 1


def test_whoever_tries_codes_out_is_kept_waiting(one, head, settings):
    settings.OFFLINE_OPEN_RATE = "2/h"
    cache.clear()
    _desk, code = desks.register(name="Notebook", unit=one, by=head)
    assert [ask("open", {"code": f"AAAA-BBBB-CCC{n}"}).status_code for n in "XYZ"] == [403, 403, 429]
    refused = ask("open", {"code": code})
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    cache.clear()
    assert ask("open", {"code": code}).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_questions_do_not_grow_with_readers_and_copies(one, opened, many, django_assert_num_queries):
    for _ in range(many):
        services.lend(item=factories.item(one), reader=factories.reader(one), unit=one)
    extract.of(one)
    with django_assert_num_queries(11):
        extract.of(one)


def test_terms_follow_the_rules(one, opened):
    LendingRule.objects.create(unit=one, reader_category="child", loan_days=10, max_loans=2, min_age=6)
    LendingRule.objects.create(unit=one, item_class="not_lent", allowed=False, loan_days=1)
    factories.item(one)

    terms = known(opened[1])["terms"]

    assert terms["c|book|"][:4] == [1, 10, 2, 6]
    assert terms["a|book|not_lent"][0] == 0
    assert terms["a|book|"][1] == 30


def test_lines_are_answered_and_packed_answers_are_the_same(one, opened, head):
    token = opened[1]
    item, reader = factories.item(one), factories.reader(one)
    key = uuid.uuid4()
    line = {"key": str(key), "deed": "lend", "at": timezone.now().isoformat(), "by": head.pk, "card": card_of(reader),
            "barcode": item.barcode}  # fmt: skip

    for _again in range(2):
        told = ask("told", {"now": timezone.now().isoformat(), "lines": [line]}, token).json()
        assert told == {"answers": [{"key": str(key), "outcome": "recorded", "problems": [], "counted_on": ""}]}
    assert Loan.objects.get().reader == reader
    packed = Client().post(
        reverse("offline:known"), "{}", "application/json", HTTP_AUTHORIZATION=f"Bearer {token}",
        HTTP_ACCEPT_ENCODING="gzip",
    )  # fmt: skip
    assert json.loads(gzip.decompress(packed.content))["readers"] == known(token)["readers"]


def test_a_wrong_clock_is_put_right_by_the_difference(one, opened, head):
    item, reader = factories.item(one), factories.reader(one)
    behind = timezone.now() - timedelta(days=400)
    line = {"key": str(uuid.uuid4()), "deed": "lend", "at": (behind - timedelta(seconds=1)).isoformat(),
            "by": head.pk, "card": card_of(reader), "barcode": item.barcode}  # fmt: skip
    OfflineDesk.objects.update(registered_at=timezone.now() - timedelta(days=1))

    ask("told", {"now": behind.isoformat(), "lines": [line]}, opened[1])

    assert timezone.now() - Loan.objects.get().issued_at < timedelta(minutes=5)


@pytest.mark.parametrize(
    "message",
    [None, [], {}, {"lines": None}, {"lines": [{}]}, {"lines": [{"key": "x", "deed": "lend"}]}, {"lines": ["\0"]},
     {"lines": [{"key": str(uuid.uuid4()), "deed": "pay"}]}, {"lines": [{}] * 101}],
)  # fmt: skip
def test_what_is_no_journal_is_refused(opened, message):
    assert ask("told", message, opened[1]).status_code == 400


@pytest.mark.parametrize(
    "values",
    [{"at": "yesterday", "by": "me", "card": 7, "barcode": None, "due_on": "soon", "person": []},
     {"at": "9999-12-31T23:59:59Z", "by": -1, "card": "\0\0", "barcode": "x" * 999, "due_on": "0001-01-01"},
     {"deed": "register", "person": {"surname": "Й" * 999, "name": {}, "birth_date": "1890-01-01"}}],
)  # fmt: skip
def test_lines_that_make_no_sense_still_reach_a_person(opened, values):
    line = {"key": str(uuid.uuid4()), "deed": "lend", **values}
    answer = ask("told", {"lines": [line]}, opened[1])
    assert answer.json()["answers"][0]["outcome"] == "not_recorded"
    assert Conflict.objects.count() == 1


def test_the_page_and_its_worker_say_nothing_about_anybody(client, one):
    factories.reader(one)
    for language in ("uk", "ru", "kk", "en"):
        page = client.get(reverse("offline:page", args=[language]))
        assert (page.status_code, dict(page.cookies)) == (200, {})
        assert "Коваль" not in page.content.decode()
    assert client.get(reverse("offline:page", args=["de"])).status_code == 404
    worker = client.get(reverse("offline:worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    manifest = client.get(reverse("offline:manifest", args=["uk"])).json()
    assert (manifest["scope"], len(manifest["icons"])) == ("/offline/", 3)


def test_devices_at_the_desk(client, one, two, head):
    other, _code = desks.register(name="Elsewhere", unit=two, by=holder(two, "branch_head"))
    client.force_login(head)

    page = client.post(reverse("desk_lending:offline"), {"name": "Notebook", "unit": one.pk})
    desk = OfflineDesk.objects.get(name="Notebook")
    assert "data:image/svg+xml" in page.content.decode()
    listed = client.get(reverse("desk_lending:offline")).content.decode()
    assert "Notebook" in listed
    assert "Elsewhere" not in listed
    assert client.post(reverse("desk_lending:offline_shut", args=[other.pk])).status_code == 403
    client.post(reverse("desk_lending:offline_shut", args=[desk.pk]))
    desk.refresh_from_db()
    assert desk.revoked_by == head


def test_a_deed_is_seen_and_settled_by_the_branch(client, units, one):
    conflict = Conflict.objects.create(
        device="desk-1", device_name="Self-check", unit=one, deed="lend", happened_at=timezone.now(), card="8001",
        barcode="7001", problems=["overdue"], outcome="recorded",
    )  # fmt: skip
    librarian = holder(one, "librarian")
    client.force_login(librarian)

    page = client.get(reverse("deeds_to_look_at:index")).content.decode()

    assert "7001" in page
    assert "The reader had overdue books." in page
    assert "csrfmiddlewaretoken" in page.split("deeds_to_look_at/settle/")[1].split("</form>")[0]
    client.post(reverse("deeds_to_look_at:settle", args=[conflict.pk]))
    conflict.refresh_from_db()
    assert (conflict.settled_by, conflict.card) == (librarian, "")
    client.force_login(holder(units["two"], "librarian"))
    assert "7001" not in client.get(reverse("deeds_to_look_at:index")).content.decode()
    assert client.post(reverse("deeds_to_look_at:settle", args=[conflict.pk])).status_code == 403


def test_a_blocked_card_is_not_told(one, opened):
    reader = factories.reader(one)
    Card.objects.filter(reader=reader).update(blocked_at=timezone.now())
    assert rows(known(opened[1])["readers"])[0][1] == []


def test_a_line_with_broken_letters_arrives_and_a_message_nested_without_end_is_refused(opened):
    _desk, token = opened
    line = {"deed": "lend", "key": str(uuid.uuid4()), "card": "\ud800", "barcode": "1\ud800"}

    answer = ask("told", {"lines": [line]}, token)

    assert answer.json()["answers"][0]["outcome"] == "not_recorded"
    deep = Client().post(
        reverse("offline:told"), "[" * 100_000, "application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )
    assert (deep.status_code, deep.json()) == (400, {"error": "not_understood"})
