"""What the acts of programmes are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "programmes.start": _("Event begun from a format"),
        "programmes.change": _("Event changed"),
        "programmes.move": _("Event moved"),
        "programmes.count": _("Event counted"),
        "programmes.uncount": _("Count of an event taken back"),
        "programmes.report": _("Event reported"),
        "programmes.places": _("Places of an event changed"),
        "programmes.move_up": _("Somebody moved up out of turn"),
        "programmes.fix_month": _("Plan of a month fixed"),
        "programmes.unfix_month": _("Plan of a month opened again"),
        "programmes.format": _("Format of work with people changed"),
        "programmes.programme": _("Programme changed"),
        "programmes.grid": _("Grid of a non-stop day changed"),
        "programmes.letters": _("People told about an event"),
    }
)
