"""The desk's reports show the facts and acts of the units a person has a role in."""

import pytest
from django.urls import reverse

from chytalnia.core import audit
from chytalnia.core.models import AuditEntry
from chytalnia.journal.services import record
from chytalnia.network.models import Unit
from chytalnia.people.models import RoleGrant, User


@pytest.fixture
def staff(client, region):
    def sign_in(role, code):
        user = User.objects.create_user(f"{role}-{code}", password="a long enough word")
        RoleGrant.objects.create(user=user, unit=Unit.objects.get(code=code), role=role)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


@pytest.fixture
def facts(branch, central, region):
    return [
        record("items.received", unit=branch, document_kind="book", quantity=3),
        record("items.received", unit=branch, document_kind="map"),
        record("searches", unit=Unit.objects.get(code="branch-2")),
        record("searches", unit=central),
    ]


def shown(page):
    return sorted(fact.pk for fact in page.context["object_list"])


def test_person_sees_facts_of_own_units_alone(client, staff, facts):
    staff("librarian", "branch-1")
    page = client.get(reverse("journal_facts"))

    assert shown(page) == [facts[0].pk, facts[1].pk]
    assert page.context["quantity"] == 4


def test_list_narrows_to_the_number_it_was_opened_from(client, staff, facts, central):
    staff("director", "region")
    where = {"kind": "items.received", "document_kind": "book", "unit": central.pk}
    page = client.get(reverse("journal_facts"), where | {"day_from": facts[0].day, "day_to": facts[0].day})

    assert shown(page) == [facts[0].pk]
    assert page.context["quantity"] == 3
    assert client.get(reverse("journal_facts_results"), where).status_code == 200


def test_facts_can_be_taken_away_as_a_table(client, staff, facts):
    staff("director", "region")
    table = b"".join(client.get(reverse("journal_facts"), {"export": "csv", "document_kind": "book"}).streaming_content)

    assert table.decode("utf-8-sig").count("\n") == 2
    assert b"branch-1" in table


@pytest.mark.parametrize("count", [1, 12])
def test_list_asks_as_often_for_one_fact_as_for_many(client, staff, branch, django_assert_max_num_queries, count):
    staff("librarian", "branch-1")
    for _ in range(count):
        record("searches", unit=branch)
    client.get(reverse("journal_facts"))

    with django_assert_max_num_queries(25) as queries:
        client.get(reverse("journal_facts"))

    assert sum('FROM "network_unit"' in query["sql"] for query in queries) <= 2


def test_guest_is_asked_to_sign_in(client, region):
    for name in ("journal_facts", "journal_audit"):
        assert client.get(reverse(name)).status_code == 302


def test_audit_log_is_for_those_who_look_after_accounts(client, staff):
    staff("librarian", "branch-1")

    assert client.get(reverse("journal_facts")).status_code == 200
    assert client.get(reverse("journal_audit")).status_code == 403


def test_administrator_sees_acts_in_own_units(client, staff, branch, region):
    user = staff("administrator", "branch-1")
    mine = audit.log(
        "network.change_card", by="Олена", about=branch, unit=branch, before={"phone": "1"}, after={"phone": "2"}
    )
    audit.log("network.change_card", by="Олена", about=region, unit=region)

    page = client.get(reverse("journal_audit"))

    entries = set(page.context["object_list"])
    assert mine in entries
    assert all(entry.unit_id == branch.pk or entry.by_id == user.pk for entry in entries)
    assert "phone: 1 → 2" in page.content.decode()


def test_signing_in_and_out_and_failing_to_leave_lines(client, region):
    User.objects.create_user("ivan", password="a long enough word")
    client.post("/accounts/login/", {"login": "ivan", "password": "wrong words here"}, REMOTE_ADDR="10.1.2.3")
    client.post("/accounts/login/", {"login": "ivan", "password": "a long enough word"}, REMOTE_ADDR="10.1.2.3")
    client.post("/accounts/logout/")

    lines = list(AuditEntry.objects.order_by("pk").values_list("act", "by_name"))
    assert lines == [("people.sign_in_failed", "ivan"), ("people.sign_in", "ivan"), ("people.sign_out", "ivan")]
    assert set(AuditEntry.objects.values_list("address", flat=True)) <= {"10.1.2.0", "127.0.0.0"}
    assert "wrong words" not in str(AuditEntry.objects.values_list())


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.168.7.44", "192.168.7.0"),
        ("2a02:2378:11:22::5", "2a02:2378:11::"),
        ("::ffff:10.0.0.9", "10.0.0.0"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_addresses_are_shortened(address, kept):
    assert audit.shortened(address) == kept


def test_the_audit_log_tells_of_changes_in_words(client, staff, region, english):
    staff("director", region.code)
    audit.log(
        "network.change_card", by="Олена", about=region, unit=region,
        before={"kind": "region", "is_rural": False}, after={"kind": "branch", "is_rural": True, "items": ["17", "18"]},
    )  # fmt: skip
    audit.log("network.change_settings", by="Олена", about=region, unit=region, after={"network.country": "UA"})
    page = client.get(reverse("journal_audit")).content.decode()
    assert "is_rural" not in page
    assert "network.country" not in page
    assert "Country: UA" in page
    assert "copies: 17, 18" in page
    assert "no → yes" in page
