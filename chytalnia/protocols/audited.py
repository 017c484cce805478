"""What the acts of machines are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "protocols.enter_device": _("Machine entered"),
        "protocols.change_device": _("Machine changed"),
        "protocols.remove_device": _("Machine removed"),
        "protocols.renew_device_password": _("Password of a machine renewed"),
        "protocols.make_token": _("Token made for a program"),
        "protocols.revoke_token": _("Token taken back"),
        "protocols.wrong_tokens": _("Wrong tokens, one after another"),
    }
)
