"""Readers of the environment that fail loudly: a setting is present and right, or the process says which one is not."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def envstr(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def envbool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")


def envint(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def envlist(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


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
    if key := os.environ.get("CHYTALNIA_SECRET_KEY"):
        return key
    path = data / "secret.key"
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
