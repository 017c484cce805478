"""What is asked about campaigns. A league is read from as many rows as there are libraries, whatever the log holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chytalnia.core.certificates import Paper
from chytalnia.network import memory
from chytalnia.network.listing import text_of
from chytalnia.network.models import Unit, UnitKind
from chytalnia.network.paths import lineage, under
from chytalnia.people import rules
from chytalnia.people.models import Reader

from . import saying
from .models import Campaign, Diploma, Joining, Line, Member, Part, Participant, Post, PostState, Score
from .reading import Badge, Entry, badges, current, longest

#: Ways to look at a league.
TOTAL, PER_PEOPLE, PER_READERS, REGIONS = "total", "people", "readers", "regions"
#: What a share is counted on.
OF_PEOPLE, OF_READERS = 1000, 100


def shown() -> QuerySet[Campaign]:
    """Campaigns that readers see, those under way first."""
    return (
        Campaign.objects.filter(stage__in=("announced", "running", "finished", "results"), programme__is_public=True)
        .select_related("programme__unit")
        .order_by("-first_day", "-pk")
    )


def by_slug(slug: str) -> Campaign | None:
    """The campaign of an address, with its picture and draw, if readers see it."""
    return shown().filter(slug=slug).select_related("programme__photo", "draw").first()


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole campaign, summed over its libraries."""

    total: int = 0
    lines: int = 0
    participants: int = 0
    finishers: int = 0
    posts: int = 0
    libraries: int = 0

    def score(self, campaign: Campaign) -> int:
        return self.posts if campaign.score == Score.POSTS else self.total


_SUMS = {
    **{name: Sum(name) for name in ("total", "lines", "participants", "finishers", "posts")}, "libraries": Count("pk"),
}  # fmt: skip


def totals(campaign: Campaign) -> Totals:
    found = Member.objects.filter(campaign=campaign, state=Joining.JOINED).aggregate(**_SUMS)
    return Totals(**{name: value or 0 for name, value in found.items()})


def totals_of(campaigns: Iterable[Campaign]) -> dict[int, Totals]:
    rows = Member.objects.filter(campaign__in=list(campaigns), state=Joining.JOINED).order_by()
    found: dict[int, Totals] = {}
    for row in rows.values("campaign").annotate(**_SUMS):
        told: dict[str, Any] = dict(row)
        campaign = told.pop("campaign")
        found[campaign] = Totals(**{name: value or 0 for name, value in told.items()})
    return found


@dataclass(slots=True)
class Standing:
    """A line of the league. `share` is the score on a thousand people or a hundred readers, when that is asked and known."""

    member: int
    unit: int
    score: int
    lines: int
    participants: int
    finishers: int
    share: float | None = None
    place: int = 0
    width: int = 0
    library: Unit | None = None


def league(campaign: Campaign, by: str = TOTAL) -> list[Standing]:
    """All libraries in order; equal ones share a place. The libraries themselves are named by `named`."""
    score = "posts" if campaign.score == Score.POSTS else "total"
    rows = Member.objects.filter(campaign=campaign, state=Joining.JOINED).order_by().values_list(
        "pk", "unit", score, "lines", "participants", "finishers", "readers", "unit__population"
    )  # fmt: skip
    found = []
    for pk, unit, points, lines, people, finishers, readers, population in rows.iterator(chunk_size=2000):
        on, of = (population, OF_PEOPLE) if by == PER_PEOPLE else (readers, OF_READERS)
        share = points * of / on if by != TOTAL and on else None
        found.append(Standing(pk, unit, points, lines, people, finishers, share))
    if by == TOTAL:
        found.sort(key=lambda one: (-one.score, one.unit))
    else:
        # Without the number it is shared by, a library stands last: not better and not worse than it is.
        found.sort(key=lambda one: (one.share is None, -(one.share or 0), one.unit))
    most = max((_measure(one, by) for one in found), default=0)
    place, before = 0, None
    for n, one in enumerate(found, 1):
        measure = _measure(one, by)
        place, before = (place, before) if measure == before else (n, measure)
        one.place, one.width = place, round(measure * 100 / most) if most else 0
    return found


def _measure(one: Standing, by: str) -> float:
    return one.score if by == TOTAL else one.share or 0


@dataclass(slots=True)
class RegionStanding:
    """A region in the league: the sum of its libraries, and how much that is for one of them."""

    region: Unit
    score: int = 0
    libraries: int = 0
    participants: int = 0
    place: int = 0
    width: int = 0

    @property
    def mean(self) -> float:
        return self.score / self.libraries


