"""What the acts of files are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "media.store": _("File stored"),
        "media.remove": _("File removed"),
    }
)
