"""What schools count beside their lessons, which are events: how long people learned and taught. In minutes, so that lessons of
an hour and a half add up; the room shows hours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    register(
        Kind(
            "schools.learning", _("learning at courses"), Counted.MINUTES, (), frozenset({"audience", "place"}), order=9
        ),
        Kind("schools.teaching", _("teaching at courses"), Counted.MINUTES, (), frozenset({"place"}), order=9),
        Kind("schools.certificates", _("certificates of courses"), Counted.PERSONS, (), frozenset(), order=9),
    )
