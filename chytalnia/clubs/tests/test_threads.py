"""Many join a club with few places at once: never one over them, whatever the program forgets."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from chytalnia.clubs import services
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Membership
from chytalnia.lending.tests import factories as lending
from tests import threads

from . import factories
from .factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """What each returned, or the code of the refusal it met."""
    answers = threads.together(*acts, refusal=ClubError)
    return [answer.code if isinstance(answer, ClubError) else answer for answer in answers]


def test_never_more_members_than_places():
    one = lending.network()["one"]
    club = factories.club(one, places=3)
    first = services.join(club=club, reader=lending.reader(one), on=DAY)
    readers = [lending.reader(one) for _n in range(6)]
    answers = together(
        lambda: services.leave(membership=first, on=DAY),
        *[lambda reader=reader: services.join(club=club, reader=reader, on=DAY) for reader in readers],
    )
    open_now = club.memberships.filter(left_on=None)
    joined = sum(isinstance(answer, Membership) for answer in answers[1:])
    assert (open_now.count(), joined) in {(3, 3), (2, 2)}
    assert answers.count("full") == 6 - joined
    if joined == 2:
        services.join(club=club, reader=readers[answers.index("full") - 1], on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(club=club, reader=lending.reader(one), joined_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=first.pk).update(left_on=None)
    with pytest.raises(ClubError, match="3"):
        services.save_club(club=club, unit=one, title=club.programme.title, places=2)
