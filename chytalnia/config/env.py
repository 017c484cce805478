"""Readers of the environment that fail loudly: a setting is present and right, or the process says which one is not."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
_PREFIX = "CHYTALNIA_"
_RATE = re.compile(r"[1-9][0-9]*/[smh]|off|")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

#: The names that were asked for: what else begins as they do may be one of them misspelt.
_asked: set[str] = set()


def _value(name: str) -> str | None:
    _asked.add(name)
    return os.environ.get(name)


def envstr(name: str, default: str = "") -> str:
    value = _value(name)
    return default if value is None else value


def envchoice(name: str, default: str, choices: Collection[str]) -> str:
    value = envstr(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def envlevel(name: str, default: str) -> str:
    return envchoice(name, default, _LEVELS)


def envrate(name: str, default: str) -> str:
    value = envstr(name, default)
    if not _RATE.fullmatch(value):
        raise ImproperlyConfigured(f"{name} must be a number and /s, /m or /h, or off; not {value!r}")
    return value


def envzone(name: str, default: str) -> str:
    value = envstr(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} must be a time zone like {default}, not {value!r}") from None
    return value


def envurl(name: str, default: str, schemes: Collection[str]) -> str:
    value = envstr(name, default)
    if value.partition("://")[0] not in schemes or "://" not in value:
        raise ImproperlyConfigured(
            f"{name} must begin with {' or '.join(f'{each}://' for each in schemes)}, not be {value!r}"
        )
    return value


def envsite(name: str, default: str) -> str:
    """The address of the site, without a slash at its end."""
    value = envurl(name, default, ("http", "https")).rstrip("/")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must be an address like https://library.example, not {value!r}")
    return value


def envdatabase(name: str, default: str, *, keep: int) -> dict[str, Any]:
    try:
        found = dict(dj_database_url.parse(envstr(name, default), conn_max_age=keep))
    except ValueError:
        found = {}
    # The address may hold a password: it is not repeated.
    if not str(found.get("ENGINE", "")).endswith((".sqlite3", ".postgresql")) or not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} must be like postgres://name:password@host:5432/chytalnia or sqlite:////path/file"
        )
    return found


def envnetworks(name: str) -> list[str]:
    networks = envlist(name)
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} must be networks like 192.0.2.0/24 with commas between; not {network!r}"
            ) from None
    return networks


def refuse_misspelt() -> None:
    """Raise ImproperlyConfigured for a name that is nearly one of ours: it would be passed over in silence."""
    known = {name.removeprefix(_PREFIX): name for name in _asked if name.startswith(_PREFIX)}
    for name in os.environ:
        if not name.startswith(_PREFIX) or name in _asked:
            continue
        if near := get_close_matches(name.removeprefix(_PREFIX), known, 1, 0.75):
            raise ImproperlyConfigured(f"{name} is no setting; {known[near[0]]} is. All are in docs/settings.md.")


def envbool(name: str, default: bool = False) -> bool:
    value = _value(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")


def envint(name: str, default: int) -> int:
    value = _value(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def envlist(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in envstr(name, default).split(",") if part.strip()]


def envmail(name: str) -> dict[str, Any]:
    """Django's settings of the mail server of an address: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`."""
    url = envstr(name)
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    known = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in known or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must be like smtp+tls://name:password@mail.example:587")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or known[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def secret_key(data: Path) -> str:
    """The key from CHYTALNIA_SECRET_KEY, or one made at the first start and kept, readable by its owner alone."""
    if key := envstr("CHYTALNIA_SECRET_KEY"):
        return key
    path = data / "secret.key"
    try:
        return _kept_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder of the data, {data}, cannot be used ({error.strerror}). Give this account the right to write there, "
            "make room on the disk, or name another folder in CHYTALNIA_DATA."
        ) from error


def _kept_key(path: Path) -> str:
    data = path.parent
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        # Written whole under another name first: web server and worker start together and must read the same key.
        fresh = data / f"secret.key.{secrets.token_hex(4)}"
        with open(fresh, "x", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        except OSError:
            # A disk without hard links.
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text().strip()
