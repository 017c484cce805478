"""A campaign in a small network, running, with a library that takes part. Days are made around today, so no day is special."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.utils import timezone

from chytalnia.campaigns.models import Campaign, Participant
from chytalnia.campaigns.services import libraries, making, people
from chytalnia.core.translated import Translated

_numbers = count(1)


def campaign(unit, *, stage="running", days=(-10, 10), joined=(), **values):
    here = timezone.localdate()
    values = {
        "score": "pages", "goals": Translated(uk="Читати"), "task": Translated(uk="Читати щодня"), "back_days": 7, **values,
    }  # fmt: skip
    made = making.make(
        unit=unit, title=Translated(uk=f"Марафон {next(_numbers)}"), first_day=here + timedelta(days=days[0]),
        last_day=here + timedelta(days=days[1]), **values,
    )  # fmt: skip
    if stage != "draft":
        made.move("announce")
    for each in joined:
        libraries.join(campaign=made, unit=each)
    if stage in ("running", "finished"):
        made.move("begin")
    return fresh(made)


def over(made):
    """Let the campaign have ended yesterday."""
    here = timezone.localdate()
    Campaign.objects.filter(pk=made.pk).update(first_day=here - timedelta(days=30), last_day=here - timedelta(days=1))
    made = fresh(made)
    made.move("finish")
    return fresh(made)


def participant(made, unit, **values):
    member = made.members.get(unit=unit)
    return people.join(member=member, nick=values.pop("nick", f"Читач {next(_numbers)}"), **values)


def fresh(thing):
    if isinstance(thing, Campaign):
        return Campaign.objects.select_related("programme__unit").get(pk=thing.pk)
    return type(thing)._default_manager.get(pk=thing.pk)


def of(thing: Participant):
    """Tallies of a participant and the library, as they stand now."""
    one = fresh(thing)
    return one.total, one.lines, fresh(one.member).total
