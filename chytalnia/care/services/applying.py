"""A parent applies for a child: all that is needed is there before a place is, and the queue is the occasion's own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.care.errors import CareError
from chytalnia.care.models import Adult, Application, Consent, ConsentKind, Place, Session, cancel_until
from chytalnia.care.texts import consents
from chytalnia.core import audit
from chytalnia.core.models import LetterState
from chytalnia.network.settings import setting
from chytalnia.people.readers.queries import age_on
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import Letter, LetterKind

from . import secrets
from .door import lock

ADULT = 18


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a child. `adults` are (name, phone, document, code word); `agreed` the kinds of consents given."""

    child_name: str
    birth_date: date
    guardian_name: str
    guardian_phone: str
    session_phone: str
    allergies: str
    adults: Sequence[tuple[str, str, str, str]]
    agreed: frozenset[str]
    needs: str = ""
    other_name: str = ""
    other_phone: str = ""
    email: str = ""
    language: str = ""


@transaction.atomic
def apply(
    *, sessions: Sequence[Session], told: Told, reader: Any = None, by: Any = None, at_desk: bool = False,
    key: uuid.UUID | None = None,
) -> tuple[Application, str]:  # fmt: skip
    """Take a child in for a session, or for all days of a camp, or into the queue; returns the application and the PIN, which is
    told once. The same `key` is the same application, without the PIN. Raises CareError.
    """
    if key is not None and (known := Application.objects.filter(key=key).first()):
        return known, ""
    days = sorted(sessions, key=lambda session: session.occasion.starts_at)
    # Two applications for one child wait here for each other.
    lock(days[0])
    _refuse(days, told, reader, at_desk=at_desk)
    pin = secrets.new_pin()
    made = Application.objects.create(
        unit=days[0].occasion.unit, reader=reader, key=key, child_name=told.child_name, birth_date=told.birth_date,
        guardian_name=told.guardian_name, guardian_phone=told.guardian_phone, other_name=told.other_name,
        other_phone=told.other_phone, session_phone=told.session_phone, email=told.email, allergies=told.allergies,
        needs=told.needs, language=told.language, pin_hash=secrets.hashed(pin), by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    Adult.objects.bulk_create(
        Adult(
            application=made, name=name, phone=phone, document_hint=document,
            word_hash=secrets.hashed(word) if word.strip() else "",
        )
        for name, phone, document, word in told.adults
    )  # fmt: skip
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(application=made, kind=kind, text=text, given=kind in told.agreed, at=now)
        for kind, text in consents().items()
    )
    for session in days:
        _enrol(session, made, by)
    if len(days) > 1:
        # One word for the whole shift; what changes on a single day is told for that day.
        later = [place.enrolment_id for place in Place.objects.filter(application=made)][1:]
        Letter.objects.filter(
            enrolment__in=later, state=LetterState.QUEUED, kind__in=(LetterKind.BOOKED, LetterKind.WAITING)
        ).update(state=LetterState.CALLED_OFF)
    audit.log(
        "care.apply", by=by, about=days[0].occasion, unit=made.unit, after={"application": made.pk, "days": len(days)}
    )
    return made, pin


def _enrol(session: Session, made: Application, by: Any) -> None:
    try:
        enrolment = programmes.enrol(
            # The name is for the letter alone; the lists of events show nobody who comes here.
            occasion=session.occasion, seats=1, children=1, name=f"{made.guardian_name} ({made.child_name})"[:200],
            email=made.email, phone=made.guardian_phone, language=made.language, by=by, at_desk=True,
        )  # fmt: skip
    except ProgrammesError as refusal:
        raise CareError(str(refusal), refusal.code) from refusal
    Place.objects.create(session=session, application=made, enrolment=enrolment)


def _refuse(days: Sequence[Session], told: Told, reader: Any, *, at_desk: bool) -> None:
    first = days[0].occasion
    if any(session.finished_at or session.occasion.is_over for session in days):
        raise CareError(_("It is over."), "over")
    if not at_desk:
        if first.stage != "registration" or first.starts_at <= timezone.now():
            raise CareError(_("Applications are not taken any more."), "closed")
        if reader is None:
            raise CareError(_("Sign in with your reader's card to apply."), "account")
        age = age_on(reader, timezone.localdate())
        if age is not None and age < ADULT:
            raise CareError(_("A parent or another grown-up applies."), "age")
    lacking = [kind for kind in (ConsentKind.RULES, ConsentKind.FIRST_AID) if kind not in told.agreed]
    if lacking or not told.adults:
        raise CareError(
            _("Without the consents and an adult who may fetch the child there can be no place."), "incomplete"
        )
    refuse_age(days, told.birth_date)
    if not at_desk and (
        Place.objects.filter(session__in=days, application__reader=reader)
        .filter(application__child_name__iexact=told.child_name, enrolment__state__in=("booked", "waiting", "came"))
        .exists()
    ):
        raise CareError(_("This child is entered already."), "twice")


def refuse_age(days: Sequence[Session], born: date) -> None:
    """Raises CareError when a child is not of the age of the sessions on their first day."""
    occasion = days[0].occasion
    age = Application(birth_date=born).age_on(occasion.day)
    if (occasion.age_from or 0) > age or age > (occasion.age_to or 200):
        raise CareError(
            _("These sessions are for children from %(first)d to %(last)d years; yours will be %(age)d.")
            % {"first": occasion.age_from or 0, "last": occasion.age_to or 18, "age": max(0, age)},
            "ages",
        )


@transaction.atomic
def leave(*, place: Place, by: Any = None, at_desk: bool = False) -> None:
    """Give a place up, so that the next child has it: parents until the evening before, the library at any time. Raises CareError."""
    occasion = place.session.occasion
    found = Place.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=place.pk)
    if found.came_at is not None:
        raise CareError(_("The child has come already."), "came")
    hour = setting(occasion.unit, "care.cancel_hour")
    if not at_desk and timezone.now() > cancel_until(occasion, hour):
        raise CareError(
            _("A place can be given up until %(hour)d:00 of the day before. Please call the library.") % {"hour": hour},
            "late",
        )
    programmes.leave(enrolment=found.enrolment, by=by)
    audit.log("care.leave", by=by, about=occasion, unit=occasion.unit, after={"number": found.number})


@transaction.atomic
def new_pin(*, application: Application, by: Any = None) -> str:
    """Make a new PIN; the old one is worth nothing from now on."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("unit").get(pk=application.pk)
    pin = secrets.new_pin()
    locked.pin_hash = secrets.hashed(pin)
    locked.save(update_fields=["pin_hash"])
    audit.log("care.pin", by=by, about=locked, unit=locked.unit)
    return pin
