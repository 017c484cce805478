"""What a night does for clubs: leaders of silent ones are asked whether the club goes on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max, Q

from chytalnia.clubs.models import Club
from chytalnia.network import settings as unit_settings

HELD = ("held", "counted", "reported", "archived")


def nightly(day: date) -> int:
    """Ask of every running club that has not met for long; a club that met again is asked no more. Returns how many are new."""
    asked = 0
    rows = Club.objects.filter(programme__stage="running").select_related("programme__unit").annotate(
        last=Max("programme__occasions__day", filter=Q(programme__occasions__stage__in=HELD))
    )  # fmt: skip
    with unit_settings.remembered():
        for club in rows:
            since = club.last or club.programme.first_day or club.programme.made_at.date()
            silent = since + timedelta(days=unit_settings.setting(club.programme.unit, "clubs.silent_days")) < day
            if silent and club.asked_on is None and (club.quiet_until is None or club.quiet_until < day):
                Club.objects.filter(pk=club.pk).update(asked_on=day)
                asked += 1
            elif not silent and club.asked_on is not None:
                Club.objects.filter(pk=club.pk).update(asked_on=None)
    return asked
