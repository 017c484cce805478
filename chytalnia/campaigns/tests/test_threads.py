"""Many who write at once: real threads, real transactions; tallies come out right and a key counts once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from chytalnia.campaigns.errors import CampaignError
from chytalnia.campaigns.models import Line, Member, Participant
from chytalnia.campaigns.services import counting, diary
from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as stock
from tests.threads import together

from .factories import campaign, participant

pytestmark = pytest.mark.django_db(transaction=True)


def test_those_who_write_mend_and_join_at_once_leave_right_sums_and_a_key_counts_once():
    units = stock.network()
    made = campaign(units["north"], joined=[units["one"], units["two"]], day_limit=100)
    people = [participant(made, units[code]) for code in ("one", "one", "two")]
    day, key = timezone.localdate(), uuid.uuid4()
    older = [diary.write(participant=people[0], day=day - timedelta(days=n), amount=10) for n in (1, 2)]
    twice = lambda: diary.write(participant=people[0], day=day, amount=30, key=key)  # noqa: E731
    answers = together(
        twice, twice, twice,
        lambda: diary.write(participant=people[1], day=day, amount=20),
        lambda: diary.write(participant=people[2], day=day, amount=60),
        lambda: diary.write(participant=people[2], day=day, amount=60),
        lambda: diary.correct(line=older[0], day=day - timedelta(days=2), amount=11),
        lambda: diary.correct(line=older[1], day=day - timedelta(days=1), amount=12),
        lambda: participant(made, units["one"], nick="Сова"),
        lambda: participant(made, units["one"], nick="сова"),
        refusal=CampaignError,
    )  # fmt: skip
    assert len({answer.pk for answer in answers[:3]}) == 1
    # Two of sixty on one day: the limit lets one through. Two owls: one.
    assert sum(isinstance(answer, CampaignError) for answer in answers) == 2
    assert counting.drift() == []
    assert sum(Member.objects.values_list("total", flat=True)) == 30 + 20 + 60 + 11 + 12
    assert sum(Fact.objects.filter(kind="campaigns.pages").values_list("quantity", flat=True)) == 133
    assert Line.objects.filter(key=key).count() == 1
    assert Participant.objects.count() == 4
