"""Certificates: for whoever came, or watched enough of it; each with a number that anybody can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.core import audit
from chytalnia.programmes.models import Enrolment, EnrolmentState, Part
from chytalnia.seminars.errors import NotEarned
from chytalnia.seminars.models import Certificate, Day, Presence, Seminar

from .speakers import folded, speakers

#: An academic hour.
HOUR = 45
#: Who may have been there.
ASKED = (EnrolmentState.BOOKED, EnrolmentState.CAME, EnrolmentState.MISSED)


def hours_of(minutes: int) -> Decimal:
    """Academic hours, to the half."""
    return (Decimal(minutes) / HOUR * 2).quantize(Decimal(1)) / 2


def is_enough(minutes: int, whole: int, percent: int) -> bool:
    """Whether so many minutes of the whole are presence. In whole numbers: 70 % of 90 minutes is 63, not 62.99."""
    return minutes * 100 >= whole * percent


@transaction.atomic
def note_minutes(
    *, seminar: Seminar, minutes: Mapping[str, int], day: date | None = None, by: Any = None
) -> tuple[int, list[str]]:
    """Note how long people were there online on a day – the first, if none is named – by their e-mail address or ticket; returns how
    many were known, and who was not. Told again, the longer time holds: whoever lost the line is listed twice by most platforms."""
    day = day or seminar.days[0].date
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, state__in=ASKED)
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
        presence, made = Presence.objects.get_or_create(enrolment=found, day=day, defaults={"minutes": number})
        if not made and number > (presence.minutes or 0):
            presence.minutes = number
            presence.save(update_fields=["minutes"])
    audit.log(
        "seminars.minutes", by=by, about=seminar.programme, unit=seminar.occasion.unit,
        after={"people": known, "day": day.isoformat()},
    )  # fmt: skip
    return known, unknown


@transaction.atomic
def note_register(*, seminar: Seminar, there: Iterable[tuple[int, str]], by: Any = None) -> int:
    """Note who was at the place on which day, as enrolments and dates; whoever is not named was not there. Returns how many were."""
    days = {day.key: day.date for day in seminar.days}
    people = set(onsite(seminar).values_list("pk", flat=True))
    wanted = {(pk, days[key]) for pk, key in there if pk in people and key in days}
    old = Presence.objects.filter(enrolment__in=people, minutes=None)
    kept = set(old.values_list("enrolment", "day"))
    for row in old:
        if (row.enrolment_id, row.day) not in wanted:
            row.delete()
    Presence.objects.bulk_create(
        [Presence(enrolment_id=pk, day=day) for pk, day in sorted(wanted - kept)], ignore_conflicts=True
    )
    audit.log("seminars.register", by=by, about=seminar.programme, unit=seminar.occasion.unit, after={"n": len(wanted)})
    return len({pk for pk, _day in wanted})


def onsite(seminar: Seminar) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, state__in=ASKED).exclude(part=Part.ONLINE)
    return rows.exclude(name="").order_by("number")


def register_days(seminar: Seminar) -> set[date]:
    """Days of which somebody wrote down who was there."""
    rows = Presence.objects.filter(enrolment__occasion=seminar.occasion_id, minutes=None)
    return set(rows.values_list("day", flat=True))


def attended(seminar: Seminar, row: Enrolment, presences: Mapping[date, Presence], kept: set[date]) -> list[Day]:
    """The days on which somebody was there. Online: long enough, where the minutes are known. At the place: as the register of the day
    says; where none was kept, from the day on which they were ticked off."""
    days = seminar.days
    return [day for day in days if _was_there(seminar, row, day, presences, kept, is_one=len(days) == 1)]


def _was_there(
    seminar: Seminar, row: Enrolment, day: Day, presences: Mapping[date, Presence], kept: set[date], *, is_one: bool
) -> bool:
    # A seminar of one day that was moved after the minutes were noted is still that one day.
    found = presences.get(day.date) or (next(iter(presences.values()), None) if is_one else None)
    if row.part == Part.ONLINE and found is not None and found.minutes is not None:
        return is_enough(found.minutes, day.minutes, seminar.percent_present)
    if found is not None:
        return True
    if row.state != EnrolmentState.CAME or (day.date in kept and row.part != Part.ONLINE):
        return False
    came = row.came_at.astimezone(seminar.occasion.clock).date() if row.came_at else None
    # Ticked off when all was over, they are believed for the whole.
    return is_one or came is None or came > seminar.days[-1].date or came <= day.date


@transaction.atomic
def issue(*, seminar: Seminar, by: Any = None) -> list[Certificate]:
    """Issue certificates to all who have earned one and have none; returns the new ones. Who was enrolled and spoke gets one for the
    talk. Raises NotEarned before the end."""
    seminar = _over(seminar)
    rows = Enrolment.objects.filter(occasion=seminar.occasion_id, certificate=None, state__in=ASKED).exclude(name="")
    kept = register_days(seminar)
    talks = {one.enrolment.pk: one.talks[0] for one in speakers(seminar) if one.enrolment is not None}
    # A talk whose author had a certificate before the two were known to be one.
    given = set(seminar.certificates.exclude(talk=None).values_list("talk", flat=True))
    made = []
    for row in rows.prefetch_related("presences").order_by("number"):
        days = attended(seminar, row, {each.day: each for each in row.presences.all()}, kept)
        talk = talks.get(row.pk)
        if not days or (talk is not None and talk.pk in given):
            continue
        library = str(row.answers.get(str(seminar.ask_library_id), "")) if seminar.ask_library_id else ""
        made.append(
            _made(
                seminar,
                by,
                days,
                name=row.name,
                library=library,
                enrolment=row,
                talk=talk,
                is_remote=row.part == Part.ONLINE,
            )
        )
    return _kept(seminar, made, by)


@transaction.atomic
def issue_to_speakers(*, seminar: Seminar, by: Any = None) -> list[Certificate]:
    """The same for those who spoke and have none yet: of the days on which they spoke, unless they were there longer."""
    seminar = _over(seminar)
    had = {folded(name) for name in seminar.certificates.filter(enrolment=None).values_list("name", flat=True)}
    enrolled = set(seminar.certificates.exclude(enrolment=None).values_list("enrolment", flat=True))
    given = set(seminar.certificates.exclude(talk=None).values_list("talk", flat=True))
    made = []
    for one in speakers(seminar):
        pk = one.enrolment.pk if one.enrolment else 0
        if pk in enrolled or given & {talk.pk for talk in one.talks} or (not pk and folded(one.name) in had):
            continue
        talk = one.talks[0]
        spoke = {talk.begins.date() for talk in one.talks if talk.starts_at}
        days = [day for day in seminar.days if day.date in spoke] or seminar.days
        made.append(
            _made(seminar, by, days, name=one.name, library=talk.library, enrolment=one.enrolment, talk=talk,
                  is_remote=talk.is_remote)
        )  # fmt: skip
    return _kept(seminar, made, by)


def _over(seminar: Seminar) -> Seminar:
    """The seminar, held until the transaction ends. Raises NotEarned before its end."""
    if seminar.occasion.ends_at > timezone.now():
        raise NotEarned(_("The seminar is not over yet."))
    rows = Seminar.objects.select_for_update(of=("self",)).select_related("occasion__unit", "programme")
    return rows.get(pk=seminar.pk)


def _made(seminar: Seminar, by: Any, days: list[Day], **fields: Any) -> Certificate:
    whole = len(days) == len(seminar.days)
    return Certificate(
        seminar=seminar, hours=hours_of(sum(day.minutes for day in days)), days=[] if whole else [day.key for day in days],
        issued_on=timezone.localdate(), by=by if getattr(by, "pk", None) else None, **fields,
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
