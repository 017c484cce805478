"""What exhibitions count beyond the loans, which count themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    register(
        Kind("exhibitions.visits", _("visits to exhibitions online"), Counted.CONTACTS, (), order=79),
        Kind("exhibitions.opened", _("exhibits opened online"), Counted.CONTACTS, (), order=80),
    )
