"""What the staff of a polling station do: mark the roll and hand out a ballot, on a tablet or on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from chytalnia.core import audit
from chytalnia.voting.errors import AlreadyVoted, PollsClosed, SettledAlready
from chytalnia.voting.models import Election, How, Mark, Printed, RollEntry, Slip, Station, any_number

from . import box as boxes
from . import codes


def hand_out(*, station: Station, entry: RollEntry, how: str, key: uuid.UUID, by: Any = None) -> str:
    """Mark the roll for a ballot at this station; for a tablet returns the one-time code that opens it.

    The mark and the code do not know each other. The same `key` gives the same code and no second mark. Raises PollsClosed,
    AlreadyVoted.
    """
    code = codes.made("slip", key) if how == How.TABLET else ""
    slip = codes.hashed(station.election, code) if code else ""
    if code and Slip.objects.filter(station=station, code_hash=slip).exists():
        return code
    try:
        with transaction.atomic():
            box = boxes.hold(station.election_id)
            election = Election.objects.get(pk=station.election_id)
            if box is None or not election.takes_votes():
                raise PollsClosed
            if Mark.objects.filter(pk=entry.pk).exists():
                raise AlreadyVoted
            Mark.objects.create(entry=entry, how=how, station=station)
            if code:
                Slip.objects.create(id=any_number(), station=station, code_hash=slip)
            audit.log("voting.mark", by=by, about=entry, unit=station.unit, after={"how": str(how)})
    except IntegrityError:
        if code and Slip.objects.filter(station=station, code_hash=slip).exists():
            return code
        raise AlreadyVoted from None
    return code


@transaction.atomic
def take_back(*, entry: RollEntry, note: str, by: Any = None) -> None:
    """Take back a paper mark that stands on the wrong line, while the polls are open and the ballot is still in the hand."""
    # Held, the box is not opened meanwhile: nothing changes under those who count.
    if boxes.hold(entry.election_id) is None:
        raise SettledAlready
    mark = Mark.objects.select_for_update().filter(pk=entry.pk, how=How.PAPER).select_related("station").first()
    if mark is None or not entry.election.takes_votes() or not note.strip():
        raise SettledAlready
    station = mark.station
    mark.delete()
    audit.log("voting.take_back_mark", by=by, about=entry, unit=station.unit if station else None, note=note[:300])


@transaction.atomic
def bring_ballots(*, station: Station, count: int, by: Any = None) -> Printed:
    """Write down how many printed ballots a station has taken over."""
    election = Election.objects.select_for_update().get(pk=station.election_id)
    if election.stage not in ("campaign", "silence", "voting"):
        raise SettledAlready
    printed, _made = Printed.objects.update_or_create(station=station, defaults={"count": count, "by": by})
    audit.log("voting.bring_ballots", by=by, about=station.election, unit=station.unit, after={"printed": count})
    return printed
