"""Who calls: the token of a request, the person behind it, and how far it reaches. Cookies of browsers count for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from chytalnia.core import audit, limits
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.models import Reader, User
from chytalnia.people.readers import queries as readers
from chytalnia.protocols.models import Token, TokenKind
from chytalnia.protocols.tokens import scopes, services

from .refusing import Refusal

#: Wrong tokens from one address before it has to wait. A right one is answered all the same: a library has one address.
WRONG = limits.Rate(10, 60)


@dataclass(slots=True)
class Caller:
    """`user` is the owner of the token with no more rights than the token has; `reader` only where it is a reader's."""

    token: Token
    user: User
    reader: Reader | None = None

    @property
    def unit(self) -> Unit:
        assert self.token.unit is not None
        return self.token.unit

    @property
    def device(self) -> str:
        """By what the log of acts names the program."""
        return self.token.name[:60]

    def has(self, scope: str) -> bool:
        return scope in self.token.scopes


class _Bearer(HttpBearer):
    """Asks for a token of one kind, made for a scope; without one, any such token will do."""

    kind: TokenKind | None = None

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Refusal("token_missing")
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        found = services.recognise(token)
        if found is None:
            _wrong(request)
            raise Refusal("token_unknown")
        if not found.is_live or not found.user.is_active:
            raise Refusal("token_over")
        if seconds := limits.wait(request, f"api-token:{found.pk}", limits.rate(settings.API_RATE)):
            raise Refusal("too_fast", wait=seconds)
        if self.kind is not None and found.kind != self.kind:
            raise Refusal("wrong_token")
        caller = _caller(found)
        if "Accept-Language" not in request.headers and found.user.language:
            translation.activate(found.user.language)
        if self.scope and not caller.has(self.scope):
            raise Refusal("scope_missing", scope=self.scope)
        services.used(found)
        return caller


class AnyToken(_Bearer):
    pass


class ReaderToken(_Bearer):
    kind = TokenKind.READER


class StaffToken(_Bearer):
    kind = TokenKind.STAFF


def _caller(token: Token) -> Caller:
    user = token.user
    if token.kind == TokenKind.STAFF:
        if settings.STAFF_MFA == "required" and not is_mfa_enabled(user):
            raise Refusal("second_factor_needed")
        rules.narrow(user, actions=scopes.actions_of(token.scopes), unit=token.unit)
        return Caller(token, user)
    # A reader who is a member of staff too does nothing of a desk with a token of the account.
    rules.narrow(user)
    reader = readers.of_account(user)
    if reader is None or not reader.is_active:
        raise Refusal("not_a_reader")
    return Caller(token, user, reader)


def _wrong(request: HttpRequest) -> None:
    """Count a wrong token; too many make its address wait, and are written down once."""
    seconds = limits.wait(request, "api-wrong-token", WRONG)
    if not seconds:
        return
    if cache.add(f"api-wrong-token:{limits.address_of(request)}", True, timeout=600):
        audit.log("protocols.wrong_tokens", address=limits.address_of(request))
    raise Refusal("too_fast", _("Too many wrong tokens came from this address."), wait=seconds)


def count(request: HttpRequest) -> None:
    """Count a request that needs no token, as the search page counts its own."""
    if seconds := limits.wait(request, "api", limits.rate(settings.SEARCH_RATE)):
        detail = _("Come again in %(n)s s, or ask for more results at once with `limit`.") % {"n": seconds}
        raise Refusal("too_fast", detail, wait=seconds)
