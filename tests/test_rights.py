"""Every page of the desk asks who is there. All addresses are walked, so a new page without a guard fails here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from chytalnia.catalogue.models import Draft, ImportJob, Item, Record, RecordVersion, Work
from chytalnia.catalogue.services import items as item_services
from chytalnia.catalogue.services import records as record_services
from chytalnia.catalogue.tests import factories
from chytalnia.people import rules
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.rules import Role

pytestmark = pytest.mark.django_db

#: Addresses of the desk that anybody may open: they hold no data.
OPEN = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
#: Our own pages of the desk, by their namespace.
OURS = ("describing", "desk_items", "desk_imports", "desk_merging", "network_desk", "journal", "staff", "roles")


def walk(patterns: Any = None, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address: its route, its full name, its pattern."""
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, route, (*names, each.namespace) if each.namespace else names)
        elif isinstance(each, URLPattern):
            yield route, ":".join((*names, each.name or "")), each


def desk_pages() -> list[tuple[str, str]]:
    return [(route, name) for route, name, _ in walk() if route.startswith("desk/")]


def address(route: str, values: dict[str, Any] | None = None) -> str:
    """An address of a route, with a value of the right kind in each place."""
    given = values or {}

    def fill(match: re.Match[str]) -> str:
        kind, _, name = match[1].rpartition(":")
        return str(given.get(name, {"int": 1, "uuid": "00000000-0000-4000-8000-000000000000"}.get(kind, "x1")))

    path = re.sub(r"<([^<>]+)>", fill, route.replace("\\Z", "").replace("^", "").replace("$", ""))
    if "(" in path:
        path = re.sub(r"\(\?P?<?\w*>?[^()]*\)\??", "1", path)
    return "/" + path


@pytest.fixture
def house() -> dict[str, Any]:
    """Two libraries that know nothing of each other, each with a record, an item, a version, an import."""
    found: dict[str, Any] = {}
    for code in ("own", "other"):
        system, branch, _ = factories.system(code)
        record = record_services.create(source=factories.marc(f"{code}1", agency=code), dialect="marc21", unit=system)
        record_services.save(record=record, source=factories.marc(f"{code}1", title="Друга", agency=code))
        (item,) = item_services.receive_items(record=record, unit=branch, count=1)
        job = ImportJob.objects.create(unit=system, file_name="x", path="/nonexistent")
        found[code] = {"system": system, "branch": branch, "record": record, "item": item, "job": job}
    return found


def account(username: str, *grants: tuple[str, Any], **more: Any) -> User:
    user = User.objects.create(username=username, email=f"{username}@library.example", **more)
    for role, unit in grants:
        RoleGrant.objects.create(user=user, role=role, unit=unit)
    return user


def test_the_walk_finds_the_desk():
    names = {name for _, name in desk_pages()}
    assert len(names) > 100
    assert {"describing:index", "desk_items:list", "network_desk:create", "wagtailadmin_home"} <= names


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_passes_without_signing_in(client, method):
    passed = []
    for route, name in desk_pages():
        if name in OPEN:
            continue
        answer = getattr(client, method)(address(route), headers={"accept": "text/html"})
        to_login = answer.status_code == 302 and re.match(r"/(accounts|desk)/login/", answer.headers["Location"])
        if not to_login and answer.status_code not in (401, 403, 404, 405):
            passed.append((name, answer.status_code, answer.headers.get("Location")))
    assert not passed


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_reader_with_an_account_has_no_place_at_the_desk(client, method):
    client.force_login(account("reader"))
    passed = []
    for route, name in desk_pages():
        if name in OPEN:
            continue
        answer = getattr(client, method)(address(route))
        # What each refusal says would be carried on to the next.
        client.cookies.pop("messages", None)
        refused = answer.status_code in (401, 403, 404, 405) or (
            answer.status_code == 302
            and re.search(r"/accounts/login/|^/desk/(login/.*)?$|^/$", answer.headers["Location"])
        )
        if not refused:
            passed.append((name, answer.status_code, answer.headers.get("Location")))
    assert not passed


def test_a_former_colleague_has_no_place_at_the_desk(client, house):
    user = account("former", (Role.DIRECTOR, house["own"]["system"]))
    client.force_login(user)
    assert client.get("/desk/").status_code == 200
    user.role_grants.all().delete()
    assert client.get("/desk/").status_code in (302, 403)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/desk/").status_code == 302


