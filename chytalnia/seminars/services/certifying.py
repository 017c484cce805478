"""Certificates: for whoever came, or watched enough of it; each with a number that anybody can check."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.programmes.models import Enrolment, EnrolmentState, Part
from chytalnia.seminars.errors import NotEarned
from chytalnia.seminars.models import Certificate, Presence, Seminar

#: An academic hour.
HOUR = 45


def hours_of(minutes: int) -> Decimal:
    """Academic hours, to the half."""
    return (Decimal(minutes) / HOUR * 2).quantize(Decimal(1)) / 2


def is_enough(minutes: int, whole: int, percent: int) -> bool:
    """Whether so many minutes of the whole are presence. In whole numbers: 70 % of 90 minutes is 63, not 62.99."""
    return minutes * 100 >= whole * percent


@transaction.atomic
def note_minutes(*, seminar: Seminar, minutes: Mapping[str, int], by: Any = None) -> tuple[int, list[str]]:
    """Note how long people were there online, by their e-mail address or ticket; returns how many were known, and who was not.
    Told again, the longer time holds: whoever lost the line is listed twice by most platforms."""
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, state__in=("booked", "came", "missed"))
    by_name: dict[str, Enrolment] = {}
    for row in rows:
        for name in (row.email, row.code):
            if name:
                by_name.setdefault(name.casefold(), row)
    known, unknown = 0, []
    for name, number in minutes.items():
        found = by_name.get(name.strip().casefold())
        if found is None:
            unknown.append(name)
            continue
        known += 1
        presence, made = Presence.objects.get_or_create(enrolment=found, defaults={"minutes": number})
        if not made and number > presence.minutes:
            presence.minutes = number
            presence.save(update_fields=["minutes"])
    audit.log("seminars.minutes", by=by, about=seminar.programme, unit=seminar.occasion.unit, after={"people": known})
    return known, unknown


def has_earned(seminar: Seminar, enrolment: Enrolment, minutes: int | None) -> bool:
    """Whoever came to the place; online, whoever was there long enough, or was ticked off when nobody knows for how long."""
    if enrolment.part == Part.ONLINE and minutes is not None:
        return is_enough(minutes, seminar.minutes, seminar.percent_present)
    return enrolment.state == EnrolmentState.CAME


@transaction.atomic
def issue(*, seminar: Seminar, by: Any = None) -> list[Certificate]:
    """Issue certificates to all who have earned one and have none; returns the new ones. Raises NotEarned before the end."""
    if seminar.occasion.ends_at > timezone.now():
        raise NotEarned(_("The seminar is not over yet."))
    seminar = (
        Seminar.objects.select_for_update(of=("self",)).select_related("occasion__unit", "programme").get(pk=seminar.pk)
    )
    rows = (
        Enrolment.objects.filter(occasion=seminar.occasion_id, certificate=None, state__in=("booked", "came", "missed"))
        .exclude(name="").select_related("presence").order_by("number")
    )  # fmt: skip
    made = []
    for row in rows:
        presence = getattr(row, "presence", None)
        if has_earned(seminar, row, presence.minutes if presence else None):
            library = str(row.answers.get(str(seminar.ask_library_id), "")) if seminar.ask_library_id else ""
            made.append(
                _made(seminar, by, name=row.name, library=library, enrolment=row, is_remote=row.part == Part.ONLINE)
            )
    return _kept(seminar, made, by)


@transaction.atomic
def issue_to_speakers(*, seminar: Seminar, by: Any = None) -> list[Certificate]:
    """The same for those who spoke and were not enrolled."""
    if seminar.occasion.ends_at > timezone.now():
        raise NotEarned(_("The seminar is not over yet."))
    Seminar.objects.select_for_update(of=("self",)).get(pk=seminar.pk)
    had = {name.casefold() for name in seminar.certificates.values_list("name", flat=True)}
    made = []
    for talk in seminar.talks.in_programme().filter(kind="talk", certificate=None).exclude(speaker=""):
        if talk.speaker.casefold() not in had:
            had.add(talk.speaker.casefold())
            made.append(
                _made(seminar, by, name=talk.speaker, library=talk.library, talk=talk, is_remote=talk.is_remote)
            )
    return _kept(seminar, made, by)


def _made(seminar: Seminar, by: Any, **fields: Any) -> Certificate:
    return Certificate(
        seminar=seminar, hours=hours_of(seminar.minutes), issued_on=timezone.localdate(),
        by=by if getattr(by, "pk", None) else None, **fields,
    )  # fmt: skip


def _kept(seminar: Seminar, made: list[Certificate], by: Any) -> list[Certificate]:
    kept = Certificate.objects.bulk_create(made)
    if kept:
        audit.log(
            "seminars.certificates", by=by, about=seminar.programme, unit=seminar.occasion.unit, after={"n": len(kept)}
        )
    return kept


@transaction.atomic
def revoke(*, certificate: Certificate, why: str, by: Any = None) -> Certificate:
    """Take a certificate back. Its page stays, and says so."""
    certificate.revoked_at, certificate.revoked_why = timezone.now(), why
    certificate.save(update_fields=["revoked_at", "revoked_why"])
    audit.log(
        "seminars.revoked", by=by, about=certificate.seminar.programme, unit=certificate.seminar.occasion.unit,
        note=why, before={"number": certificate.number},
    )  # fmt: skip
    return certificate
