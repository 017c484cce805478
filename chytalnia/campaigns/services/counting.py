"""What a campaign comes to in the ledger, and tallies made anew from the log."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from chytalnia.campaigns.models import Campaign, Member, Participant, Post, PostState
from chytalnia.journal import services as journal


def count(campaign: Campaign) -> None:
    """As the results are told: who finished, posts of libraries, and the campaign itself as one event of who ran it.

    A campaign whose parts are events at the calendar is counted by these, not once more as a whole.
    """
    source = ("campaigns.campaign", str(campaign.pk))
    new: list[journal.NewFact] = []

    def add(kind: str, key: str, unit: int, n: int, *, audience: str = "", place: str = "") -> None:
        if n:
            new.append(
                journal.NewFact(kind=kind, unit=unit, quantity=n, source=source, key=f"campaign:{campaign.pk}:{key}",
                                late=True, audience=audience, place=place)
            )  # fmt: skip

    finishers = Participant.objects.filter(campaign=campaign, finished_at__isnull=False).order_by()
    for unit, audience, n in finishers.values_list("member__unit", "audience").annotate(n=Sum("people")):
        add("campaigns.finishers", f"finishers:{unit}:{audience}", unit, n, audience=audience)
    for unit, n in campaign.members.filter(posts__gt=0).values_list("unit", "posts"):
        add("campaigns.posts", f"posts:{unit}", unit, n)
    if not campaign.programme.occasions.exclude(stage="cancelled").exists():
        add("campaigns.held", "held", campaign.unit.pk, 1, audience=campaign.programme.audience, place="remote")
    journal.record_many(new)


def drift(campaign: Campaign | None = None) -> list[str]:
    """Tallies that are not the sums of what they count; empty when all is well."""
    people = Participant.objects.all() if campaign is None else Participant.objects.filter(campaign=campaign)
    live = Q(log__removed_at=None)
    wrong = [
        f"participant {one.pk}"
        for one in people.annotate(
            sum_=Coalesce(Sum("log__amount", filter=live), 0), n=Count("log", filter=live),
            books_=Coalesce(Sum("log__books", filter=live), 0),
        ).iterator(chunk_size=1000)
        if (one.total, one.lines, one.books) != (one.sum_, one.n, one.books_)
    ]  # fmt: skip
    members = Member.objects.all() if campaign is None else Member.objects.filter(campaign=campaign)
    posts = dict(Post.objects.exclude(state=PostState.BACK).order_by().values_list("member").annotate(n=Count("pk")))
    for member in members.annotate(
        sum_=Coalesce(Sum("people__total"), 0), n=Coalesce(Sum("people__lines"), 0), who=Count("people"),
        done=Count("people", filter=Q(people__finished_at__isnull=False)),
    ).iterator(chunk_size=1000):  # fmt: skip
        tallies: tuple[Any, ...] = (member.total, member.lines, member.participants, member.finishers, member.posts)
        if tallies != (member.sum_, member.n, member.who, member.done, posts.get(member.pk, 0)):
            wrong.append(f"library {member.pk}")
    return wrong
