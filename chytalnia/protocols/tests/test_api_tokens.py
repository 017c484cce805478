"""Tokens: made by who proves who they are, shown once, no wider than their owner, ended by a press or a new password."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.http import urlencode

from chytalnia.core.models import AuditEntry
from chytalnia.network.tests.factories import holder
from chytalnia.people.readers import services as readers
from chytalnia.protocols.models import Token
from chytalnia.protocols.tokens import errors, scopes, services

from .api_world import bearer, world

PASSWORD = "green-lamp-on-the-desk"


@pytest.fixture
def made(db, settings, english):
    settings.SEARCH_RATE = settings.API_RATE = "off"
    cache.clear()
    made = world()
    for user in (made.account, made.boss, made.head):
        user.set_password(PASSWORD)
        user.save()
    yield made
    cache.clear()


def sign_in(client, user):
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


def secret_on(page):
    return re.search(r'value="(chyt_[rs]_[A-Za-z0-9]{48})"', page.content.decode())[1]


def test_a_reader_makes_a_token_and_takes_it_back(client, made):
    sign_in(client, made.account)
    form = {"name": "My phone", "scopes": ["loans:read", "loans:renew"], "days": "30"}
    page = client.post(reverse("protocols_pages:new_token"), form)
    secret, token = secret_on(page), Token.objects.get(name="My phone")
    assert "no-store" in page["Cache-Control"]
    assert (secret.startswith("chyt_r_"), secret in str(token.__dict__), token.beginning) == (True, False, secret[:12])
    assert client.get("/api/v1/me/loans", headers=bearer(secret)).status_code == 200
    listed = client.get(reverse("protocols_pages:tokens")).content.decode()
    assert ("My phone" in listed, secret in listed) == (True, False)
    # Nobody else takes it back.
    with pytest.raises(PermissionDenied):
        services.revoke(token=token, by=made.head)
    client.post(reverse("protocols_pages:end_token", args=[token.pk]))
    assert client.get("/api/v1/me/loans", headers=bearer(secret)).json()["code"] == "token_over"
    log = AuditEntry.objects.filter(act__startswith="protocols.").order_by("pk")
    assert list(log.values_list("act", "by_name", "object_text")) == [
        ("protocols.make_token", "reader", token.beginning), ("protocols.revoke_token", "reader", token.beginning),
    ]  # fmt: skip


def test_a_branch_head_makes_one_for_the_branch_and_no_wider(client, made):
    sign_in(client, made.boss)
    form = {"name": "Kiosk in the hall", "unit": made.one.pk, "scopes": ["desk:lend"], "days": "365"}
    secret = secret_on(client.post(reverse("desk_tokens:new"), form))
    answer = client.get("/api/v1/token", headers=bearer(secret)).json()
    assert (answer["name"], answer["library"]["code"], answer["scopes"]) == ("Kiosk in the hall", "one", ["desk:lend"])
    for unit in (made.two, made.units["north"]):
        assert "unit" in client.post(reverse("desk_tokens:new"), form | {"unit": unit.pk}).context["form"].errors
    # A director of the system sees it and takes it back; the head of another branch does not see it.
    token = Token.objects.get(name="Kiosk in the hall")
    client.force_login(holder(made.two, "branch_head"))
    assert client.post(reverse("desk_tokens:end", args=[token.pk])).status_code == 404
    client.force_login(made.head)
    assert "Kiosk in the hall" in client.get(reverse("desk_tokens:list")).content.decode()
    client.post(reverse("desk_tokens:end", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_by == made.head


def test_scopes_never_exceed_the_person(made):
    methodologist = holder(made.one, "methodologist")
    given = {scope.code for scope in scopes.given_by(methodologist, made.one)}
    assert given == {"desk:readers", "desk:items"}
    with pytest.raises(PermissionDenied):
        services.make_for_staff(user=methodologist, unit=made.one, name="x", codes=["desk:items"])
    with pytest.raises(errors.TooMuch):
        services.make_for_staff(user=made.boss, unit=made.one, name="x", codes=["loans:read"])
    with pytest.raises(errors.TooMuch):
        services.make_for_reader(user=made.account, name="x", codes=["desk:lend"])
    with pytest.raises(errors.NothingChosen):
        services.make_for_reader(user=made.account, name="x", codes=[])
    for n in range(services.MOST - Token.objects.filter(user=made.account).count()):
        services.make_for_reader(user=made.account, name=str(n), codes=["loans:read"])
    with pytest.raises(errors.TooManyTokens):
        services.make_for_reader(user=made.account, name="x", codes=["loans:read"])


def test_making_one_asks_again_who_sits_there(client, made):
    new = reverse("protocols_pages:new_token")
    client.force_login(made.account)
    asked = client.get(new)
    assert asked["Location"] == f"{reverse('account_reauthenticate')}?{urlencode({'next': new})}"
    assert client.post(new, {"name": "x", "scopes": ["loans:read"], "days": "30"}).status_code == 302
    client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(new).status_code == 200
    # Who has a second factor shows it, the password alone is not enough.
    Authenticator.objects.create(user=made.account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(new)["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_new_password_and_a_closed_account_end_tokens(client, made):
    sign_in(client, made.account)
    fields = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    client.post(reverse("account_change_password"), fields)
    assert client.get("/api/v1/me", headers=bearer(made.mine)).json()["code"] == "token_over"
    assert client.get("/api/v1/token", headers=bearer(made.desk)).status_code == 200
    _token, secret = services.make_for_reader(user=made.account, name="x", codes=["profile:read"])
    assert readers.export_data(reader=made.reader)["programs"][0]["name"] == "x"
    made.reader.user.is_active = False
    made.reader.user.save()
    assert client.get("/api/v1/me", headers=bearer(secret)).json()["code"] == "token_over"


def test_pages_about_programs(client, made):
    assert client.get(reverse("protocols_pages:tokens")).status_code == 302
    page = client.get(reverse("protocols_pages:reference")).content.decode()
    assert all(code in page for code in ("/api/v1/desk/loans", "Idempotency-Key", "desk:lend"))
    client.force_login(holder(made.one, "librarian"))
    assert client.get(reverse("desk_tokens:list")).status_code in (302, 403)
