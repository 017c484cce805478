"""What the acts of clubs are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "clubs.save": _("Club changed"),
        "clubs.join": _("Joined a club"),
        "clubs.leave": _("Left a club"),
        "clubs.plan": _("Meetings of a club planned"),
        "clubs.protocol": _("Protocol of a meeting written"),
        "clubs.holds": _("Copies ordered for a club"),
        "clubs.close": _("Club closed"),
        "clubs.go_on": _("Club goes on"),
    }
)
