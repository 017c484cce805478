"""Devices let in, spoken with, shut out. Each act of a person goes to the audit log; codes and tokens never do."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chytalnia.core import audit, codes
from chytalnia.lending.models import Conflict, OfflineDesk
from chytalnia.network.models import Unit
from chytalnia.people import access, rules

MANAGE, SETTLE = "lending.offline_desks", "lending.settle_conflicts"
#: How long a code waits to be typed in.
CODE_LIVES = timedelta(minutes=15)
#: Contact is noted so often at most; every scan need not write a row.
NOTED = timedelta(minutes=1)


def hashed(secret: str) -> str:
    """A code or token as it is kept. They are random and long, so that a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tidy(code: str) -> str:
    """A code as it was typed, without what people put between its groups."""
    return codes.typed(code)


@transaction.atomic
def register(*, name: str, unit: Unit, by: Any) -> tuple[OfflineDesk, str]:
    """Let a device work for a unit; returns the code that opens it once. Raises PermissionDenied."""
    access.require(by, MANAGE, unit)
    desk = OfflineDesk.objects.create(name=" ".join(name.split())[:60], unit=unit, registered_by=by)
    audit.log("lending.register_desk", by=by, about=desk, unit=unit)
    return desk, _new_code(desk)


@transaction.atomic
def new_code(*, desk: OfflineDesk, by: Any) -> str:
    """A code to open the device anew, when its passphrase was forgotten or its browser was emptied. The old token goes."""
    access.require(by, MANAGE, desk.unit)
    desk = OfflineDesk.objects.select_for_update(of=("self",)).select_related("unit").get(pk=desk.pk, revoked_at=None)
    audit.log("lending.reopen_desk", by=by, about=desk, unit=desk.unit)
    return _new_code(desk)


def _new_code(desk: OfflineDesk) -> str:
    code = codes.made(12)
    desk.code, desk.code_until = hashed(code), timezone.now() + CODE_LIVES
    desk.save(update_fields=["code", "code_until"])
    return codes.grouped(code)


@transaction.atomic
def open_by(code: str) -> tuple[OfflineDesk, str] | None:
    """The desk that a code opens and the token it speaks with from now on; nothing for a code that is wrong, used or old."""
    now = timezone.now()
    found = (
        OfflineDesk.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(code=hashed(tidy(code)), code_until__gte=now, revoked_at=None)
        .first()
    )
    if found is None:
        return None
    token = secrets.token_urlsafe(32)
    found.code, found.code_until, found.token = "", None, hashed(token)
    found.opened_at = found.seen_at = now
    found.save(update_fields=["code", "code_until", "token", "opened_at", "seen_at"])
    audit.log("lending.open_desk", by=None, about=found, unit=found.unit)
    return found, token


def known(token: str) -> OfflineDesk | None:
    """The desk that speaks with a token, unless it was shut."""
    if not token:
        return None
    desk = OfflineDesk.objects.select_related("unit").filter(token=hashed(token), revoked_at=None).first()
    now = timezone.now()
    if desk is not None and (desk.seen_at is None or now - desk.seen_at > NOTED):
        OfflineDesk.objects.filter(pk=desk.pk).update(seen_at=now)
        desk.seen_at = now
    return desk


@transaction.atomic
def revoke(*, desk: OfflineDesk, by: Any) -> OfflineDesk:
    """Shut a device out: at its next contact it deletes what it keeps of readers and copies. Raises PermissionDenied."""
    access.require(by, MANAGE, desk.unit)
    desk = OfflineDesk.objects.select_for_update(of=("self",)).select_related("unit").get(pk=desk.pk)
    if desk.revoked_at is None:
        desk.revoked_at, desk.revoked_by = timezone.now(), by
        desk.code = desk.token = ""
        desk.code_until = None
        desk.save(update_fields=["revoked_at", "revoked_by", "code", "token", "code_until"])
        audit.log("lending.shut_desk", by=by, about=desk, unit=desk.unit)
    return desk


def desks_of(user: Any) -> QuerySet[OfflineDesk]:
    """Devices of the libraries where the user looks after them."""
    units = rules.units_where(user, MANAGE)
    return OfflineDesk.objects.filter(unit__in=units).select_related("unit", "registered_by", "revoked_by")


@transaction.atomic
def settle(*, conflict: Conflict, by: Any) -> Conflict:
    """Take a deed off the list, when somebody has looked for the book and its reader. Its card is forgotten then."""
    access.require(by, SETTLE, conflict.unit)
    conflict = Conflict.objects.select_for_update(of=("self",)).select_related("unit").get(pk=conflict.pk)
    if conflict.settled_at is None:
        conflict.settled_at, conflict.settled_by = timezone.now(), by
        conflict.card, conflict.told = "", {}
        conflict.save(update_fields=["settled_at", "settled_by", "card", "told"])
        audit.log("lending.settle_conflict", by=by, about=conflict, unit=conflict.unit)
    return conflict
