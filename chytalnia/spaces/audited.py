"""What the acts of the room are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "spaces.plan": _("Plan of a floor changed"),
        "spaces.remove_plan": _("Plan of a floor removed"),
        "spaces.space": _("Room for booking changed"),
        "spaces.book": _("Room booked"),
        "spaces.move": _("Booking of a room moved"),
        "spaces.cancel": _("Booking of a room called off"),
        "spaces.weekly": _("Room booked weekly"),
    }
)
