"""Diplomas are issued in one press, each once, each with a number of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from chytalnia.campaigns import errors
from chytalnia.campaigns.models import Campaign, Diploma, Joining, Merit, Participant
from chytalnia.core import audit, codes

CODE = 10


@transaction.atomic
def issue(*, campaign: Campaign, by: Any = None) -> int:
    """Give every library that takes part its certificate, finishers and winners their diplomas, other readers a certificate.
    Who has one keeps it. Returns how many are new. Raises TooEarly."""
    campaign = (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme__unit")
        .get(pk=campaign.pk)
    )
    if not campaign.is_over:
        raise errors.TooEarly
    number = campaign.diplomas.aggregate(last=Max("number"))["last"] or 0
    have = set(campaign.diplomas.values_list("merit", "member", "participant"))
    made: list[Diploma] = []

    def give(merit: str, member: int, participant: int | None, total: int) -> None:
        nonlocal number
        if (merit, member, participant) in have:
            return
        number += 1
        made.append(
            Diploma(campaign=campaign, merit=merit, member_id=member, participant_id=participant, number=number,
                    code=codes.made(CODE), total=total)
        )  # fmt: skip

    for member in campaign.members.filter(state=Joining.JOINED).order_by("unit__path"):
        give(Merit.LIBRARY, member.pk, None, member.total or member.posts)
    winners = set(campaign.draw.winners)
    for one in Participant.objects.filter(campaign=campaign, left_at=None, lines__gt=0).order_by("number"):
        give(Merit.FINISHER if one.finished_at else Merit.PARTICIPANT, one.member_id, one.pk, one.total)
        if str(one.number) in winners:
            give(Merit.WINNER, one.member_id, one.pk, one.total)
    Diploma.objects.bulk_create(made, batch_size=500)
    if made:
        audit.log("campaigns.diplomas", by=by, about=campaign, unit=campaign.unit, after={"diplomas": len(made)})
    return len(made)
