"""What the acts of receptions are called in the audit log. No entry names who booked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "receptions.plan": _("Receptions planned"),
        "receptions.move": _("Booking of a reception moved"),
        "receptions.undo": _("Reception of a person taken back"),
        "receptions.off": _("Slot of a reception called off"),
        "receptions.close": _("Day of receptions closed and counted"),
        "receptions.forget": _("Data of bookings deleted"),
    }
)
