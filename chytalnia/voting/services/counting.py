"""Counting: paper ballots by two people, and the result that everybody can recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network.models import Unit
from chytalnia.voting.errors import SettledAlready, WrongTally
from chytalnia.voting.models import Ballot, Election, How, Mark, PaperCount, Publication, RollEntry, Station
from chytalnia.wire import ballots


def issued(station: Station) -> int:
    """Paper ballots that were handed out: the marks."""
    return Mark.objects.filter(station=station, how=How.PAPER).count()


@transaction.atomic
def enter(
    *, station: Station, by: Any, found: int, invalid: int, unused: int, votes: Mapping[int, int]
) -> PaperCount:  # fmt: skip
    """Write down what one person counted; counted again, it replaces what the same person said before.

    Raises SettledAlready outside of the counting, WrongTally when the numbers do not add up.
    """
    # Locked: a count that two agreed on does not change between the look at it and the publication.
    if Election.objects.select_for_update().get(pk=station.election_id).stage != "counting":
        raise SettledAlready
    known = set(station.election.candidates.filter(stage="registered").values_list("number", flat=True))
    if set(votes) - known or sum(votes.values()) + invalid != found:
        raise WrongTally
    out = issued(station)
    if found > out:
        raise WrongTally(_("There are more ballots in the box than were handed out: %(n)s.") % {"n": out})
    printed = getattr(station, "printed", None)
    if printed is not None and out + unused > printed.count:
        raise WrongTally(
            _("More ballots were handed out and left over than the station had: %(n)s.") % {"n": printed.count}
        )
    count, _made = PaperCount.objects.update_or_create(
        station=station, by=by,
        defaults={
            "found": found, "invalid": invalid, "unused": unused,
            "votes": {str(number): n for number, n in sorted(votes.items())},
        },
    )  # fmt: skip
    # Not the numbers: who counts second must not read them in the log.
    audit.log("voting.count", by=by, about=station.election, unit=station.unit)
    return count


def agreed(station: Station) -> PaperCount | None:
    """The count that two people have in common."""
    seen: dict[Any, PaperCount] = {}
    for count in station.counts.all():
        if count.numbers in seen:
            return seen[count.numbers]
        seen[count.numbers] = count
    return None


def uncounted(election: Any) -> list[Station]:
    """Stations that handed out paper ballots and have no tally of two people yet."""
    handed = set(
        Mark.objects.filter(entry__election=election.pk, how=How.PAPER).values_list("station", flat=True).distinct()
    )
    stations = Station.objects.filter(election=election.pk).select_related("unit").prefetch_related("counts")
    return [station for station in stations if station.pk in handed and agreed(station) is None]


def turnout(election: Any) -> list[dict[str, Any]]:
    """Library by library: people on its roll, and how many of them took part. Three queries."""
    lines = RollEntry.objects.filter(election=election.pk)
    on_roll = dict(lines.order_by().values_list("unit").annotate(n=Count("pk")))
    marks = Mark.objects.filter(entry__election=election.pk).order_by()
    came = dict(marks.values_list("entry__unit").annotate(n=Count("pk")))
    units = Unit.objects.filter(pk__in=on_roll).order_by("path")
    return [
        {"code": unit.code, "name": dict(unit.short_name) or dict(unit.name), "roll": on_roll[unit.pk],
         "came": came.get(unit.pk, 0)}
        for unit in units
    ]  # fmt: skip


def publish(election: Any, *, by: Any = None) -> Publication:
    """Make the public file, keep it byte for byte, and record the facts; in the transaction of the move."""
    data = compiled(election)
    text = ballots.write(data)
    told = ballots.verify(text)
    if not told.agrees:
        raise RuntimeError("The published file does not agree with itself: " + " ".join(told.problems))
    marks = data["roll"]["marks"]
    publication = Publication.objects.create(
        election=election, text=text, sha256=told.sha256, ballots=told.ballots, valid=told.valid, invalid=told.invalid,
        came=sum(marks.values()), result=told.result, winners=told.winners, quorum_met=_outcome(data).quorum_met,
        stations=data["stations"], turnout=turnout(election),
    )  # fmt: skip
    audit.log("voting.publish", by=by, about=election, unit=election.unit, after={"sha256": told.sha256})
    _tell_the_journal(election)
    return publication


def compiled(election: Any) -> dict[str, Any]:
    """Everything the public file says."""
    candidates = list(election.candidates.filter(stage="registered").select_related("work").order_by("number"))
    marks: Counter[str] = Counter(dict.fromkeys(How.values, 0))
    marks.update(dict(
        Mark.objects.filter(entry__election=election.pk).order_by().values_list("how").annotate(n=Count("pk"))
    ))  # fmt: skip
    result = {candidate.number: 0 for candidate in candidates}
    listed = [
        [code, choice] for code, choice in Ballot.objects.filter(election=election.pk).values_list("code", "choice")
    ]
    listed.sort()
    invalid = 0
    for _code, choice in listed:
        if choice == ballots.EMPTY:
            invalid += 1
        else:
            result[choice] += 1
    stations = _stations(election)
    for station in stations:
        invalid += station["invalid"]
        for number, n in station["votes"].items():
            result[int(number)] += n
    drawn = election.candidates.exclude(number=None).order_by("number")
    data = {
        "format": ballots.FORMAT, "election": election.slug, "title": dict(election.title),
        "library": election.unit.code,
        "opened": election.opens_at.isoformat(), "closed": election.closes_at.isoformat(),
        "rules": {
            "quorum_percent": election.quorum_percent, "tie": election.tie, "may_change": election.may_change,
            "online": election.online, "ages": [election.age_from, election.age_to],
        },
        "candidates": [
            {"number": c.number, "key": c.key, "hero": dict(c.hero), "book": c.work.title, "author": c.work.author}
            for c in candidates
        ],
        "draw": {
            "commitment": election.commitment, "seed": election.seed, "keys": [c.key for c in drawn],
        },
        "roll": {
            "on": election.roll_on.isoformat(), "size": election.roll_size, "sha256": election.roll_sha256,
            "extra": RollEntry.objects.filter(election=election.pk, extra=True).count(), "marks": dict(sorted(marks.items())),
        },
        "stations": stations,
        "ballots": listed,
        "counts": {
            "ballots": len(listed) + sum(s["found"] for s in stations), "valid": sum(result.values()), "invalid": invalid,
        },
        "result": {str(number): votes for number, votes in sorted(result.items())},
    }  # fmt: skip
    data["winners"] = _outcome(data).winners
    return data


def _outcome(data: Mapping[str, Any]) -> ballots.Outcome:
    return ballots.outcome(
        {int(number): votes for number, votes in data["result"].items()}, came=sum(data["roll"]["marks"].values()),
        roll=data["roll"]["size"] + data["roll"]["extra"], quorum_percent=data["rules"]["quorum_percent"],
    )  # fmt: skip


def _stations(election: Any) -> list[dict[str, Any]]:
    told = []
    stations = Station.objects.filter(election=election.pk).select_related("unit", "printed").prefetch_related("counts")
    for station in stations:
        out, count = issued(station), agreed(station)
        unused = count.unused if count else 0
        printed = station.printed.count if hasattr(station, "printed") else out + unused
        told.append({
            "code": station.unit.code, "name": str(station.unit), "printed": printed, "issued": out,
            "unused": unused if count else printed - out,
            "found": count.found if count else 0, "invalid": count.invalid if count else 0,
            "votes": dict(count.votes) if count else {},
            "tablet": Mark.objects.filter(station=station, how=How.TABLET).count(),
        })  # fmt: skip
    return told


def _tell_the_journal(election: Any) -> None:
    """Who took part, by library, age and place; never a person, never a choice."""
    marks = Mark.objects.filter(entry__election=election.pk).order_by()
    rows = marks.values_list("how", "entry__unit", "station__unit", "entry__band").annotate(n=Count("pk"))
    sums: Counter[tuple[int, str, str]] = Counter()
    for how, home, where, band, n in rows:
        place = "remote" if how == How.ONLINE else "onsite"
        sums[(home if how == How.ONLINE else where), band, place] += n
    at = min(timezone.now(), election.closes_at)
    facts = [
        journal.NewFact(
            kind="elections.voters", unit=unit, quantity=n, at=at, audience=band, place=place, source=election,
            key=f"election:{election.pk}:{unit}:{band}:{place}", late=True,
        )
        for (unit, band, place), n in sorted(sums.items())
    ]  # fmt: skip
    facts.append(
        journal.NewFact(
            kind="elections.held", unit=election.unit, at=at, audience="mixed", source=election,
            key=f"election:{election.pk}:held", late=True,
        )
    )  # fmt: skip
    journal.record_many(facts)
