"""Libraries are invited to a campaign: each that has an address gets a letter in its own language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chytalnia.campaigns import errors, saying
from chytalnia.campaigns.models import Campaign, Joining, Letter, Member
from chytalnia.core import audit
from chytalnia.core.models import LetterState
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import PLACES, Contact, ContactKind, Unit, UnitState


@transaction.atomic
def invite(*, campaign: Campaign, under: Iterable[Unit] = (), libraries: Iterable[Unit] = (), by: Any = None) -> int:
    """Invite these libraries, and every working one of these parts of the tree, by a letter; one that is there already stays
    as it is. Returns how many are new. Raises NotJoining."""
    if not campaign.takes_libraries:
        raise errors.NotJoining
    # Two presses wait for each other here, so that nobody gets two letters.
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    chosen = {unit.pk for unit in libraries if unit.kind in PLACES and unit.state != UnitState.CLOSED}
    chosen |= set(Unit.objects.places().under([unit.path for unit in under]).values_list("pk", flat=True))
    now = timezone.now()
    fresh = sorted(chosen - set(campaign.members.values_list("unit_id", flat=True)))
    Member.objects.bulk_create(
        [Member(campaign=campaign, unit_id=unit, invited_at=now) for unit in fresh], batch_size=500
    )
    if fresh:
        audit.log("campaigns.invite", by=by, about=campaign, unit=campaign.unit, after={"libraries": len(fresh)})
        # Of a draft nobody hears yet; its letters go as it is announced.
        if campaign.stage != "draft":
            write(campaign)
    return len(fresh)


@transaction.atomic
def withdraw(*, member: Member, by: Any = None) -> None:
    """Take back an invitation that nobody has answered, with its letter when it has not left. Raises Answered."""
    held = Member.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=member.pk)
    if held.state != Joining.INVITED:
        raise errors.Answered
    audit.log("campaigns.withdraw", by=by, about=held.campaign, unit=held.unit)
    held.delete()


@transaction.atomic
def write(campaign: Campaign, *, again: date | None = None) -> int:
    """Write to invited libraries that have not answered and have an address, each once; `again` reminds them, once a day.
    Returns how many letters there are."""
    rows = campaign.members.filter(state=Joining.INVITED, invited_at__isnull=False).select_related("unit")
    members = list(rows.order_by("pk"))
    addresses = _addresses([one.unit_id for one in members])
    kind = f"again:{again.isoformat()}" if again else "invited"
    told: dict[str, tuple[str, str]] = {}
    letters = []
    with unit_settings.remembered():
        unit_settings.remember_all([one.unit for one in members])
        for one in members:
            if address := addresses.get(one.unit_id):
                language = unit_settings.setting(one.unit, "network.language") or settings.LANGUAGE_CODE
                with translation.override(language):
                    told.setdefault(language, _words(campaign, is_again=again is not None))
                    subject, text = told[language]
                    text = _("To: %(library)s") % {"library": one.unit} + f"\n\n{text}"
                letters.append(
                    Letter(key=f"{campaign.pk}:{one.unit_id}:{kind}", member=one, email=address, language=language,
                           subject=subject[:200], text=text)
                )  # fmt: skip
    known = set(Letter.objects.filter(member__campaign=campaign).values_list("key", flat=True))
    new = [letter for letter in letters if letter.key not in known]
    Letter.objects.bulk_create(new, batch_size=500)
    return len(new)


@transaction.atomic
def remind(*, campaign: Campaign, by: Any = None) -> int:
    """Write once more to those who have not answered; pressed again the same day, nobody is written to twice. Raises
    NotJoining."""
    if campaign.stage not in ("announced", "running"):
        raise errors.NotJoining
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    n = write(campaign, again=timezone.localdate())
    if n:
        audit.log("campaigns.remind", by=by, about=campaign, unit=campaign.unit, after={"libraries": n})
    return n


def call_off(campaign: Campaign) -> None:
    """Letters that have not left stay: the campaign is called off."""
    Letter.objects.filter(member__campaign=campaign, state=LetterState.QUEUED).update(state=LetterState.CALLED_OFF)


def _addresses(units: Sequence[int]) -> dict[int, str]:
    """The first e-mail address of each library's card."""
    rows = Contact.objects.filter(unit__in=units, kind=ContactKind.EMAIL).exclude(value="").order_by("sort_order", "pk")
    found: dict[int, str] = {}
    for unit, value in rows.values_list("unit", "value"):
        found.setdefault(unit, value.strip())
    return found


def _words(campaign: Campaign, *, is_again: bool) -> tuple[str, str]:
    """Subject and text in the language that is switched on."""
    title = {"title": str(campaign)}
    subject = _("We wait for your answer: “%(title)s”") % title if is_again else _("An invitation: “%(title)s”") % title
    parts = [
        _("%(organiser)s invites your library to “%(title)s”.") % {"organiser": campaign.unit.name, **title},
        str(campaign.programme.about), _("Days: %(days)s") % {"days": saying.days_of(campaign)}, str(campaign.task),
        _("Accept or decline with one press, signed in at the desk: %(address)s")
        % {"address": settings.PUBLIC_URL + reverse("desk_campaigns:home")},
        _("The rules: %(address)s") % {"address": settings.PUBLIC_URL + reverse("campaigns:rules", args=[campaign.slug])},
    ]  # fmt: skip
    return subject, "\n\n".join(part for part in parts if part)
