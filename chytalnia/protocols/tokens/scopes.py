"""What a token may be for. A scope of staff stands for actions of the matrix of rights; a token never does more than the
person who made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.protocols.models import TokenKind


@dataclass(frozen=True, slots=True)
class Scope:
    """`actions` are those without which it is of no use; `besides` are used if the person has them."""

    code: str
    label: str | Promise
    kind: TokenKind
    actions: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


def _mine(code: str, label: str | Promise) -> Scope:
    return Scope(code, label, TokenKind.READER)


def _desk(code: str, label: str | Promise, *actions: str, besides: tuple[str, ...] = ()) -> Scope:
    return Scope(code, label, TokenKind.STAFF, actions, besides)


_ALL = (
    _mine("profile:read", _("See my name, card, family and settings")),
    _mine("profile:write", _("Change how the library may write to me")),
    _mine("loans:read", _("See what I have borrowed, and the history if it is kept")),
    _mine("loans:renew", _("Renew what I have borrowed")),
    _mine("holds:read", _("See what I wait for")),
    _mine("holds:write", _("Place, pause and cancel holds")),
    _mine("wishes:read", _("See what I asked the library to have")),
    _mine("wishes:write", _("Ask the library to have something")),
    _mine("data:export", _("Take a copy of everything that is kept about me")),
    _desk("desk:readers", _("See readers, what they have and wait for"), "people.view_reader", "lending.view"),
    _desk("desk:register", _("Register readers"), "people.register_reader", besides=("people.view_reader",)),
    _desk(
        "desk:lend", _("Lend, take back, renew and undo"), "lending.lend", "lending.take_back", "lending.renew",
        "lending.undo", besides=("people.view_reader",),
    ),
    _desk("desk:override", _("Lend and renew in spite of the rules, with a reason"), "lending.override"),
    _desk("desk:holds", _("Place, pause and cancel holds of readers"), "lending.hold",
          besides=("people.view_reader", "lending.undo")),
    _desk("desk:items", _("See copies, lists of the day and the last acts"), "lending.view"),
    _desk("desk:move", _("Send and receive copies between libraries"), "lending.move", "lending.take_back",
          besides=("lending.undo",)),
    _desk("desk:refusals", _("Read and write the register of refusals"), "demand.view", "demand.record",
          besides=("people.view_reader",)),
)  # fmt: skip
SCOPES = {scope.code: scope for scope in _ALL}


def of_kind(kind: str) -> list[Scope]:
    return [scope for scope in _ALL if scope.kind == kind]


def given_by(user: Any, unit: Unit) -> list[Scope]:
    """Scopes that a person may put into a token for a library: those whose every action is theirs there."""
    return [
        scope for scope in of_kind(TokenKind.STAFF) if all(rules.may(user, action, unit) for action in scope.actions)
    ]


def actions_of(codes: Iterable[str]) -> frozenset[str]:
    """What a token of staff with these scopes may at most."""
    known = [SCOPES[code] for code in codes if code in SCOPES]
    return frozenset(action for scope in known for action in (*scope.actions, *scope.besides))
