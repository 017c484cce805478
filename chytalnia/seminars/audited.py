"""What the acts of seminars are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "seminars.made": _("Seminar made"),
        "seminars.changed": _("Seminar changed"),
        "seminars.accepted": _("Talk accepted"),
        "seminars.declined": _("Talk declined"),
        "seminars.asked": _("Author of a talk asked"),
        "seminars.withdrawn": _("Talk withdrawn"),
        "seminars.placed": _("Talk put into the programme"),
        "seminars.talk": _("Talk changed"),
        "seminars.question": _("Question to a speaker looked at"),
        "seminars.resolution": _("Resolution changed"),
        "seminars.minutes": _("Presence online noted"),
        "seminars.register": _("Presence by day noted"),
        "seminars.joined": _("Two names of a speaker joined"),
        "seminars.parted": _("Names of a speaker parted"),
        "seminars.certificates": _("Certificates issued"),
        "seminars.revoked": _("Certificate taken back"),
    }
)
