"""Tokens made, recognised, taken back. Who did it goes to the audit log; the token itself is never kept."""

from __future__ import annotations

import hashlib
import re
import string
import zlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from chytalnia.core import audit, codes
from chytalnia.network.models import Unit
from chytalnia.people import access
from chytalnia.people.models import User
from chytalnia.protocols.models import GivenAnswer, Token, TokenKind

from . import scopes
from .errors import NothingChosen, TooManyTokens, TooMuch

MAKE, REVOKE = "protocols.make_token", "protocols.revoke_token"
#: How long one may live, in days; the first is proposed.
LIVES = (90, 30, 365)
#: Tokens of one person that are in use at once.
MOST = 20
#: `last_used_at` is written at most this often: a program that asks every second writes nothing most of the time.
SEEN_EVERY = timedelta(minutes=10)
#: How long the answer to an act is kept for a program that asks again.
ANSWERS_LIVE = timedelta(days=1)
#: How long its owner still sees a token that has ended.
ENDED_KEPT = timedelta(days=400)

_LETTERS = string.ascii_letters + string.digits
_LENGTH = 40
_MARK = {TokenKind.READER: "chyt_r_", TokenKind.STAFF: "chyt_s_"}
#: What scanners of code and of letters look for: prefix, secret, and a sum that tells a token from a likeness of one.
SHAPE = re.compile(r"chyt_[rs]_[A-Za-z0-9]{40}[0-9a-f]{8}\Z")


def _new(kind: TokenKind) -> str:
    text = _MARK[kind] + codes.made(_LENGTH, _LETTERS)
    return text + _sum(text)


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _digest(secret: str) -> str:
    # No slow hash: forty random letters cannot be tried, and each call of a program asks for it.
    return hashlib.sha256(secret.encode()).hexdigest()


def make_for_reader(*, user: User, name: str, codes: Iterable[str], days: int = LIVES[0]) -> tuple[Token, str]:
    """A token for the reader's own account, and its text, which is told this once. Raises NothingChosen, TooMuch,
    TooManyTokens."""
    allowed = {scope.code for scope in scopes.of_kind(TokenKind.READER)}
    return _make(TokenKind.READER, user, None, name, codes, allowed, days)


def make_for_staff(
    *, user: User, unit: Unit, name: str, codes: Iterable[str], days: int = LIVES[0]
) -> tuple[Token, str]:
    """A token for the desk of a library and those under it. Raises as `make_for_reader`, and PermissionDenied."""
    access.require(user, MAKE, unit)
    allowed = {scope.code for scope in scopes.given_by(user, unit)}
    return _make(TokenKind.STAFF, user, unit, name, codes, allowed, days)


@transaction.atomic
def _make(
    kind: TokenKind, user: User, unit: Unit | None, name: str, codes: Iterable[str], allowed: set[str], days: int
) -> tuple[Token, str]:
    chosen = set(codes)
    if not chosen:
        raise NothingChosen
    if chosen - allowed:
        raise TooMuch
    # Two pages that make one at the same moment take turns, so that there are never more than MOST.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if Token.objects.live().filter(user=user).count() >= MOST:
        raise TooManyTokens(MOST)
    secret, now = _new(kind), timezone.now()
    token = Token.objects.create(
        kind=kind, user=user, unit=unit, name=" ".join(name.split())[:80], digest=_digest(secret), beginning=secret[:12],
        scopes=[code for code in scopes.SCOPES if code in chosen], made_at=now,
        expires_at=now + timedelta(days=min(days, max(LIVES))),
    )  # fmt: skip
    audit.log("protocols.make_token", by=_doer(token, user), about=_Unnamed(token), unit=unit, after=_logged(token))
    return token, secret


class _Unnamed:
    """A token as the log keeps it: a reader may have written anything into its name."""

    def __init__(self, token: Token) -> None:
        self.pk, self._meta = token.pk, token._meta
        self._text = token.name if token.kind == TokenKind.STAFF else token.beginning

    def __str__(self) -> str:
        return self._text


def _doer(token: Token, by: Any) -> Any:
    """Who did it: a member of staff by name; a reader not, for the log outlives the removal of a reader's data."""
    return by if token.kind == TokenKind.STAFF or by is None or by.pk != token.user_id else "reader"


def _logged(token: Token) -> dict[str, Any]:
    return {"kind": str(token.kind), "scopes": token.scopes, "expires_at": token.expires_at.isoformat()}


@transaction.atomic
def revoke(*, token: Token, by: Any) -> Token:
    """Take a token back: it opens nothing from this moment on. Taken back already, or over, it is left as it is. Raises
    PermissionDenied for another person's, but to those who look after tokens of its library."""
    if getattr(by, "pk", None) != token.user_id:
        if token.unit is None:
            raise PermissionDenied(REVOKE)
        access.require(by, REVOKE, token.unit)
    locked = Token.objects.select_for_update(of=("self",)).select_related("unit").get(pk=token.pk)
    if not locked.is_live:
        return locked
    return _end(locked, by)


@transaction.atomic
def revoke_all(*, user: User, by: Any = None) -> int:
    """Take back every token of an account, as when its password may have been known to somebody else."""
    tokens = list(Token.objects.live().filter(user=user).select_related("unit"))
    for token in tokens:
        _end(token, by)
    return len(tokens)


def _end(token: Token, by: Any) -> Token:
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    GivenAnswer.objects.filter(token=token).delete()
    audit.log("protocols.revoke_token", by=_doer(token, by), about=_Unnamed(token), unit=token.unit)
    return token


def recognise(secret: str) -> Token | None:
    """The token with this text, also one that is over; nothing for what none of ours can be, without asking the
    database."""
    if not SHAPE.match(secret) or secret[-8:] != _sum(secret[:-8]):
        return None
    return Token.objects.select_related("user", "unit").filter(digest=_digest(secret)).first()


def used(token: Token) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def forget() -> int:
    """Delete answers that are a day old, and tokens that ended long ago, which the audit log still knows."""
    now = timezone.now()
    gone = GivenAnswer.objects.filter(made_at__lt=now - ANSWERS_LIVE).delete()[0]
    return gone + Token.objects.filter(expires_at__lt=now - ENDED_KEPT).delete()[0]
