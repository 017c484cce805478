"""What a night does: campaigns begin and end by the calendar, loans nobody heard of are written, old names are forgotten."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from chytalnia.campaigns.models import Campaign, Joining, Member, Participant
from chytalnia.core.stages import StageError
from chytalnia.network.settings import setting

from . import libraries, loans, people

log = logging.getLogger(__name__)


def nightly(day: date | None = None) -> dict[str, int]:
    """May be repeated."""
    day = day or timezone.localdate()
    counts = {"moved": 0, "loans": 0, "forgotten": 0}
    due = Campaign.objects.filter(stage="announced", first_day__lte=day) | Campaign.objects.filter(
        stage="running", last_day__lt=day
    )
    for campaign in due:
        try:
            campaign.move("begin" if campaign.stage == "announced" else "finish")
            counts["moved"] += 1
        except StageError:
            log.exception("the campaign %s could not move by its day", campaign.pk)
    counts["loans"] = loans.catch_up(day)
    for campaign in Campaign.objects.filter(stage="running"):
        look_up_readers(campaign, day)
    over = Campaign.objects.filter(stage__in=("results", "cancelled"), forgotten_at=None)
    for campaign in over.select_related("programme__unit"):
        if campaign.last_day + timedelta(days=setting(campaign.unit, "campaigns.forget_days")) < day:
            counts["forgotten"] += forget(campaign)
    return counts


@transaction.atomic
def look_up_readers(campaign: Campaign, day: date) -> None:
    members = list(campaign.members.filter(state=Joining.JOINED).order_by("pk"))
    known = libraries.readers_of([one.unit_id for one in members], day.year)
    changed = [one for one in members if one.readers != known.get(one.unit_id, one.readers)]
    for one in changed:
        Member.objects.filter(pk=one.pk).update(readers=known[one.unit_id])


@transaction.atomic
def forget(campaign: Campaign) -> int:
    """Let nothing tell any more who took part; sums, diplomas' numbers and the frozen list of the draw stay."""
    found = list(Participant.objects.filter(campaign=campaign).exclude(reader=None, household=None))
    people.forget(found)
    Campaign.objects.filter(pk=campaign.pk).update(forgotten_at=timezone.now())
    return len(found)
