"""Readers, families and classes join a campaign and leave it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.campaigns import errors, watch
from chytalnia.campaigns.models import Campaign, Joining, Kind, Member, Participant
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers


def nick_key(nick: str) -> str:
    """A nick as it is compared: case and spaces make no other."""
    return " ".join(nick.casefold().split())[:40]


@transaction.atomic
def join(
    *, member: Member, nick: str, reader: Reader | None = None, kind: str = Kind.PERSON, people: int = 1, audience: str = "",
    counts_loans: bool = False, by: Any = None,
) -> Participant:  # fmt: skip
    """Take part with a library: a reader, the family of a reader as one team, or, by a librarian, somebody without a card.

    Raises NotJoining, LibraryMissing, NickNeeded, NickTaken, JoinedAlready, NotForThisAge.
    """
    campaign = Campaign.objects.select_related("programme__unit").get(pk=member.campaign_id)
    if not campaign.takes_readers:
        raise errors.NotJoining
    # The row of the library is the place to wait at for its tally; numbers and nicks are the campaign's.
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    member = Member.objects.select_for_update(of=("self",)).select_related("unit").get(pk=member.pk)
    if member.state != Joining.JOINED:
        raise errors.LibraryMissing
    if not nick_key(nick):
        raise errors.NickNeeded
    household = reader.household if reader is not None and kind == Kind.FAMILY else None
    if kind == Kind.FAMILY and reader is not None:
        if household is None:
            raise errors.JoinedAlready(_("This reader has no family in the register of the library."))
        people = max(people, household.members.active().count())
    if reader is not None:
        _refuse_another_age(campaign, reader, kind)
        audience = "family" if kind == Kind.FAMILY else audience or readers.age_band(reader, timezone.localdate())
    own = Participant.objects.filter(campaign=campaign)
    if household is not None and own.filter(household=household, left_at=None).exists():
        raise errors.JoinedAlready
    if reader is not None and kind == Kind.PERSON and own.filter(reader=reader, kind=kind, left_at=None).exists():
        raise errors.JoinedAlready
    if own.filter(nick_key=nick_key(nick), left_at=None).exists():
        raise errors.NickTaken
    last = own.aggregate(last=Max("number"))["last"] or 0
    counts = bool(counts_loans and campaign.counts_loans and reader is not None)
    try:
        with transaction.atomic():
            made = Participant.objects.create(
                campaign=campaign, member=member, kind=kind, reader=reader, household=household, number=last + 1,
                nick=" ".join(nick.split())[:40], nick_key=nick_key(nick), people=people, audience=audience,
                counts_loans=counts, loans_since=timezone.now() if counts else None,
                by=by if getattr(by, "pk", None) else None,
            )  # fmt: skip
    except IntegrityError:
        raise errors.JoinedAlready from None
    Member.objects.filter(pk=member.pk).update(participants=F("participants") + 1)
    journal.record(
        "campaigns.participants", unit=member.unit, quantity=people, audience=audience, source=campaign,
        key=f"campaign:{campaign.pk}:participant:{made.pk}", late=True,
    )  # fmt: skip
    if counts:
        watch.wake()
    return made


def _refuse_another_age(campaign: Campaign, reader: Reader, kind: str) -> None:
    first, last = campaign.programme.ages
    age = readers.age_on(reader, campaign.first_day)
    if kind != Kind.PERSON or age is None:
        return
    if (first is not None and age < first) or (last is not None and age > last):
        raise errors.NotForThisAge


@transaction.atomic
def count_loans(*, participant: Participant, counts: bool) -> Participant:
    """Switch on, or off, that books borrowed from now on write themselves down. Raises NotWriting where books are not counted."""
    participant = Participant.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=participant.pk)
    if counts and not (participant.campaign.counts_loans and participant.reader_id):
        raise errors.NotWriting
    if counts != participant.counts_loans:
        participant.counts_loans = counts
        participant.loans_since = timezone.now() if counts else None
        participant.save(update_fields=["counts_loans", "loans_since"])
    watch.wake()
    return participant


@transaction.atomic
def rename(*, participant: Participant, nick: str, by: Any = None) -> None:
    """Give another nick, by the participant or by a librarian who found it unfit. Raises NickNeeded, NickTaken."""
    if not nick_key(nick):
        raise errors.NickNeeded
    others = Participant.objects.filter(campaign=participant.campaign_id, nick_key=nick_key(nick), left_at=None)
    if others.exclude(pk=participant.pk).exists():
        raise errors.NickTaken
    try:
        with transaction.atomic():
            Participant.objects.filter(pk=participant.pk).update(
                nick=" ".join(nick.split())[:40], nick_key=nick_key(nick)
            )
    except IntegrityError:
        raise errors.NickTaken from None


@transaction.atomic
def leave(*, participant: Participant, by: Any = None) -> None:
    """Take part no more: the nick and whose it was are forgotten, what was read stays read. Whoever has written nothing has
    not taken part, and is not counted: else one who joins and leaves ten times were ten."""
    found = Participant.objects.select_for_update(of=("self",)).select_related("member__unit").get(pk=participant.pk)
    if found.left_at is not None:
        return
    audit.log("campaigns.leave", by=by, about=found, unit=found.member.unit)
    if found.log.exists() or found.diplomas.exists():
        forget([found])
        return
    Member.objects.select_for_update(of=("self",)).get(pk=found.member_id)
    Member.objects.filter(pk=found.member_id).update(participants=F("participants") - 1)
    for fact in Fact.objects.standing().filter(key=f"campaign:{found.campaign_id}:participant:{found.pk}"):
        journal.reverse(fact, by=by)
    found.delete()


def forget(participants: list[Participant]) -> None:
    """Let nothing tell any more who these were. Numbers and sums stay."""
    for one in participants:
        one.left_at = one.left_at or timezone.now()
        one.reader = one.household = None
        one.nick = _("participant %(n)s") % {"n": one.number}
        one.nick_key, one.counts_loans, one.loans_since = f"#{one.number}", False, None
        one.log.update(title="", author="", review="", who="", work=None, loan=None)
    Participant.objects.bulk_update(
        participants,
        ["left_at", "reader", "household", "nick", "nick_key", "counts_loans", "loans_since"],
        batch_size=500,
    )