def regions(campaign: Campaign) -> list[RegionStanding]:
    """Libraries summed by the nearest region above each; those above which none stands are left out."""
    known = {unit.path: unit for unit in Unit.objects.filter(kind=UnitKind.REGION)}
    found: dict[str, RegionStanding] = {}
    score = "posts" if campaign.score == Score.POSTS else "total"
    rows = Member.objects.filter(campaign=campaign, state=Joining.JOINED).order_by()
    for path, points, participants in rows.values_list("unit__path", score, "participants"):
        nearest = next((up for up in reversed(lineage(path)) if up in known), None)
        if nearest is None:
            continue
        one = found.setdefault(nearest, RegionStanding(known[nearest]))
        one.score, one.libraries, one.participants = (
            one.score + points,
            one.libraries + 1,
            one.participants + participants,
        )
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.region.path))
    most = max((one.score for one in ranked), default=0)
    for n, one in enumerate(ranked, 1):
        before = ranked[n - 2] if n > 1 else None
        one.place = before.place if before and before.score == one.score else n
        one.width = round(one.score * 100 / most) if most else 0
    return ranked


def named(standings: Sequence[Standing]) -> Sequence[Standing]:
    """With their libraries, as this process remembers them."""
    units = memory.units([one.unit for one in standings])
    for one in standings:
        one.library = units.get(one.unit)
    return standings


def league_version(campaign: Campaign, *more: str) -> str:
    """Changes when anything in the league does."""
    found = totals(campaign)
    last = Member.objects.filter(campaign=campaign).aggregate(last=Max("joined_at"))["last"]
    told = [
        found.total,
        found.lines,
        found.participants,
        found.finishers,
        found.posts,
        found.libraries,
        last,
        campaign.stage,
    ]
    return hashlib.sha256("\0".join(map(str, [*told, campaign.changed_at, *more])).encode()).hexdigest()[:24]


# Libraries


def member(campaign: Campaign, code: str) -> Member | None:
    found = Member.objects.filter(campaign=campaign, unit__code=code, state=Joining.JOINED).select_related("unit")
    one = found.first()
    if one is not None:
        one.campaign = campaign
    return one


def joined(campaign: Campaign) -> QuerySet[Member]:
    """Libraries that take part, in the order of the tree."""
    return campaign.members.filter(state=Joining.JOINED).select_related("unit").order_by("unit__path")


def markers(campaign: Campaign) -> list[dict[str, Any]]:
    """Libraries on the map, as the component of the map takes them."""
    rows = list(campaign.members.filter(state=Joining.JOINED).order_by("pk").values_list("unit", "total", "posts"))
    units = memory.units(unit for unit, _total, _posts in rows)
    told = []
    for unit, total, posts in rows:
        library = units.get(unit)
        if library is None or library.latitude is None or library.longitude is None:
            continue
        points = posts if campaign.score == Score.POSTS else total
        told.append(
            {"lat": float(library.latitude), "lon": float(library.longitude), "title": str(library),
             "text": f"{points} · {campaign.get_score_display()}", "unit": library.code}
        )  # fmt: skip
    return told


def posts_of(campaign: Campaign, member: Member | None = None) -> QuerySet[Post]:
    """Posts that everybody sees."""
    found = Post.objects.filter(campaign=campaign).exclude(state=PostState.BACK)
    if member is not None:
        found = found.filter(member=member)
    return found.select_related("member__unit", "photo").order_by("-day", "-pk")


def paper(code: str) -> Paper | None:
    """What a stranger reads of a diploma: of a participant the nick alone."""
    rows = Diploma.objects.select_related("campaign__programme__unit", "member__unit", "participant")
    found = rows.filter(code=code).first()
    if found is None:
        return None
    campaign, who = found.campaign, found.participant
    facts = [
        (_("Campaign"), str(campaign)), (_("Days"), saying.days_of(campaign)),
        *([(_("With the library"), str(found.member.unit))] if who else []),
        *([(pgettext("of a campaign", "For"), saying.amount(campaign, found.total))] if found.total else []),
    ]  # fmt: skip
    return Paper(
        title=str(found.get_merit_display()), number=f"{found.written} ({found.code})", facts=facts,
        holder=who.nick if who else str(found.member.unit), organisation=str(campaign.unit), address=found.get_absolute_url(),
        issued=timezone.localtime(found.issued_at).date(),
        note=_("The name stands on the paper alone; here participants are shown by nick.") if who else "",
    )  # fmt: skip


def best_of(member: Member, most: int = 20) -> QuerySet[Participant]:
    return Participant.objects.filter(member=member, left_at=None, lines__gt=0).order_by("-total", "number")[:most]


# Readers


@dataclass(slots=True)
class Card:
    """What a participant sees of themselves."""

    participant: Participant
    lines: list[Line]
    badges: list[Badge]
    streak: int
    longest: int
    days: list[tuple[date, int]]
    goal: int
    percent: int
    parts: list[tuple[Part, Line | None]]


