"""Tokens of programs as people have them after a year: used, forgotten, taken back. Nobody knows what opens them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone

from chytalnia.network.models import Unit
from chytalnia.people.models import User
from chytalnia.protocols.models import Token

from .readers import COUNTRIES

#: Account, library, name, scopes, made so many days ago, valid for, used so many hours ago, taken back after days.
_STAFF: tuple[tuple[str, str, str, tuple[str, ...], int, int, int, int | None], ...] = (
    ("head", "kremenchuk-f1", "Кіоск у холі", ("desk:lend", "desk:items"), 40, 365, 2, None),
    ("head", "kremenchuk-f1", "Таблиця черги для методиста", ("desk:items", "desk:refusals"), 120, 90, 800, None),
    ("director", "kremenchuk", "Електронний щоденник школи № 10", ("desk:readers",), 200, 365, 2400, 90),
    ("director-kz", "ekibastuz", "Холдағы киоск", ("desk:lend", "desk:items"), 25, 365, 5, None),
    ("director-ru", "minusinsk", "Киоск в холле", ("desk:lend", "desk:items"), 60, 365, 7, None),
)
_READER = {
    "uk": ("Читалка для незрячих", "Віджет на телефоні"),
    "ru": ("Читалка для незрячих", "Виджет на телефоне"),
    "kk": ("Көзі көрмейтіндерге арналған оқу құралы", "Телефондағы виджет"),
}


def build() -> None:
    for account, unit, name, scopes, days, lives, hours, ended in _STAFF:
        user = User.objects.get(username=account)
        _token(user, Unit.objects.get(code=unit), name, scopes, days, lives, hours, ended)
    for country in COUNTRIES:
        user = User.objects.get(username=country.account)
        blind, phone = _READER[country.language]
        _token(user, None, blind, ("loans:read", "loans:renew", "holds:read", "holds:write"), 70, 365, 20, None)
        _token(user, None, phone, ("loans:read",), 100, 30, 1800, None)


def _token(
    user: User,
    unit: Unit | None,
    name: str,
    scopes: tuple[str, ...],
    days: int,
    lives: int,
    hours: int,
    ended: int | None,
) -> None:
    now = timezone.now()
    made = now - timedelta(days=days)
    Token.objects.get_or_create(
        digest=hashlib.sha256(f"demo:{user.username}:{name}".encode()).hexdigest(),
        defaults={
            "kind": "staff" if unit else "reader", "user": user, "unit": unit, "name": name, "scopes": list(scopes),
            "beginning": f"chyt_{'s' if unit else 'r'}_demo0", "made_at": made,
            "expires_at": made + timedelta(days=lives), "last_used_at": now - timedelta(hours=hours),
            "revoked_at": made + timedelta(days=ended) if ended else None, "revoked_by": user if ended else None,
        },
    )  # fmt: skip
