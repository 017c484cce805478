"""What a night does for events: reminders, closed enrolments, names forgotten. Done twice, nothing is done twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chytalnia.core.models import LetterState
from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.programmes.models import Enrolment, EnrolmentState, Letter, LetterKind, Occasion

from .letters import tell


def nightly(day: date) -> dict[str, int]:
    with unit_settings.remembered():
        return {"reminded": remind(day), "forgotten": forget(day)}


def remind(day: date) -> int:
    """Queue a word to those who have a place at an event that is soon."""
    made = 0
    soon = Occasion.objects.at_stage("announced", "registration").filter(day__gt=day, day__lte=day + timedelta(days=30))
    waited = soon.filter(enrolments__state=EnrolmentState.BOOKED).distinct().select_related("unit", "zone")
    for occasion in waited:
        ahead = unit_settings.setting(occasion.unit, "programmes.remind_days")
        if ahead and occasion.day <= day + timedelta(days=ahead):
            booked = Enrolment.objects.filter(occasion=occasion, state=EnrolmentState.BOOKED)
            made += tell(occasion=occasion, kind=LetterKind.REMINDER, key=f"reminder:{occasion.day}", enrolments=booked)
    return made


def forget(day: date) -> int:
    """Take the names out of enrolments long after their event; how many came stays."""
    gone = 0
    units = Unit.objects.filter(occasions__isnull=False).distinct()
    for unit in units:
        kept = unit_settings.setting(unit, "programmes.forget_days")
        before = timezone.make_aware(datetime.combine(day - timedelta(days=kept), time.min))
        old = Enrolment.objects.filter(occasion__unit=unit, occasion__ends_at__lt=before).filter(
            ~Q(name="")
            | ~Q(group_name="")
            | ~Q(email="")
            | ~Q(phone="")
            | ~Q(needs="")
            | ~Q(answers={})
            | Q(reader__isnull=False)
        )
        with transaction.atomic():
            Letter.objects.filter(enrolment__in=old.values("pk")).delete()
            gone += old.update(
                name="", group_name="", email="", phone="", needs="", answers={}, reader=None, household=None
            )
    stale = Letter.objects.filter(state=LetterState.QUEUED, occasion__ends_at__lt=timezone.now())
    stale.exclude(kind=LetterKind.OTHER).update(state=LetterState.CALLED_OFF)
    return gone