def card(participant: Participant) -> Card:
    """What stands on a participant's card, worked out from the log each time: nothing of it is kept."""
    campaign = participant.campaign
    lines = list(Line.objects.live().filter(participant=participant).select_related("work").order_by("-day", "-pk"))
    sums: dict[date, int] = {}
    for line in lines:
        sums[line.day] = sums.get(line.day, 0) + line.amount
    parts = list(campaign.parts.order_by("number")) if campaign.score == Score.PARTS else []
    goal = campaign.finish_at or len(parts)
    entries = [Entry(line.day, line.amount, line.books, line.knowledge) for line in lines]
    today = timezone.localdate()
    collected = {line.part_id: line for line in lines if line.part_id}
    return Card(
        participant=participant, lines=lines, badges=badges(entries, finish_at=goal), streak=current(sums, today),
        longest=longest(sums), days=_calendar(campaign, sums, today), goal=goal,
        percent=min(100, participant.total * 100 // goal) if goal else 0,
        parts=[(part, collected.get(part.pk)) for part in parts],
    )  # fmt: skip


def _calendar(campaign: Campaign, sums: dict[date, int], today: date) -> list[tuple[date, int]]:
    """The last five weeks of the campaign at most, each day with what was read."""
    last = min(campaign.last_day, today)
    first = max(campaign.first_day, last - timedelta(days=34))
    return [(first + timedelta(days=n), sums.get(first + timedelta(days=n), 0)) for n in range((last - first).days + 1)]


def of_reader(readers: Iterable[Reader], campaign: Campaign | None = None) -> QuerySet[Participant]:
    """Where these readers take part, by themselves or with their family."""
    people = list(readers)
    households = [one.household_id for one in people if one.household_id]
    found = Participant.objects.filter(
        Q(reader__in=people) | Q(household__in=households, kind="family"), left_at=None
    ).select_related("campaign__programme__unit", "member__unit", "reader")
    return found.filter(campaign=campaign) if campaign is not None else found


def recent_books(reader: Reader | None, most: int = 6) -> list[tuple[int, str]]:
    """Books that a reader has at home: they are what is read most likely."""
    from chytalnia.lending import queries as lending

    found: dict[int, str] = {}
    if reader is None:
        return []
    for loan in lending.loans_of(reader)[:most]:
        record = loan.item.record
        found.setdefault(record.work_id, record.title)
    return list(found.items())


# The desk


def visible(user: Any, action: str = "campaigns.view") -> QuerySet[Campaign]:
    """Campaigns that a member of staff may look into: of their libraries, of those above them, and those that invited them."""
    paths = rules.paths_where(user, action)
    found = Campaign.objects.select_related("programme__unit")
    if "" in paths:
        return found
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= under([path], "programme__unit__path")
        wanted |= Q(programme__unit__path__in=lineage(path)) & ~Q(stage="draft")
        wanted |= Q(pk__in=Member.objects.filter(under([path], "unit__path")).values("campaign")) & ~Q(stage="draft")
    return found.filter(wanted)


def invitations(user: Any) -> QuerySet[Member]:
    """What the libraries of a member of staff are invited to and have not answered."""
    units = rules.units_where(user, "campaigns.take_part")
    return (
        Member.objects.filter(unit__in=units, state=Joining.INVITED, campaign__stage__in=("announced", "running"))
        .select_related("unit", "campaign__programme__unit")
        .order_by("campaign__first_day", "unit__path")
    )


def libraries(
    *, under: Unit | None = None, types: Iterable[str] = (), is_rural: bool | None = None, text: str = ""
) -> list[Unit]:  # fmt: skip
    """Libraries that may be invited, in the order of the tree: of a part of it, of these kinds, called so."""
    found = Unit.objects.places()
    if under is not None:
        found = found.under([under.path])
    if types:
        found = found.filter(type__in=list(types))
    if is_rural is not None:
        found = found.filter(is_rural=is_rural)
    words = text.casefold().split()
    return [unit for unit in found if all(word in text_of(unit) for word in words)]


def own_members(user: Any, campaign: Campaign) -> QuerySet[Member]:
    """Libraries of a member of staff that take part."""
    units = rules.units_where(user, "campaigns.take_part")
    return Member.objects.filter(campaign=campaign, unit__in=units, state=Joining.JOINED).select_related("unit")


def waiting_posts(campaign: Campaign) -> QuerySet[Post]:
    return (
        Post.objects.filter(campaign=campaign, state=PostState.NEW)
        .select_related("member__unit", "photo")
        .order_by("day", "pk")
    )


def running_with(unit: Unit) -> QuerySet[Member]:
    """Campaigns in which a library takes part now, for its page."""
    return (
        Member.objects.filter(unit=unit, state=Joining.JOINED, campaign__stage__in=("announced", "running"),
                              campaign__programme__is_public=True)
        .select_related("campaign__programme").order_by("campaign__first_day")
    )  # fmt: skip
