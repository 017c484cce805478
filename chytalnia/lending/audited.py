"""What the acts of lending are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "lending.letter": _("Letter to a reader"),
        "lending.charge": _("Charge made"),
        "lending.pay": _("Payment taken"),
        "lending.waive": _("Charge waived"),
        "lending.take_pledge": _("Pledge taken"),
        "lending.end_pledge": _("Pledge given back or kept"),
        "lending.replace": _("Lost copy replaced"),
        "lending.serve_at_home": _("Reader served at home"),
        "lending.end_home_service": _("Reader no longer served at home"),
        "lending.forgive": _("Lost copy forgiven"),
        "lending.register_desk": _("Desk without a line let in"),
        "lending.reopen_desk": _("New code for a desk without a line"),
        "lending.open_desk": _("Desk without a line opened on a device"),
        "lending.fill_desk": _("Readers and copies sent to a desk without a line"),
        "lending.shut_desk": _("Desk without a line shut out"),
        "lending.settle_conflict": _("Deed without a line settled"),
    }
)
