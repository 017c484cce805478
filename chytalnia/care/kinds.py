"""What care counts beside the events and visits of its occasions. None of it feeds the annual form: the visits do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.journal.kinds import Counted, Kind, register


def register_kinds() -> None:
    ages = frozenset({"audience"})
    register(
        Kind("care.sessions", _("sessions of the library nanny"), Counted.EVENTS, (), order=75),
        Kind("care.children", _("children at sessions of the library nanny"), Counted.VISITS, (), ages, order=75),
        Kind("care.camp_days", _("days of library camps"), Counted.EVENTS, (), order=76),
        Kind("care.child_days", _("child-days of library camps"), Counted.VISITS, (), ages, order=76),
        Kind("care.child_minutes", _("time of children in care (child-hours)"), Counted.MINUTES, (), ages, order=77),
    )
