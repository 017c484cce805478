"""A session ends: counted once, and by the night after some days forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.care.errors import CareError
from chytalnia.care.models import Application, Call, Keeper, Place, Session
from chytalnia.core import audit
from chytalnia.journal import services as journal
from chytalnia.network import settings as unit_settings
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import CannotCount, ProgrammesError
from chytalnia.programmes.models import Enrolment, Letter, Occasion

from .door import band, lock
from .telling import forget_letters


@transaction.atomic
def finish(*, session: Session, by: Any = None) -> Session:
    """End a session and count it: the event and its visits, sessions, children and their time. Done twice, it counts once.

    Raises CareError while a child is inside, and before it has begun.
    """
    locked = lock(session)
    if locked.finished_at:
        return locked
    came = Place.objects.filter(session=locked, left_at__isnull=False).count()
    occasion = Occasion.objects.select_related("unit", "programme").get(pk=locked.pk)
    try:
        programmes.count(occasion=occasion, heads={("onsite", "children"): came}, by=by)
    except ProgrammesError as refusal:
        raise CareError(str(refusal), "inside" if locked.inside else "count") from refusal
    return lock(session)


def counted(*, session: Session, times: int, by: Any = None) -> None:
    """The event was counted, here or where any event is: the session ends, and what only care counts goes into the ledger.
    `times` is how often it was counted. Raises CannotCount while a child is inside."""
    locked = lock(session)
    if locked.inside:
        raise CannotCount(_("Children are still here: each has to be given over first."))
    came = list(Place.objects.filter(session=locked, left_at__isnull=False).select_related("application"))
    now, occasion = timezone.now(), locked.occasion
    Keeper.objects.filter(session=locked, came_at__isnull=False, left_at=None).update(left_at=now)
    locked.finished_at, locked.adults_in = now, 0
    locked.save(update_fields=["finished_at", "adults_in"])
    _record(locked, occasion, came, times)
    audit.log("care.finish", by=by, about=occasion, unit=occasion.unit, after={"children": len(came)})


def reopen(*, session: Session) -> None:
    """The count was taken back, and what care counted went with it: these are facts of the event. The door may be mended."""
    Session.objects.filter(pk=session.pk).update(finished_at=None)


def _record(session: Session, occasion: Occasion, came: list[Place], times: int) -> None:
    camp = session.is_camp
    heads: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for place in came:
        age = place.age_band or (band(place.application.age_on(occasion.day)) if place.application else "")
        heads[age] += 1
        minutes[age] += place.minutes
    told: dict[str, Any] = {"unit": occasion.unit, "at": occasion.starts_at, "source": occasion}
    key = f"care:{occasion.pk}:{times}"
    if came:
        journal.record("care.camp_days" if camp else "care.sessions", key=f"{key}:session", late=True, **told)
    for age, number in heads.items():
        kind = "care.child_days" if camp else "care.children"
        journal.record(kind, quantity=number, audience=age, key=f"{key}:children:{age}", late=True, **told)
        if minutes[age]:
            journal.record(
                "care.child_minutes", quantity=minutes[age], audience=age, key=f"{key}:minutes:{age}", late=True, **told
            )


def forget(day: date) -> int:
    """Delete everything about the children of sessions that are long over; times and numbers stay. Done twice, it is once."""
    gone = 0
    with unit_settings.remembered():
        old = Session.objects.filter(forgotten_at=None, occasion__last_day__lt=day)
        for session in old.select_related("occasion__unit"):
            kept = unit_settings.setting(session.occasion.unit, "care.forget_days")
            before = timezone.make_aware(datetime.combine(day - timedelta(days=kept), time.min))
            if session.occasion.ends_at < before and not session.inside:
                gone += _forget(session)
    return gone


@transaction.atomic
def _forget(session: Session) -> int:
    places = Place.objects.filter(session=session)
    theirs = list(places.exclude(application=None).values_list("application", flat=True))
    enrolments = Enrolment.objects.filter(care_place__session=session)
    Letter.objects.filter(enrolment__in=enrolments.values("pk")).delete()
    forget_letters(session)
    enrolments.update(name="", email="", phone="", needs="", answers={}, reader=None, household=None)
    Call.objects.filter(place__session=session).delete()
    places.update(
        application=None, brought_by="", fetched_by="", reason="", health="", health_note="", taken_by="", given_by=""
    )
    # A child of a camp is known until the last of its days is forgotten.
    deleted = Application.objects.filter(pk__in=theirs, places=None)
    n = deleted.count()
    deleted.delete()
    Session.objects.filter(pk=session.pk).update(forgotten_at=timezone.now())
    if theirs:
        occasion = session.occasion
        audit.log("care.forget", about=occasion, unit=occasion.unit, after={"children": len(theirs)})
    return n
