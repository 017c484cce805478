"""Libraries join and tell what they published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import IO, Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from chytalnia.campaigns import errors
from chytalnia.campaigns.models import Campaign, Joining, Member, Post, PostState
from chytalnia.core import audit
from chytalnia.core.translated import Translated
from chytalnia.journal import services as journal
from chytalnia.journal.models import Fact
from chytalnia.media import services as media
from chytalnia.network.models import Unit
from chytalnia.people.models import Registration

_HOST = re.compile(r"(?=.{4,253}$)([\w-]{1,63}\.)+[\w-]{2,63}", re.IGNORECASE)


def readers_of(units: Iterable[int], year: int) -> dict[int, int]:
    """How many readers each library has registered in a year."""
    rows = Registration.objects.filter(unit__in=list(units), year=year).order_by().values_list("unit")
    return dict(rows.annotate(n=Count("pk")))


@transaction.atomic
def join(*, campaign: Campaign, unit: Unit, by: Any = None, responsible: str = "", about: str = "") -> Member:
    """A library takes part; done twice, it takes part once. Raises NotJoining, NotInvited."""
    if campaign.stage not in ("announced", "running"):
        raise errors.NotJoining
    # Two presses wait for each other here, so that a library takes part once.
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    member = Member.objects.select_for_update(of=("self",)).filter(campaign=campaign, unit=unit).first()
    if member is None:
        if not campaign.open_to_all_libraries and not unit.path.startswith(campaign.unit.path):
            raise errors.NotInvited
        member = Member(campaign=campaign, unit=unit)
    if member.state == Joining.JOINED and member.pk:
        return member
    member.state, member.joined_at, member.by = Joining.JOINED, timezone.now(), _account(by)
    member.responsible, member.about = responsible or member.responsible, about or member.about
    member.readers = readers_of([unit.pk], timezone.localdate().year).get(unit.pk, 0)
    member.save()
    if not _joinings(member).exists():
        # A library that declined and comes back is a fact of its own.
        key = f"campaign:{campaign.pk}:library:{unit.pk}"
        key = f"{key}:{member.joined_at:%Y%m%d%H%M%S%f}" if Fact.objects.filter(key=key).exists() else key
        journal.record("campaigns.libraries", unit=unit, source=campaign, key=key, late=True)
    audit.log("campaigns.join", by=by, about=campaign, unit=unit)
    return member


@transaction.atomic
def decline(*, member: Member, by: Any = None) -> None:
    """A library does not take part; one that had joined is counted no more. Raises NotJoining when the campaign is over,
    SettledAlready when readers of the library take part."""
    member = Member.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=member.pk)
    if not member.campaign.takes_libraries:
        raise errors.NotJoining
    if member.participants or member.posts:
        raise errors.SettledAlready
    member.state, member.joined_at = Joining.DECLINED, None
    member.save(update_fields=["state", "joined_at"])
    for fact in _joinings(member):
        journal.reverse(fact, by=by)
    audit.log("campaigns.decline", by=by, about=member.campaign, unit=member.unit)


def _joinings(member: Member) -> Any:
    """The standing fact that this library takes part."""
    key = f"campaign:{member.campaign_id}:library:{member.unit_id}"
    return Fact.objects.standing().filter(Q(key=key) | Q(key__startswith=f"{key}:"))


@transaction.atomic
def describe(*, member: Member, responsible: str, about: str, by: Any = None) -> None:
    Member.objects.filter(pk=member.pk).update(responsible=responsible, about=about)


def good_link(text: str) -> str:
    """The address as it is kept. Raises NotALink for what no browser would open."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError):
        raise errors.NotALink from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.username or port == 0:
        raise errors.NotALink
    return text.strip().split("#")[0]


@transaction.atomic
def post(
    *, member: Member, link: str, day: date, title: str, ticks: Iterable[int] = (), reach: int | None = None,
    photo: IO[bytes] | None = None, photo_name: str = "", entry: Post | None = None, by: Any = None,
) -> Post:  # fmt: skip
    """Write down what a library published, or mend what was returned.

    Raises NotWriting, WrongDay, NotALink, PostedAlready, ElementsMissing; RefusedFile when the photo is none.
    """
    campaign = member.campaign
    if campaign.stage not in ("running", "finished") or member.state != Joining.JOINED:
        raise errors.NotWriting
    if not campaign.first_day <= day <= min(campaign.last_day, timezone.localdate()):
        raise errors.WrongDay
    ticked = sorted({int(n) for n in ticks})
    if len([n for n in ticked if 0 <= n < len(campaign.required())]) < len(campaign.required()):
        raise errors.ElementsMissing
    # The row of the library is the place to wait at: its tally and its posts change together.
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    is_new = entry is None
    entry = Post(member=member, campaign=campaign) if entry is None else member.entries.get(pk=entry.pk)
    counted = not is_new and entry.state != PostState.BACK
    entry.link, entry.day, entry.title, entry.ticks, entry.reach = good_link(link), day, title, ticked, reach
    entry.state, entry.answer, entry.by = PostState.NEW, "", _account(by)
    if photo is not None:
        entry.photo = media.store(
            photo, name=photo_name, unit=member.unit, by=_account(by), description=Translated(uk=title)
        )
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise errors.PostedAlready from None
    if not counted:
        _count_post(member, 1)
    return entry


@transaction.atomic
def judge(*, entry: Post, good: bool, answer: str = "", by: Any = None) -> Post:
    """Accept a post, or return it with what is to be mended: then it counts no more until it is. Raises SettledAlready once
    the results are told."""
    _refuse_told(entry.campaign)
    Member.objects.select_for_update(of=("self",)).get(pk=entry.member_id)
    entry = Post.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    counted = entry.state != PostState.BACK
    entry.state, entry.answer = (PostState.GOOD, "") if good else (PostState.BACK, answer[:300])
    entry.save(update_fields=["state", "answer"])
    if counted != good:
        _count_post(entry.member, 1 if good else -1)
    return entry


@transaction.atomic
def remove_post(*, entry: Post, by: Any = None) -> None:
    """Take a post out; done twice, it is out once. Raises SettledAlready once the results are told."""
    _refuse_told(entry.campaign)
    Member.objects.select_for_update(of=("self",)).get(pk=entry.member_id)
    found = Post.objects.select_for_update(of=("self",)).select_related("member__unit").filter(pk=entry.pk).first()
    if found is None:
        return
    entry = found
    if entry.state != PostState.BACK:
        _count_post(entry.member, -1)
    audit.log("campaigns.remove_post", by=by, about=entry, unit=entry.member.unit, before={"link": entry.link})
    entry.delete()


def _refuse_told(campaign: Campaign) -> None:
    if campaign.stage not in ("running", "finished"):
        raise errors.SettledAlready


def _count_post(member: Member, n: int) -> None:
    Member.objects.filter(pk=member.pk).update(posts=F("posts") + n)


def _account(by: Any) -> Any:
    return by if getattr(by, "pk", None) else None
