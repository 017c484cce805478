"""Signing in and out leaves a line in the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from . import audit


@receiver(user_logged_in, dispatch_uid="audit_sign_in")
def signed_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    audit.log("people.sign_in", by=user, about=user, request=request)


@receiver(user_logged_out, dispatch_uid="audit_sign_out")
def signed_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        audit.log("people.sign_out", by=user, about=user, request=request)


@receiver(user_login_failed, dispatch_uid="audit_sign_in_failed")
def sign_in_failed(sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    # Only the name that was tried: a password typed into the wrong box must not end in a log.
    name = credentials.get("username") or credentials.get("login") or credentials.get("email") or ""
    address = str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
    audit.log("people.sign_in_failed", by=str(name)[:150], address=address)
