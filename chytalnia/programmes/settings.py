"""What a network, a system or a branch decides about its events; inherited down the tree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chytalnia.network.settings import declare


def _days(value: int) -> bool:
    return 0 <= value <= 3660


def declare_settings() -> None:
    declare("programmes.remind_days", int, 1, label=_("Days before an event to remind those enrolled"), check=_days)
    declare(
        "programmes.missed_times",
        int,
        3,
        label=_("Events missed after which a reader enrols only at the desk"),
        help=_("Without having given the place up before. 0 is never."),
        check=_days,
    )
    declare(
        "programmes.missed_days",
        int,
        90,
        label=_("Days over which missed events are counted"),
        check=lambda n: 0 < n < 3660,
    )
    declare(
        "programmes.release_minutes",
        int,
        10,
        label=_("Minutes after the beginning when places of those who did not come go to others"),
        check=lambda n: 0 <= n <= 600,
    )
    declare(
        "programmes.forget_days",
        int,
        60,
        label=_("Days after an event when names of those enrolled are forgotten"),
        help=_("The numbers stay."),
        check=_days,
    )
