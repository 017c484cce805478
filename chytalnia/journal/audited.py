"""What the acts of the journal are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "journal.reverse": _("Fact reversed"),
        "journal.close_period": _("Period closed"),
        "journal.reopen_period": _("Period reopened"),
    }
)
