"""What the acts of the room are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name({"exhibitions.save": _("Exhibition changed"), "exhibitions.exhibit": _("Exhibit changed")})
