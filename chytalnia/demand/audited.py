"""What the acts of demand are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "demand.void": _("Refusal struck out"),
    }
)
