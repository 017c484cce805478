"""Two devices and a branch at once, and a box that is opened while votes come in: real threads, real transactions."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Ballot, Election, Mark, SealedBallot, Slip
from chytalnia.voting.services import box, casting, stations
from tests import threads

from .factories import at, library, number, polls_open, reader, station_of, token

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    return threads.together(*acts, refusal=VotingError)


def test_one_reader_at_two_devices_and_a_branch_at_once_has_one_vote(tmp_path):
    units = library(tmp_path)
    people = [reader(units[1], n) for n in range(6)]
    election = polls_open(units[0], stations=[units[1]])
    station = station_of(election, units[1])
    for one in people:
        entry, page = casting.entry_of(election, one), token()

        def online(entry=entry, page=page):
            return casting.cast(election=election, voter=entry, choice=number(election, "Мавка"), token=page)

        def other(entry=entry):
            return casting.cast(election=election, voter=entry, choice=number(election, "Том Сойєр"), token=token())

        def branch(entry=entry):
            return stations.hand_out(station=station, entry=entry, how="tablet", key=uuid.uuid4())

        # The first page is sent twice: by an impatient finger, or by a line that broke.
        together(online, online, other, branch)

    assert Mark.objects.count() == len(people)
    assert SealedBallot.objects.count() + Slip.objects.count() == len(people)


def test_a_slip_used_on_two_tablets_is_one_ballot(tmp_path):
    units = library(tmp_path)
    one = reader(units[1], 1)
    election = polls_open(units[0], stations=[units[1]])
    code = stations.hand_out(
        station=station_of(election, units[1]), entry=casting.entry_of(election, one), how="tablet", key=uuid.uuid4()
    )
    slip = casting.voter_of(election, code)
    together(*[lambda: casting.cast(election=election, voter=slip, choice=1, token=token()) for _n in range(4)])
    assert SealedBallot.objects.count() == 1


def test_no_vote_is_lost_or_late_when_the_box_is_opened_meanwhile(tmp_path):
    units = library(tmp_path)
    people = [reader(units[1], n) for n in range(12)]
    election = polls_open(units[0], may_change=True)
    entries = [casting.entry_of(election, one) for one in people]
    for entry in entries[:4]:
        casting.cast(election=election, voter=entry, choice=1, token=token())
    # Within the window for who votes, over for who closes: both are right for a moment when clocks differ.
    at(election, closes_at=timedelta(seconds=60))
    shut = Election.objects.get(pk=election.pk)

    def close():
        with transaction.atomic():
            Election.objects.filter(pk=shut.pk).update(stage="counting")
            return box.open_(shut)

    votes = [
        (lambda entry=entry, seen=int(n < 4): casting.cast(
            election=election, voter=entry, choice=2, token=token(), seen=seen))
        for n, entry in enumerate(entries)
    ]  # fmt: skip
    answers = together(*votes[:6], close, *votes[6:])

    given = [answer.code for answer in answers if isinstance(answer, casting.Receipt)]
    listed = set(Ballot.objects.values_list("code", flat=True))
    assert not SealedBallot.objects.exists()
    assert set(given) <= listed
    assert len(listed) == Mark.objects.count()
