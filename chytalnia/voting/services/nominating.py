"""Heroes are nominated, looked at by the commission, and drawn onto the ballot."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue.derive import fold
from chytalnia.catalogue.models import Item, Work
from chytalnia.core import audit
from chytalnia.voting.errors import (
    HeroStandsAlready,
    NoBook,
    NominatedAlready,
    NotNominating,
    SettledAlready,
    Silence,
)
from chytalnia.voting.models import Candidate, Election, Material
from chytalnia.wire import ballots


@transaction.atomic
def nominate(
    *, election: Election, work: Work | None, hero: Any, reader: Any = None, by: Any = None, slogan: Any = "",
    programme: Any = "", agent: str = "", played_by: str = "", portrait: Any = None,
) -> Candidate:  # fmt: skip
    """Propose a hero of a book. A reader may propose one; the commission, without a reader, as many as it finds fit.

    Raises NotNominating, NoBook, NominatedAlready, HeroStandsAlready.
    """
    election = Election.objects.select_for_update().get(pk=election.pk)
    stages = ("nomination",) if reader is not None else ("decree", "nomination", "registration")
    if election.stage not in stages or (reader is not None and timezone.now() >= election.nomination_until):
        raise NotNominating
    if work is None:
        raise NoBook
    if reader is not None and election.candidates.filter(proposer=reader).exists():
        raise NominatedAlready
    candidate = Candidate(
        election=election, work=work, hero=hero, slogan=slogan, programme=programme, agent=agent, played_by=played_by,
        portrait=portrait, proposer=reader, key=secrets.token_hex(8),
    )  # fmt: skip
    names = {fold(name) for name in Candidate._meta.get_field("hero").to_python(hero).values()}
    for other in election.candidates.filter(work=work).exclude(stage="declined"):
        if names & {fold(name) for name in other.hero.values()}:
            raise HeroStandsAlready
    try:
        with transaction.atomic():
            candidate.save()
    except IntegrityError:
        raise NominatedAlready from None
    if reader is None:
        audit.log("voting.nominate", by=by, about=candidate, unit=election.unit)
    return candidate


def not_to_be_registered(candidate: Candidate) -> str:
    """What the commission has to look at first, in words; empty when the candidate can be registered."""
    if candidate.election.stage not in ("nomination", "registration"):
        return _("Candidates are registered between the announcement and the campaign.")
    if not candidate.hero:
        return _("The hero has no name.")
    if not in_stock(candidate.work):
        return _("No library of the network has the book: nobody could read it before voting.")
    return ""


def in_stock(work: Work) -> bool:
    return Item.objects.in_stock().filter(record__work=work).exists()


@transaction.atomic
def change(*, candidate: Candidate, by: Any = None, **values: Any) -> Candidate:
    """Change what a candidate says or looks like. The hero and the book stand once the order is drawn. Raises
    SettledAlready, Silence."""
    candidate = Candidate.objects.select_for_update(of=("self",)).select_related("election").get(pk=candidate.pk)
    election = candidate.election
    if election.is_quiet:
        raise Silence
    if election.stage not in ("decree", "nomination", "registration", "campaign"):
        raise SettledAlready
    settled = {"hero", "work"} if election.is_drawn else set()
    changed = {name: value for name, value in values.items() if getattr(candidate, name) != value}
    if settled & set(changed):
        raise SettledAlready
    for name, value in changed.items():
        setattr(candidate, name, value)
    candidate.save()
    if changed:
        audit.log(
            "voting.change_candidate", by=by, about=candidate, unit=election.unit, after={"fields": sorted(changed)}
        )
    return candidate


def draw(election: Any) -> None:
    """Number the registered candidates in the order that the seed draws; in the transaction of the move."""
    registered = {candidate.key: candidate for candidate in election.candidates.filter(stage="registered")}
    for number, key in enumerate(ballots.drawn(election.seed, registered), 1):
        registered[key].number = number
        registered[key].save(update_fields=["number"])
    election.drawn_at = timezone.now()


@transaction.atomic
def add_material(*, election: Election, by: Any = None, **values: Any) -> Material:
    """Publish a poster, a debate, a trailer. Raises Silence from the day of silence until the polls close, SettledAlready."""
    election = Election.objects.get(pk=election.pk)
    _refuse_outside_campaign(election)
    material = Material.objects.create(election=election, **values)
    audit.log("voting.add_material", by=by, about=material, unit=election.unit)
    return material


@transaction.atomic
def remove_material(*, material: Material, by: Any = None) -> None:
    _refuse_outside_campaign(material.election)
    audit.log("voting.remove_material", by=by, about=material, unit=material.election.unit)
    material.delete()


def _refuse_outside_campaign(election: Election) -> None:
    if election.is_quiet:
        raise Silence
    if election.stage not in ("nomination", "registration", "campaign"):
        raise SettledAlready
