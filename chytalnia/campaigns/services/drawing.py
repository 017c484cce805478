"""The open draw: the list is frozen and its digest published; then something is thrown before everybody, and the lot falls."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from chytalnia.campaigns import errors
from chytalnia.campaigns.models import Among, Campaign, Draw, Participant
from chytalnia.core import audit
from chytalnia.wire import draws


def entrants(campaign: Campaign) -> list[dict[str, str]]:
    """Among whom it would be drawn now, by number: nick and library, nothing else."""
    among = Participant.objects.filter(campaign=campaign, left_at=None, lines__gt=0).select_related("member__unit")
    if campaign.among == Among.FINISHERS:
        among = among.filter(finished_at__isnull=False)
    return [
        {"key": str(one.number), "name": one.nick, "library": one.member.unit.code} for one in among.order_by("number")
    ]


@transaction.atomic
def freeze(*, campaign: Campaign, by: Any = None) -> Draw:
    """Freeze the list of entrants; done twice, the first stays. Raises NotADraw, NobodyToDraw."""
    draw = (
        Draw.objects.select_for_update(of=("self",)).select_related("campaign__programme__unit").get(campaign=campaign)
    )
    if draw.is_frozen:
        return draw
    if draw.campaign.stage != "finished" or not draw.campaign.prizes:
        raise errors.NotADraw
    draw.entrants = entrants(draw.campaign)
    if not draw.entrants:
        raise errors.NobodyToDraw
    draw.entrants_sha256 = draws.entrants_digest(one["key"] for one in draw.entrants)
    draw.frozen_at, draw.prizes = timezone.now(), draw.campaign.prizes
    draw.save()
    audit.log("campaigns.freeze", by=by, about=draw, unit=draw.campaign.unit, after={"sha256": draw.entrants_sha256})
    return draw


@transaction.atomic
def draw_lots(*, campaign: Campaign, public: str, by: Any = None) -> Draw:
    """Draw the winners; drawn once, it stays so. `public` is what was thrown before everybody after the list was frozen.

    Raises NotADraw before the list is frozen, ThrowFirst.
    """
    draw = (
        Draw.objects.select_for_update(of=("self",)).select_related("campaign__programme__unit").get(campaign=campaign)
    )
    if draw.is_drawn:
        return draw
    if not draw.is_frozen:
        raise errors.NotADraw
    if not public.strip():
        raise errors.ThrowFirst
    keys = [one["key"] for one in draw.entrants]
    draw.public, draw.drawn_at = public.strip()[:200], timezone.now()
    draw.winners = draws.drawn(draw.seed, draw.public, keys)[: draw.prizes]
    draw.by = by if getattr(by, "pk", None) else None
    draw.save()
    audit.log("campaigns.draw", by=by, about=draw, unit=draw.campaign.unit, after={"winners": draw.winners})
    return draw


def file_of(draw: Draw) -> str:
    """The published file, from which anybody draws again."""
    campaign = draw.campaign
    return draws.write(
        {
            "format": draws.FORMAT, "campaign": campaign.slug, "title": dict(campaign.programme.title),
            "commitment": draw.commitment, "entrants_sha256": draw.entrants_sha256,
            "frozen_at": _moment(draw.frozen_at), "entrants": draw.entrants, "prizes": draw.prizes,
            "public": draw.public, "seed": draw.seed, "drawn_at": _moment(draw.drawn_at), "winners": draw.winners,
        }
    )  # fmt: skip


def winners_of(draw: Draw) -> list[dict[str, str]]:
    """Winners in the order in which they were drawn."""
    known = {one["key"]: one for one in draw.entrants}
    return [known[key] for key in draw.winners if key in known]


def holds(draw: Draw) -> bool:
    """Whether the frozen list is still the one whose digest was published."""
    return draws.entrants_digest(one["key"] for one in draw.entrants) == draw.entrants_sha256


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""
