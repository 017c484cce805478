"""Whatever voters, stations and the clock do in whatever order and however often: the box holds what a ledger beside it says."""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chytalnia.core.stages import StageError
from chytalnia.voting.errors import VotingError
from chytalnia.voting.models import Ballot, Election, Mark, SealedBallot
from chytalnia.voting.services import casting, counting, stations
from chytalnia.wire import ballots

from . import factories

VOTERS = 5
who = st.integers(0, VOTERS - 1)
choice = st.integers(0, 3)


class Life(RuleBasedStateMachine):
    """The ledger: `online` is reader → (receipt, choice), `slips` the codes handed out, `paper` who took a paper ballot."""

    @initialize(may_change=st.booleans())
    def begin(self, may_change):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.units, people, self.clerks = LifeTest.world
        self.election = factories.polls_open(self.units[0], stations=[self.units[1]], may_change=may_change)
        self.entries = [casting.entry_of(self.election, one) for one in people]
        self.station = factories.station_of(self.election, self.units[1])
        self.may_change = may_change
        self.online, self.sent, self.slips, self.paper, self.cast_slips = {}, {}, {}, set(), {}
        self.stage = "voting"

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def is_marked(self, n):
        return n in self.online or n in self.paper or n in self.slips

    @rule(n=who, chosen=choice, seen=st.integers(0, 3))
    def vote(self, n, chosen, seen):
        page = factories.token()
        times = self.sent.get(n, 0)
        allowed = self.stage == "voting" and (
            not self.is_marked(n) or (self.may_change and n in self.online and seen == times)
        )
        try:
            receipt = casting.cast(election=self.election, voter=self.entries[n], choice=chosen, token=page, seen=seen)
        except VotingError:
            assert not allowed
            return
        assert allowed
        self.online[n], self.sent[n] = (receipt.code, chosen, page), times + 1

    @precondition(lambda self: getattr(self, "online", None))
    @rule(n=who, chosen=choice)
    def send_again(self, n, chosen):
        if n in self.online:
            code, _chosen, page = self.online[n]
            again = casting.cast(election=self.election, voter=self.entries[n], choice=chosen, token=page, seen=0)
            assert (again.code, again.repeated) == (code, True)

    @rule(n=who, how=st.sampled_from(["tablet", "paper"]))
    def come_to_the_branch(self, n, how):
        try:
            code = stations.hand_out(station=self.station, entry=self.entries[n], how=how, key=uuid.uuid4())
        except VotingError:
            assert self.is_marked(n) or self.stage != "voting"
            return
        assert self.stage == "voting"
        assert not self.is_marked(n)
        if how == "paper":
            self.paper.add(n)
        else:
            self.slips[n] = code

    @precondition(lambda self: getattr(self, "slips", None))
    @rule(n=who, chosen=choice)
    def use_a_slip(self, n, chosen):
        if n not in self.slips:
            return
        try:
            receipt = casting.cast(
                election=self.election, voter=casting.voter_of(self.election, self.slips[n]), choice=chosen,
                token=factories.token(),
            )  # fmt: skip
        except VotingError:
            assert n in self.cast_slips or self.stage != "voting"
            return
        assert n not in self.cast_slips
        self.cast_slips[n] = (receipt.code, chosen)

    @precondition(lambda self: getattr(self, "stage", "") == "voting" and len(self.online) > 1)
    @rule()
    def close(self):
        factories.closed(self.election)
        self.stage = "counting"

    @precondition(lambda self: getattr(self, "stage", "") == "counting")
    @rule()
    def sign(self):
        if self.paper:
            try:
                self.election.move("sign")
            except StageError:
                self.election.refresh_from_db()
            else:
                raise AssertionError("signed without a count")
            for clerk in self.clerks:
                counting.enter(
                    station=self.station, by=clerk, found=len(self.paper), invalid=0, unused=0,
                    votes={1: len(self.paper), 2: 0, 3: 0},
                )  # fmt: skip
        self.election.move("sign")
        self.stage = "protocol"

    def ledger(self):
        return sorted([(c, v) for c, v, _page in self.online.values()] + list(self.cast_slips.values()))

    @invariant()
    def the_box_is_as_the_ledger_says(self):
        if not hasattr(self, "stage"):
            return
        assert Mark.objects.count() == len(self.online) + len(self.slips) + len(self.paper)
        boxed = sorted(SealedBallot.objects.values_list("code", flat=True))
        if self.stage == "voting":
            assert boxed == [code for code, _choice in self.ledger()]
            assert not Ballot.objects.exists()
            return
        assert boxed == []
        assert sorted(Ballot.objects.values_list("code", "choice")) == self.ledger()
        if self.stage == "protocol":
            election = Election.objects.get(pk=self.election.pk)
            told = ballots.verify(election.publication.text)
            assert told.agrees
            assert told.ballots == len(self.ledger()) + len(self.paper)
            assert json.loads(election.publication.text)["ballots"] == [list(row) for row in self.ledger()]


class LifeTest(TestCase):
    #: Libraries, readers and clerks, made once: only the election is new in each life.
    world: Any = None

    @classmethod
    def setUpTestData(cls):
        with tempfile.TemporaryDirectory() as folder:
            units = factories.library(Path(folder))
        people = [factories.reader(units[1], n) for n in range(VOTERS)]
        LifeTest.world = (units, people, [factories.staff(units[1], "librarian", f"clerk-{n}") for n in range(2)])

    def test_lives_of_an_election(self):
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=8,
                stateful_step_count=16,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )
