"""What the acts of bookcrossing are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "bookcrossing.print_labels": _("Labels of travelling books printed"),
        "bookcrossing.register": _("Travelling book registered"),
        "bookcrossing.change": _("Travelling book changed"),
        "bookcrossing.create_shelf": _("Bookcrossing shelf made"),
        "bookcrossing.change_shelf": _("Bookcrossing shelf changed"),
        "bookcrossing.check_shelf": _("Bookcrossing shelf stocktaken"),
        "bookcrossing.strike": _("False step of a travelling book struck out"),
        "bookcrossing.save_game": _("Bookcrossing game saved"),
    }
)
