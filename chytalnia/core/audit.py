"""The audit log: which member of staff did what, kept where nobody can change it.

    audit.log("catalogue.merge", by=user, about=record, unit=unit, before={…}, after={…})

A service calls it inside its own transaction, so that an act and its entry stand or fall together.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import AuditEntry

#: Acts in the words people use.
_NAMES: dict[str, str | Promise] = {
    "people.sign_in": _("Signed in"),
    "people.sign_out": _("Signed out"),
    "people.sign_in_failed": _("Could not sign in"),
}


def name(acts: dict[str, str | Promise]) -> None:
    """Name a room's acts for the log. Call from `apps.py`."""
    _NAMES.update(acts)


def told(act: str) -> str:
    """An act in the language of whoever reads; one that no room has named is shown by its code."""
    return str(_NAMES.get(act, act))


def named() -> list[tuple[str, str]]:
    """Acts that have a name, in the order of the alphabet of whoever reads."""
    return sorted(((act, str(name)) for act, name in _NAMES.items()), key=lambda pair: pair[1].casefold())


def log(
    act: str,
    *,
    by: Any = None,
    about: Any = None,
    unit: Any = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    address: str = "",
    request: HttpRequest | None = None,
    note: str = "",
) -> AuditEntry:
    """Write an entry. `act` is an action's name ("catalogue.edit_record"); `before` and `after` hold only what changed.

    `by` is an account, a name ("command line") or nothing when the system acted by itself.
    """
    if request is not None:
        address = address or str(request.META.get("REMOTE_ADDR", ""))
        by = by if by is not None else getattr(request, "user", None)
    return AuditEntry.objects.create(
        act=act,
        **person(by),
        **thing(about),
        unit_id=getattr(unit, "pk", None),
        unit_code=getattr(unit, "code", "") or "",
        before=_plain(before),
        after=_plain(after),
        address=shortened(address),
        note=note,
    )


def person(by: Any) -> dict[str, Any]:
    """An account as a log keeps it: number and name."""
    if by is None or isinstance(by, str):
        return {"by_id": None, "by_name": (by or "")[:300]}
    name = " ".join(part for part in (getattr(by, "last_name", ""), getattr(by, "first_name", "")) if part)
    return {"by_id": by.pk, "by_name": (name or by.get_username() or str(by))[:300]}


def thing(about: Any) -> dict[str, str]:
    """An object as a log keeps it: model, number, name."""
    if about is None:
        return {"object_label": "", "object_id": "", "object_text": ""}
    meta = getattr(about, "_meta", None)
    return {
        "object_label": meta.label_lower if meta else type(about).__name__,
        "object_id": str(getattr(about, "pk", None) or ""),
        "object_text": str(about)[:300],
    }


def shortened(address: str) -> str:
    """The address without its last part (/24 of IPv4, /48 of IPv6): enough to see a pattern, too little to follow a
    person."""
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False).network_address)


def _plain(values: dict[str, Any] | None) -> dict[str, Any]:
    simple = (str, int, float, bool, type(None), list, dict)
    return {key: value if isinstance(value, simple) else str(value) for key, value in (values or {}).items()}
