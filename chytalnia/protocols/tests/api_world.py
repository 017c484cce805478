"""A small network for tests of the API: two systems, readers with accounts, copies in every state, tokens of every kind."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from chytalnia.lending import services as lending
from chytalnia.lending.tests import factories
from chytalnia.network.tests.factories import holder
from chytalnia.people.models import Household, User
from chytalnia.protocols.models import Token, TokenKind
from chytalnia.protocols.tokens import scopes, services


def token(user, *, unit=None, codes=None, **fields):
    """A token with scopes, whatever its owner may: what it can do is asked at each call. Returns its text."""
    kind = TokenKind.STAFF if unit else TokenKind.READER
    codes = codes if codes is not None else [scope.code for scope in scopes.of_kind(kind)]
    secret = services._new(kind)
    Token.objects.create(
        **{
            "kind": kind, "user": user, "unit": unit, "name": "Kiosk", "scopes": list(codes), "beginning": secret[:12],
            "digest": services._digest(secret), "expires_at": timezone.now() + timedelta(days=30),
        } | fields
    )  # fmt: skip
    return secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def world() -> Any:
    """Everything that an address of the API can be about."""
    units = factories.network()
    one, two = units["one"], units["two"]
    account = User.objects.create(username="olena", first_name="Олена", last_name="Коваль")
    reader = factories.reader(one, user=account, keep_history=True, email="olena@example.org")
    family = Household.objects.create(name="Коваль")
    child = factories.reader(one, surname="Коваль", birth_date=timezone.localdate() - timedelta(days=3000))
    for member, role in ((reader, "parent"), (child, "child")):
        member.household, member.household_role = family, role
        member.save()
    other = factories.reader(two, surname="Мороз")
    stranger = factories.reader(units["three"], surname="Далекий")
    boss = holder(one, "branch_head", username="boss")
    head = holder(units["north"], "director", username="head")
    free, lent, wanted, far = (factories.item(one) for _ in range(4))
    lending.lend(item=lent, reader=reader, unit=one)
    small = lending.lend(item=factories.item(one), reader=child, unit=one, override="so", force=True).loan
    past = lending.lend(item=far, reader=reader, unit=one)
    lending.take_back(item=far, unit=one, at=past.at)
    taken = lending.lend(item=wanted, reader=other, unit=one)
    hold = lending.place_hold(reader=reader, target=wanted, pickup=one)
    shelved = factories.item(two)
    away = lending.place_hold(reader=other, target=shelved, pickup=one)
    lending.take_back(item=shelved, unit=two)
    return SimpleNamespace(
        units=units, one=one, two=two, account=account, reader=reader, child=child, other=other, stranger=stranger,
        boss=boss, head=head, free=free, lent=lent, wanted=wanted, loan=lent.loans.get(), small=small, taken=taken,
        hold=hold, away=away, shelved=shelved, mine=token(account), desk=token(boss, unit=one),
        system=token(head, unit=units["north"]),
    )  # fmt: skip


def card(reader) -> str:
    return reader.cards.get(blocked_at=None).number


BORN = date(1990, 5, 1)
