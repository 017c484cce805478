"""Machines entered, changed, let in. Each act of a person goes to the audit log; passwords never do."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from chytalnia.core import audit, codes
from chytalnia.protocols.models import Device

#: What the audit log keeps of a machine.
_LOGGED = ("name", "login", "is_active", "messages", "networks", "encoding", "unit_id")


def new_password() -> str:
    """Sixteen letters, more than can be tried; of a length that every machine takes."""
    return codes.made(16, codes.CLEAR.lower())


@transaction.atomic
def enter(*, device: Device, by: Any) -> str:
    """Save a new machine; returns its password, which is told this once."""
    password = new_password()
    device.password = make_password(password)
    device.full_clean()
    device.save()
    audit.log("protocols.enter_device", by=by, about=device, unit=device.unit, after=_logged(device))
    return password


@transaction.atomic
def change(*, device: Device, by: Any) -> Device:
    """Save what was changed in a machine."""
    before = Device.objects.select_for_update().get(pk=device.pk)
    old, new = _logged(before), _logged(device)
    device.full_clean()
    device.save()
    if changed := {name for name in new if old[name] != new[name]}:
        audit.log(
            "protocols.change_device", by=by, about=device, unit=device.unit,
            before={name: old[name] for name in changed}, after={name: new[name] for name in changed},
        )  # fmt: skip
    return device


@transaction.atomic
def renew_password(*, device: Device, by: Any) -> str:
    """Give a machine another password and return it; the old one opens nothing from now on."""
    password = new_password()
    device.password = make_password(password)
    device.save(update_fields=["password"])
    audit.log("protocols.renew_device_password", by=by, about=device, unit=device.unit)
    return password


@transaction.atomic
def remove(*, device: Device, by: Any) -> None:
    audit.log("protocols.remove_device", by=by, about=device, unit=device.unit, before=_logged(device))
    device.delete()


def _logged(device: Device) -> dict[str, Any]:
    return {name: getattr(device, name) for name in _LOGGED}


class _Proven:
    """Passwords that were right a moment ago. The slow hash keeps a stolen table useless; a machine that logs in for
    every book need not pay for it each time. Only keyed digests are kept, and none on the disk."""

    MOST = 1000

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, password: str, stored: str) -> bool:
        key = hashlib.blake2b(f"{stored}\0{password}".encode("utf-8", "replace"), key=self._salt).digest()
        with self._lock:
            if key in self._known:
                return True
        if not check_password(password, stored):
            return False
        with self._lock:
            self._known[key] = None
            if len(self._known) > self.MOST:
                self._known.popitem(last=False)
        return True


proven = _Proven()


def log_in(*, login: str, password: str, address: str) -> Device | None:
    """The machine with this login, if it is in use, may come from this address and knows its password."""
    device = Device.objects.select_related("unit").filter(login=login).first()
    if device is None:
        # As long as for a login that exists, so that the time tells nothing.
        make_password(password)
        return None
    if not proven.check(password, device.password) or not device.is_active or not device.is_at_home(address):
        return None
    now = timezone.now()
    if device.last_seen_at is None or now - device.last_seen_at > timedelta(minutes=10):
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
    return device


def fresh(device: Device) -> Device | None:
    """The machine as it is now, or nothing when it was removed, is no longer in use, or its password was changed."""
    found = Device.objects.select_related("unit").filter(pk=device.pk).first()
    if found is None or not found.is_active or found.password != device.password:
        return None
    return found
