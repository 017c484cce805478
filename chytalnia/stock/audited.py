"""What the acts of the stock accounts are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "stock.accept_replacement": _("Replacement of a lost copy accepted"),
        "stock.begin_check": _("Inventory check begun"),
        "stock.begin_lot": _("Lot of copies begun"),
        "stock.change_lot": _("Lot of copies changed"),
        "stock.begin_write_off": _("Write-off act begun"),
        "stock.change_write_off": _("Write-off act changed"),
    }
)
