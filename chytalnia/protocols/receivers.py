"""A new password ends what programs were let into by the old one."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver

from .tokens import services


@receiver([password_changed, password_reset, password_set])
def end_tokens(sender: Any, user: Any, **_more: Any) -> None:
    services.revoke_all(user=user, by=user)
