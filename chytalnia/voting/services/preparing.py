"""The decree: an election is made, changed before it matters, given a commission and stations, called a second time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from chytalnia.core import audit
from chytalnia.network.models import Unit
from chytalnia.voting.errors import NotASecondRound, SettledAlready, WrongTimes
from chytalnia.voting.models import Candidate, Election, Member, Post, Station
from chytalnia.wire import ballots
from chytalnia.wire.romanise import to_latin

#: What may be changed how long: the rules until the announcement, the calendar until the campaign, words until the end.
RULES = frozenset({
    "unit", "roll_kind", "roll_on", "age_from", "age_to", "online", "may_change", "quorum_percent", "tie",
})  # fmt: skip
TIMES = frozenset({"nomination_until", "silence_from", "opens_at", "closes_at"})


def address_for(title: Any) -> str:
    """An address from the title that nobody has yet."""
    code, text = next(((code, text) for code, text in title.items() if text), ("uk", ""))
    latin = to_latin(text.lower(), {"ru": "rus", "kk": "kaz"}.get(code, "ukr"), marks=False)
    base = slugify(latin)[:50].strip("-") or "election"
    address, n = base, 1
    while Election.objects.filter(slug=address).exists():
        n += 1
        address = f"{base}-{n}"
    return address


@transaction.atomic
def call(*, unit: Unit, by: Any = None, slug: str = "", **values: Any) -> Election:
    """Call an election. Its seed is thrown now, and what is published of it binds us. Raises WrongTimes."""
    election = Election(unit=unit, **values)
    _refuse_wrong_times(election)
    election.slug = slug or address_for(election.title)
    election.seed = secrets.token_hex(16)
    election.commitment = ballots.commitment(election.seed)
    election.save()
    audit.log("voting.call", by=by, about=election, unit=unit)
    return election


def _refuse_wrong_times(election: Election) -> None:
    e = election
    if not e.nomination_until <= e.silence_from <= e.opens_at < e.closes_at:
        raise WrongTimes


@transaction.atomic
def change(*, election: Election, by: Any = None, **values: Any) -> Election:
    """Change the decree. Raises SettledAlready for what readers rely on by now, WrongTimes."""
    election = Election.objects.select_for_update().get(pk=election.pk)
    changed = {name: value for name, value in values.items() if getattr(election, name) != value}
    settled: set[str] = set()
    if election.stage != "decree":
        settled |= RULES
    if election.stage not in ("decree", "nomination", "registration"):
        settled |= TIMES
    if settled & set(changed):
        raise SettledAlready
    before = {name: getattr(election, name) for name in changed}
    for name, value in changed.items():
        setattr(election, name, value)
    _refuse_wrong_times(election)
    election.save()
    if changed:
        audit.log("voting.change", by=by, about=election, unit=election.unit, before=before, after=changed)
    return election


@transaction.atomic
def appoint(*, election: Election, members: Iterable[tuple[str, str, Any]], by: Any = None) -> None:
    """Let the commission be these: (name, post, account or nothing). Raises SettledAlready once the polls are open."""
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.stage in ("voting", "counting", "protocol", "inaugurated", "cancelled"):
        raise SettledAlready
    election.members.all().delete()
    Member.objects.bulk_create(
        [Member(election=election, name=name, post=post, user=user) for name, post, user in members]
    )
    audit.log("voting.appoint", by=by, about=election, unit=election.unit,
              after={"commission": [m.name for m in election.members.all()]})  # fmt: skip


@transaction.atomic
def set_stations(*, election: Election, units: Iterable[Unit], by: Any = None) -> None:
    """Let these libraries be polling stations. Raises SettledAlready once the polls are open."""
    election = Election.objects.select_for_update().get(pk=election.pk)
    if election.stage in ("voting", "counting", "protocol", "inaugurated", "cancelled"):
        raise SettledAlready
    wanted = {unit.pk: unit for unit in units}
    election.stations.exclude(unit__in=wanted).delete()
    known = set(election.stations.values_list("unit_id", flat=True))
    Station.objects.bulk_create(
        [Station(election=election, unit=unit) for pk, unit in wanted.items() if pk not in known]
    )
    audit.log("voting.set_stations", by=by, about=election, unit=election.unit,
              after={"stations": [unit.code for unit in wanted.values()]})  # fmt: skip


@transaction.atomic
def second_round(
    *, election: Election, opens_at: datetime, closes_at: datetime, silence_from: datetime, by: Any = None
) -> Election:
    """Call a second round between the first who were equal, or, without a quorum, between the two with most votes.

    It begins at its decree with the commission, the stations and the candidates of the first. Raises NotASecondRound,
    WrongTimes.
    """
    election = Election.objects.select_for_update().get(pk=election.pk)
    publication = getattr(election, "publication", None)
    if publication is None or hasattr(election, "second_round"):
        raise NotASecondRound
    tied = len(publication.winners) > 1 and election.tie == "second"
    if not tied and publication.quorum_met:
        raise NotASecondRound
    numbers = publication.winners if tied else _first_two(publication.result)
    again = call(
        unit=election.unit, by=by, slug=f"{election.slug[:56]}-2", title=election.title, purpose=election.purpose,
        decree=election.decree, nomination_until=silence_from, silence_from=silence_from, opens_at=opens_at,
        closes_at=closes_at, roll_kind=election.roll_kind, roll_on=election.roll_on, age_from=election.age_from,
        age_to=election.age_to, online=election.online, may_change=election.may_change, tie="joint",
        # A second round without the quorum either would never end.
        quorum_percent=0, previous=election,
    )  # fmt: skip
    Member.objects.bulk_create(
        [Member(election=again, name=m.name, post=m.post, user=m.user) for m in election.members.all()]
    )
    Station.objects.bulk_create([Station(election=again, unit=s.unit) for s in election.stations.all()])
    for old in election.candidates.filter(number__in=numbers).order_by("number"):
        Candidate.objects.create(
            election=again, hero=old.hero, work=old.work, portrait=old.portrait, slogan=old.slogan,
            programme=old.programme, agent=old.agent, played_by=old.played_by, key=secrets.token_hex(8),
            stage="registered",
        )  # fmt: skip
    return again


def _first_two(result: dict[str, int]) -> list[int]:
    return [int(number) for number, _n in sorted(result.items(), key=lambda row: (-row[1], int(row[0])))[:2]]


__all__ = ["Post", "address_for", "appoint", "call", "change", "second_round", "set_stations"]
