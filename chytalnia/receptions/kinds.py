"""What receptions count beside the event and its visits. No name, no reason, no theme of a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    register(
        Kind("receptions.held", _("days of receptions"), Counted.EVENTS, (), order=80),
        Kind("receptions.slots", _("slots of receptions used"), Counted.REQUESTS, (), order=80),
        Kind("receptions.lawyer", _("people received by a lawyer"), Counted.PERSONS, (), order=81),
        Kind("receptions.psychologist", _("people received by a psychologist"), Counted.PERSONS, (), order=81),
        Kind("receptions.social", _("people received on social questions"), Counted.PERSONS, (), order=81),
        Kind("receptions.deputy", _("people received by deputies"), Counted.PERSONS, (), order=81),
        Kind("receptions.eservice", _("people helped with e-services"), Counted.PERSONS, (), order=81),
        Kind("receptions.other", _("people received by other specialists"), Counted.PERSONS, (), order=81),
        Kind("receptions.services_done", _("e-services done"), Counted.REQUESTS, (), order=82),
    )
