"""What the acts of the network are called in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.core import audit

audit.name(
    {
        "network.change_card": _("Card of a library changed"),
        "network.change_settings": _("Settings changed"),
        "network.create_unit": _("Unit created"),
        "network.move_unit": _("Unit moved in the tree"),
    }
)
