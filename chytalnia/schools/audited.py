"""What the acts of schools are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "schools.save": _("Course changed"),
        "schools.group": _("Group of a course opened"),
        "schools.certify": _("Certificates issued"),
        "schools.withdraw": _("Certificate withdrawn"),
    }
)
