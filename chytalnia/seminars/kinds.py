"""What seminars count beside their events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    # They feed nothing in the form: the event and its visitors are counted with the event.
    register(
        Kind("seminars.talks", _("talks at seminars"), Counted.EVENTS, (), frozenset(), order=72),
        Kind(
            "seminars.participants", _("people who took part in seminars"), Counted.PERSONS, (), frozenset(), order=72
        ),
        Kind("seminars.regions", _("regions that took part in seminars"), Counted.EVENTS, (), frozenset(), order=72),
    )
