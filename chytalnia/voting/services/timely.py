"""What happens by the clock: the silence, the opening and the closing of the polls."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from chytalnia.core.stages import StageError
from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Election

logger = logging.getLogger(__name__)


def advance(now: datetime | None = None) -> int:
    """Make every move whose time has come; called each minute by the worker. Returns how many were made.

    What cannot be made yet – the roll is not frozen – is left for the next time: the page and the box go by the times
    themselves, so nobody votes early or late because a worker slept.
    """
    now = now or timezone.now()
    made = 0
    for election in Election.objects.at_stage("campaign", "silence", "voting"):
        for name, stages, due in (
            ("keep_silence", ("campaign",), election.silence_from),
            ("open_polls", ("silence",), election.opens_at),
            ("close_polls", ("voting",), election.closes_at),
        ):
            if election.stage not in stages or now < due:
                continue
            try:
                election.move(name)
                made += 1
            except StageError as refusal:
                logger.info("%s: %s", election.slug, refusal)
                break
            except VotingError as refusal:
                logger.error("%s: %s", election.slug, refusal)
                break
    return made
