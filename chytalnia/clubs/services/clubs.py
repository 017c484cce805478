"""A club is made, changed, closed; or its leader says that it goes on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club
from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.network.models import Unit
from chytalnia.programmes import services as programmes

OF_PROGRAMME = (
    "about", "leader", "leader_name", "audience", "age_from", "age_to", "age_mark", "partners", "photo", "is_public"
)  # fmt: skip
#: A leader who says that the club goes on is not asked again for so long.
QUIET = timedelta(days=90)


@transaction.atomic
def save_club(
    *, club: Club | None = None, unit: Unit, title: Translated, by: Any = None, first_day: date | None = None, **fields: Any
) -> Club:  # fmt: skip
    """Make a club, or change one, and return it. A new one begins at once: readers see it. Raises ClubError for fewer places than
    there are members."""
    if club is not None and (places := fields.get("places")) is not None:
        Club.objects.select_for_update(of=("self",)).get(pk=club.pk)
        members = club.memberships.filter(left_on=None).count()
        if members > places:
            raise ClubError(
                ngettext(
                    "The club has %(n)d member already.", "The club has %(n)d members already.", members
                ) % {"n": members}, "places",
            )  # fmt: skip
    told = {name: fields.pop(name) for name in OF_PROGRAMME if name in fields}
    programme = programmes.save_programme(
        programme=club.programme if club else None, unit=unit, title=title, by=by, kind="club", format_code="club",
        **told, **({"first_day": first_day} if first_day else {}),
    )  # fmt: skip
    made = club or Club(programme=programme)
    for name, value in fields.items():
        setattr(made, name, value)
    made.full_clean(exclude=["programme"], validate_unique=False)
    made.save()
    if programme.stage == "planned":
        programme.move("begin", by=by)
    audit.log("clubs.save", by=by, about=made, unit=unit, after={"title": str(title)})
    return made


@transaction.atomic
def close_club(*, club: Club, on: date, by: Any = None, note: str = "") -> Club:
    """Close a club: its programme is finished, everybody has left on that day. What it was stays to be read."""
    locked = Club.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=club.pk)
    if locked.programme.stage == "planned":
        locked.programme.move("begin", by=by)
    locked.programme.move("finish", by=by, note=note)
    for each in locked.memberships.filter(left_on=None):
        each.left_on = max(on, each.joined_on)
        each.save(update_fields=["left_on"])
    locked.asked_on = None
    locked.save(update_fields=["asked_on"])
    audit.log("clubs.close", by=by, about=locked, unit=locked.programme.unit, note=note)
    return locked


@transaction.atomic
def go_on(*, club: Club, on: date, by: Any = None) -> Club:
    """The leader says that the club lives; it is not asked after for a while."""
    club.asked_on, club.quiet_until = None, on + QUIET
    club.save(update_fields=["asked_on", "quiet_until"])
    audit.log("clubs.go_on", by=by, about=club, unit=club.programme.unit)
    return club