#: What a page needs: its right, and the thing whose unit it is asked in. Pages of no unit have no thing.
NEEDS = {
    "describing:index": ("catalogue.view", None),
    "describing:new": ("catalogue.edit_record", None),
    "describing:drafts": ("catalogue.edit_record", None),
    "describing:record": ("catalogue.view", "record"),
    "describing:edit": ("catalogue.edit_record", "record"),
    "describing:raw": ("catalogue.edit_record", "record"),
    "desk_items:list": ("catalogue.view", None),
    "desk_items:item": ("catalogue.view", "item"),
    "desk_items:edit": ("catalogue.edit_item", "item"),
    "desk_imports:list": ("catalogue.import", None),
    "desk_imports:new": ("catalogue.import", None),
    "desk_imports:job": ("catalogue.import", "job"),
    "desk_imports:records": ("catalogue.import", "job"),
    "desk_imports:rejects": ("catalogue.import", "job"),
    "network_desk:create": ("network.create_unit", None),
    "network_desk:hours": ("network.change_hours", "branch"),
    "network_desk:settings": ("network.change_settings", "branch"),
    "network_desk:move": ("network.move_unit", "branch"),
    "journal_facts": ("journal.view_facts", None),
    "journal_periods": ("journal.view_facts", None),
    "journal_close_period": ("journal.close_period", None),
    "journal_audit": ("people.view_audit", None),
    "staff:index": ("people.view_staff", None),
    "roles:index": ("people.view_staff", None),
    "roles:add": ("people.grant_role", None),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_the_matrix_says_and_nothing_of_another_library(client, house, role):
    user = account(f"a-{role}", (role, house["own"]["system"]))
    client.force_login(user)
    routes = {name: route for route, name in desk_pages()}
    wrong = []
    for name, (action, thing) in NEEDS.items():
        for whose in ("own", "other") if thing else ("own",):
            subject = house[whose][thing] if thing else None
            answer = client.get(address(routes[name], {"pk": subject.pk} if subject else {}))
            unit = subject and (subject if thing == "branch" else getattr(subject, "unit", None) or subject.owner)
            allowed = rules.may(user, action, unit)
            opened = answer.status_code == 200
            if opened != allowed:
                wrong.append((name, whose, "opened" if opened else f"refused {answer.status_code}", action))
    assert not wrong


def things() -> dict[str, list[Any]]:
    """Rows of the tables that a person of another library must not be able to change."""
    return {
        model.__name__: sorted(map(str, model.objects.order_by("pk").values_list(*fields)))
        for model, fields in {
            Record: ("pk", "title", "version", "visible", "deleted_at", "work_id", "merged_into"),
            RecordVersion: ("pk",), Item: ("pk", "status", "unit_id", "record_id", "barcode"),
            Work: ("pk", "title", "joined_into"), ImportJob: ("pk", "stage"), RoleGrant: ("pk", "role", "unit_id"),
            User: ("pk", "username", "email", "is_active", "is_superuser"),
        }.items()
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.LIBRARIAN, Role.EDITOR])
def test_no_form_of_the_desk_changes_anything_of_another_library(client, house, role):
    """Every address of ours is sent an empty form and one that says yes to everything, with numbers of another library."""
    user = account("someone", (role, house["own"]["system"]))
    client.force_login(user)
    other = house["other"]
    account("stranger", (Role.EDITOR, other["system"]))
    Draft.objects.create(user=User.objects.get(username="stranger"), record=other["record"])
    of_namespace = {
        "describing": other["record"].pk, "desk_items": other["item"].pk, "desk_imports": other["job"].pk,
        "desk_merging": 1, "network_desk": other["branch"].pk, "staff": User.objects.get(username="stranger").pk,
        "roles": RoleGrant.objects.get(user__username="stranger").pk,
    }  # fmt: skip
    before, unit_before = things(), str(list(type(other["branch"]).objects.order_by("pk").values()))
    yes = {
        "do": "save", "confirm": "1", "action": "delete", "choice": other["record"].pk, "records": other["record"].pk,
        "items": other["item"].pk, "ids": other["item"].pk, "reason": "x", "text": "=245  00$aX",
        "work": other["record"].work_id,
    }  # fmt: skip
    opened = []
    for route, name in desk_pages():
        space = name.partition(":")[0]
        if space not in of_namespace:
            continue
        pk = of_namespace[space]
        if name in (
            "describing:work",
            "describing:undo_work",
            "describing:join",
            "describing:split",
            "describing:titles",
        ):
            pk = other["record"].work_id
        path = address(
            route,
            {"pk": pk, "number": 1, "record": other["record"].pk, "entry": 1, "action": "delete", "move": "cancel"},
        )
        for fields in ({}, yes):
            answer = client.post(path, fields)
            if answer.status_code >= 500:
                opened.append((name, answer.status_code))
    assert not opened
    assert things() == before
    assert str(list(type(other["branch"]).objects.order_by("pk").values())) == unit_before


def test_doors_for_machines_only_read(client, house):
    """Everything outside the desk and the account pages answers to a form with a refusal, or keeps nothing from it."""
    before = things()
    refused = []
    for route, name, _pattern in walk():
        if not route.startswith(("api/", "oai", "sru", "opds")) or "openapi" in name:
            continue
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(address(route))
            if answer.status_code not in (401, 403, 404, 405):
                refused.append((name, method, answer.status_code))
    assert not refused
    assert things() == before
