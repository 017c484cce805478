"""What rooms count. People at events are counted by the events themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    register(
        Kind("rooms.bookings", _("bookings of rooms to which people came"), Counted.EVENTS, (), order=74),
        Kind("rooms.hours", _("hours of booked rooms"), Counted.HOURS, (), order=75),
        Kind("rooms.persons", _("people in booked rooms"), Counted.PERSONS, (), order=76),
        Kind("rooms.missed", _("bookings of rooms to which nobody came"), Counted.EVENTS, (), order=77),
        Kind("rooms.shown", _("shelves shown on a plan"), Counted.CONTACTS, (), order=78),
    )
