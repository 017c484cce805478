"""The plan of a year: meetings by the club's rule, without the days when the library is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club
from chytalnia.clubs.rhythm import meeting_days
from chytalnia.core import audit
from chytalnia.core.stages import StageError
from chytalnia.network import hours
from chytalnia.network.queries import hours_of
from chytalnia.network.settings import time_zone
from chytalnia.programmes import formats
from chytalnia.programmes import services as programmes
from chytalnia.programmes.models import Occasion


@dataclass(frozen=True, slots=True)
class Planned:
    made: list[Occasion]
    #: days that fall on a holiday or a closed day
    closed: list[date]


def closed_days(club: Club, days: list[date]) -> list[date]:
    """Days on which the library is closed; nobody knows of one whose hours nobody wrote down."""
    unit = club.programme.unit
    told = hours_of([unit])[unit.pk]
    return [day for day in days if not hours.day_of(told, day).intervals] if told.is_known else []


@transaction.atomic
def plan_meetings(*, club: Club, first: date, last: date, by: Any = None, announce: bool = True) -> Planned:
    """Put the club's meetings between two days into the plan and return what was made. Days on which it meets already stay as
    they are. Raises ClubError when nobody said when it meets."""
    locked = Club.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=club.pk)
    if locked.weekday is None or locked.begins is None:
        raise ClubError(_("Say first on which weekday and when the club meets."), "no_rule")
    if last < first or (last - first).days > 800:
        raise ClubError(_("These days make no year."), "days")
    unit, programme = locked.programme.unit, locked.programme
    wanted = meeting_days(first, last, weekday=locked.weekday, rhythm=locked.rhythm, week=locked.week)
    closed = closed_days(locked, wanted)
    there = set(
        Occasion.objects.filter(programme=programme, day__gte=first, day__lte=last)
        .exclude(stage="cancelled").values_list("day", flat=True)
    )  # fmt: skip
    days = [day for day in wanted if day not in there and day not in set(closed)]
    made: list[Occasion] = []
    if days:
        starts = datetime.combine(days[0], locked.begins, time_zone(unit))
        card = formats.card("club")
        assert card is not None
        begun = programmes.start(
            card=card, unit=unit, title=programme.title, starts_at=starts, ends_at=starts + timedelta(minutes=locked.minutes),
            programme=programme, by=by, plan=False, taking="free", audience=programme.audience, age_from=programme.age_from,
            age_to=programme.age_to, age_mark=programme.age_mark or card.age_mark, about=programme.about,
            partners=programme.partners, responsible=programme.leader,
        )  # fmt: skip
        made = [begun, *programmes.repeat(occasion=begun, days=days[1:], by=by)]
        if announce:
            for each in made:
                _announce(each, by)
        audit.log("clubs.plan", by=by, about=locked, unit=unit, after={"meetings": len(made)})
    return Planned(made, closed)


def _announce(occasion: Occasion, by: Any) -> None:
    """A meeting that cannot be announced yet stays in the plan, where it is seen."""
    try:
        with transaction.atomic():
            occasion.move("announce", by=by)
    except StageError:
        occasion.refresh_from_db()
