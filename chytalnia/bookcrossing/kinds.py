"""What bookcrossing counts. None of it is an issue of the stock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    language = frozenset({"language"})
    register(
        Kind("crossing.registered", _("travelling books registered"), Counted.COPIES, (), language, order=70),
        Kind("crossing.released", _("travelling books released"), Counted.COPIES, (), language, order=71),
        Kind("crossing.found", _("travelling books found"), Counted.COPIES, (), language, order=72),
        Kind("crossing.scans", _("codes of travelling books read"), Counted.CONTACTS, (), order=73),
    )
