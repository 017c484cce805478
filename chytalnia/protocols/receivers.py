"""A new password ends what programs were let into by the old one; the reader's own copy of the data names the programs."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver
from django.utils.translation import gettext as _

from chytalnia.people.models import Reader
from chytalnia.people.signals import reader_exported

from .models import Token, TokenKind
from .tokens import services


@receiver([password_changed, password_reset, password_set])
def end_tokens(sender: Any, user: Any, **_more: Any) -> None:
    services.revoke_all(user=user, by=user)


@receiver(reader_exported)
def tell_tokens(sender: Any, reader: Reader, **_more: Any) -> list[tuple[str, str, list[dict[str, Any]]]]:
    rows = [
        {
            "name": one.name, "may": ", ".join(one.scopes), "made_at": one.made_at.isoformat(),
            "valid_until": one.expires_at.isoformat(),
            "last_used_at": one.last_used_at.isoformat() if one.last_used_at else "",
            "taken_back_at": one.revoked_at.isoformat() if one.revoked_at else "",
        }
        for one in Token.objects.filter(user=reader.user_id, kind=TokenKind.READER)
    ] if reader.user_id else []  # fmt: skip
    return [("programs", _("Programs"), rows)] if rows else []
