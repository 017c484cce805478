"""A vote: the mark on the roll and the ballot in the box, in one transaction, once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from chytalnia.core.partial import filled
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers
from chytalnia.voting.errors import (
    AlreadyVoted,
    CodeUsed,
    KeyChanged,
    LaterVote,
    NotACandidate,
    NotOnRoll,
    PollsClosed,
    StalePage,
    UnknownCode,
)
from chytalnia.voting.models import Ballot, Box, Election, How, Mark, RollEntry, SealedBallot, Slip
from chytalnia.wire import ballots

from . import box as boxes
from .codes import hashed

#: Nobody changes their mind so often; a program would.
MOST_CHANGES = 50
SHORTEST_TOKEN, LONGEST_TOKEN = 22, 64

Voter = RollEntry | Slip


@dataclass(frozen=True, slots=True)
class Receipt:
    code: str
    #: The vote had been stored before, and its answer was lost on the way.
    repeated: bool = False


def entry_of(election: Election, reader: Reader) -> RollEntry:
    """The line of the roll of a reader, whichever of their merged records stands there. Raises NotOnRoll."""
    lines = list(
        RollEntry.objects.filter(election=election, reader__in=readers.line(reader))
        .select_related("mark").order_by("pk")
    )  # fmt: skip
    if not lines:
        raise NotOnRoll
    # Two records of one person may both have come onto the roll before they were merged: the one that voted is the person's.
    return next((line for line in lines if hasattr(line, "mark")), lines[0])


def voter_of(election: Election, code: str) -> Voter:
    """Whom a one-time code lets vote. Raises UnknownCode."""
    wanted = hashed(election, code)
    found: Voter | None = RollEntry.objects.filter(filled("code_hash", wanted), election=election).first()
    found = found or Slip.objects.filter(station__election=election, code_hash=wanted).first()
    if found is None:
        raise UnknownCode
    return found


def cast(*, election: Election, voter: Voter, choice: int, token: str, seen: int = 0) -> Receipt:
    """Put a ballot into the box and mark the roll; both are stored, or neither.

    `token` is the secret of the page that was filled in: the same one again gives the same receipt and no second vote.
    `seen` is how often the reader had voted when that page was opened. Raises PollsClosed, AlreadyVoted, CodeUsed,
    LaterVote, NotACandidate, StalePage, KeyChanged.
    """
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN or not token.isascii() or not token.isprintable():
        raise StalePage
    try:
        with transaction.atomic():
            return _cast(election.pk, voter, choice, token, seen)
    except IntegrityError:
        # Another device was quicker, or the box was opened at this moment. Now that it is settled, the answer is plain.
        with transaction.atomic():
            return _cast(election.pk, voter, choice, token, seen)


def _cast(pk: int, voter: Voter, choice: int, token: str, seen: int) -> Receipt:
    box = boxes.hold(pk)
    election = Election.objects.get(pk=pk)
    code = ballots.code_of(token, election.slug)
    again = Receipt(code, repeated=True)
    stored = SealedBallot.objects.filter(box=pk, code=code).exists()
    if box is None or not election.takes_votes(timezone.now()):
        if stored or Ballot.objects.filter(election=pk, code=code).exists():
            return again
        raise PollsClosed
    if not boxes.is_ours(box):
        raise KeyChanged
    _refuse_unknown(election, choice)
    tie = None
    if isinstance(voter, Slip):
        if not Slip.objects.filter(pk=voter.pk, used=False).update(used=True):
            if stored:
                return again
            raise CodeUsed
        if stored:
            raise StalePage
    else:
        tie = boxes.tie(box, voter.pk) if election.may_change else None
        if _marked(election, voter, stored=stored, seen=seen, tie=tie, box=box):
            return again
    SealedBallot.objects.create(box=box, code=code, sealed=boxes.seal(box, code=code, choice=choice), tie=tie)
    return Receipt(code)


def _refuse_unknown(election: Election, choice: int) -> None:
    if choice == ballots.EMPTY:
        return
    if not election.candidates.filter(number=choice, stage="registered").exists():
        raise NotACandidate


def _marked(
    election: Election, entry: RollEntry, *, stored: bool, seen: int, tie: str | None, box: Box
) -> bool:  # fmt: skip
    """Mark the line for one more ballot; True when this very ballot is in the box already."""
    mark = Mark.objects.filter(pk=entry.pk).first()
    if mark is None:
        if stored:
            raise StalePage
        Mark.objects.create(entry=entry, how=How.ONLINE)
        return False
    if stored:
        return True
    if not election.may_change or mark.how != How.ONLINE or mark.times > MOST_CHANGES:
        raise AlreadyVoted
    if seen != mark.times or not Mark.objects.filter(pk=mark.pk, times=seen).update(times=seen + 1):
        raise LaterVote
    deleted, _rows = SealedBallot.objects.filter(box=box, tie=tie).delete()
    if not deleted:
        raise AlreadyVoted
    return False
