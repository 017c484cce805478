"""A club in words: when it meets, for whom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from chytalnia.core.words import clock
from chytalnia.programmes.lines import ages_of

from .models import Club, Rhythm


def when(club: Club) -> str:
    """«Every month, third Saturday, 15:00», or nothing while nobody has said."""
    if club.weekday is None:
        return ""
    day = club.get_weekday_display()
    hour = clock(club.begins) if club.begins else ""
    if club.rhythm == Rhythm.MONTH:
        told = _("Every month: %(weekday)s, the %(week)s one") % {"weekday": day, "week": club.get_week_display()}
    elif club.rhythm == Rhythm.FORTNIGHT:
        told = _("Every other week: %(weekday)s") % {"weekday": day}
    else:
        told = _("Every week: %(weekday)s") % {"weekday": day}
    return f"{told}, {hour}" if hour else told


def leader(club: Club) -> str:
    user = club.programme.leader
    return club.programme.leader_name or ((user.get_full_name() or str(user)) if user else "")


def facts(club: Club) -> list[dict[str, Any]]:
    """What a page of readers says of a club, in the order in which one asks."""
    rows = [
        (_("Interest"), club.get_profile_display()), (_("When it meets"), when(club)),
        (_("For whom"), ages_of(club.programme.age_from, club.programme.age_to) or club.programme.get_audience_display()),
        (_("Led by"), leader(club)), (_("Founded"), f"{club.founded:%d.%m.%Y}" if club.founded else ""),
    ]  # fmt: skip
    return [{"name": name, "value": value} for name, value in rows if value]
