"""At the door: the room is looked over, adults come, children are let in and given over. Everything under the lock of the
session's row, so that two phones at one door agree."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chytalnia.care.errors import CareError
from chytalnia.care.models import Adult, Application, Call, Health, Incident, IncidentKind, Keeper, Place, Session, Way
from chytalnia.core import audit
from chytalnia.network.settings import setting
from chytalnia.people.models import AgeBand
from chytalnia.programmes import services as programmes
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import DoorKind, EnrolmentState
from chytalnia.programmes.models.occasion import named

from . import secrets
from .telling import tell_heads, tell_parent, untell_parent

#: The door opens so long before the hour.
EARLY = timedelta(minutes=60)
_BANDS = ((6, AgeBand.TO_6), (9, AgeBand.TO_9), (14, AgeBand.TO_14))


def band(age: int) -> str:
    """The age band of the ledger."""
    return next((value.value for last, value in _BANDS if age <= last), AgeBand.TO_17.value)


def lock(session: Session) -> Session:
    """The session with its event, held until the transaction ends."""
    return (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("occasion__unit", "occasion__programme")
        .get(pk=session.pk)
    )


def _open(locked: Session) -> None:
    if locked.finished_at:
        raise CareError(_("The session is finished."), "finished")


@transaction.atomic
def check_room(*, session: Session, note: str = "", by: Any = None) -> Session:
    """Note that the room was looked over and what was found; nobody is let in before. Raises CareError when it is finished."""
    locked = lock(session)
    _open(locked)
    locked.checked_at, locked.checked_by, locked.check_note = timezone.now(), named(by), note
    locked.save(update_fields=["checked_at", "checked_by", "check_note"])
    audit.log("care.room", by=by, about=locked.occasion, unit=locked.occasion.unit, note=note)
    return locked


@transaction.atomic
def adult_comes(*, keeper: Keeper, by: Any = None) -> Session:
    """An adult is with the children from now on. Done twice, it counts once."""
    locked = lock(keeper.session)
    _open(locked)
    found = Keeper.objects.get(pk=keeper.pk)
    if found.is_in:
        return locked
    found.came_at, found.left_at = found.came_at or timezone.now(), None
    found.save(update_fields=["came_at", "left_at"])
    locked.adults_in += 1
    locked.save(update_fields=["adults_in"])
    return locked


@transaction.atomic
def adult_goes(*, keeper: Keeper, by: Any = None) -> Session:
    """An adult leaves the children. Raises CareError when those left would be too few."""
    locked = lock(keeper.session)
    found = Keeper.objects.get(pk=keeper.pk)
    if not found.is_in:
        return locked
    left = locked.adults_in - 1
    if locked.inside and (left < locked.least_adults or locked.inside > left * locked.per_adult):
        raise CareError(_("Too few adults would stay with the children. Let somebody else come first."), "ratio")
    found.left_at = timezone.now()
    found.save(update_fields=["left_at"])
    locked.adults_in = left
    locked.save(update_fields=["adults_in"])
    return locked


@transaction.atomic
def check_in(
    *, place: Place, brought_by: str, health: str = Health.WELL, note: str = "", by: Any = None, at: datetime | None = None
) -> Place:  # fmt: skip
    """Let a child in. Done twice, it is once. Raises CareError: the room has not been looked over, there are too few adults, the
    child has only a place in the queue."""
    locked = lock(place.session)
    _open(locked)
    found = Place.objects.select_related("enrolment", "application").get(pk=place.pk)
    if found.left_at is not None:
        raise CareError(_("The child has been fetched already."), "gone")
    if found.came_at is not None:
        return found
    now = at or timezone.now()
    if now < locked.occasion.starts_at - EARLY:
        raise CareError(_("It is too early: the door opens an hour before."), "early")
    if locked.checked_at is None:
        raise CareError(_("Look the room over first."), "room")
    if found.enrolment.state != EnrolmentState.BOOKED:
        raise CareError(_("This child has no place at this session."), "no_place")
    if not brought_by.strip():
        raise CareError(_("Write down who brought the child."), "who")
    if locked.may_enter() < 1:
        raise CareError(
            _("There must be more adults with the children first: %(least)d at least, and one for each %(n)d children.")
            % {"least": locked.least_adults, "n": locked.per_adult},
            "ratio",
        )
    locked.inside += 1
    locked.save(update_fields=["inside"])
    found.came_at, found.brought_by, found.health, found.health_note = now, brought_by.strip(), health, note
    found.taken_by = named(by)
    found.age_band = band(found.application.age_on(locked.occasion.day)) if found.application else ""
    found.save(update_fields=["came_at", "brought_by", "health", "health_note", "taken_by", "age_band"])
    try:
        programmes.note_at_door(
            occasion=locked.occasion, key=uuid.uuid4(), kind=DoorKind.CAME, enrolment=found.enrolment, by=by
        )
    except ProgrammesError as refusal:
        raise CareError(str(refusal), "door") from refusal
    audit.log(
        "care.in", by=by, about=locked.occasion, unit=locked.occasion.unit,
        after={"number": found.number, "health": health},
    )  # fmt: skip
    tell_parent(session=locked, place=found)
    return found


@transaction.atomic
def undo_check_in(*, place: Place, by: Any = None) -> Place:
    """The wrong child was tapped: it was never here. Only within minutes, and written into the journal, so that this is no way
    round the PIN. Raises CareError."""
    locked = lock(place.session)
    _open(locked)
    found = Place.objects.select_related("enrolment", "application").get(pk=place.pk)
    if not found.is_fresh:
        raise CareError(_("Too late to take this back. Give the child over, and write down what happened."), "late")
    found.came_at, found.brought_by, found.health_note, found.taken_by = None, "", "", ""
    found.save(update_fields=["came_at", "brought_by", "health_note", "taken_by"])
    locked.inside -= 1
    locked.save(update_fields=["inside"])
    try:
        programmes.note_at_door(
            occasion=locked.occasion, key=uuid.uuid4(), kind=DoorKind.BACK, enrolment=found.enrolment, by=by
        )
    except ProgrammesError as refusal:
        raise CareError(str(refusal), "door") from refusal
    Incident.objects.create(
        session=locked, number=found.number, kind=IncidentKind.OTHER, by_name=named(by) or "–",
        text=_("Let in by mistake, and taken back: this child was not here."),
    )  # fmt: skip
    untell_parent(session=locked, place=found)
    audit.log("care.undo", by=by, about=locked.occasion, unit=locked.occasion.unit, after={"number": found.number})
    return found


def check_out(
    *, place: Place, way: str, secret: str = "", adult: Adult | None = None, reason: str = "", by: Any = None,
    at: datetime | None = None,
) -> Place:  # fmt: skip
    """Give a child over: by the PIN; by the code word of an adult on the list; by a document looked at. The two last ask for a
    reason. After too many wrong words in a day, whatever session they were tried at, only a document counts; the journal and the head
    are told. Raises CareError; a wrong word is kept all the same.
    """
    with transaction.atomic():
        locked = lock(place.session)
        found = Place.objects.select_related("application", "enrolment").get(pk=place.pk)
        refusal = _give_over(locked, found, way, secret, adult, reason, by, at or timezone.now())
    if refusal is not None:
        raise refusal
    return found


def _give_over(
    locked: Session, found: Place, way: str, secret: str, adult: Adult | None, reason: str, by: Any, at: datetime
) -> CareError | None:
    if not found.is_in:
        return CareError(_("The child is not here."), "not_here")
    application = found.application
    assert application is not None
    if way not in Way.values:
        return CareError(_("Say how the child is given over."), "way")
    if way != Way.PIN and (adult is None or adult.application_id != application.pk):
        return CareError(_("Choose the adult on the list. Nobody else may fetch the child."), "who")
    if way != Way.PIN and not reason.strip():
        return CareError(_("Write down why it goes without the PIN."), "reason")
    if way != Way.DOCUMENT:
        most = setting(locked.occasion.unit, "care.wrong_pins")
        tries = wrong_today(found, locked.occasion.day)
        if tries >= most:
            return CareError(_("Too many wrong tries: only a document counts now."), "locked")
        kept = application.pin_hash if way == Way.PIN else adult.word_hash if adult else ""
        if not secrets.fits(secret, kept):
            found.wrong_tries += 1
            found.save(update_fields=["wrong_tries"])
            audit.log(
                "care.wrong", by=by, about=locked.occasion, unit=locked.occasion.unit,
                after={"number": found.number, "tries": found.wrong_tries},
            )  # fmt: skip
            left = most - tries - 1
            if not left:
                _tell_of_tries(locked, found, tries + 1, by)
            return CareError(
                _("This is wrong. Tries left: %(n)d. Do not give the child over.") % {"n": left}
                if left
                else _("This is wrong too. Only a document counts now; do not give the child over without it."),
                "wrong",
            )
    found.left_at, found.way, found.reason, found.given_by = at, way, reason.strip(), named(by)
    found.fetched_by = adult.name if adult else application.guardian_name
    found.save(update_fields=["left_at", "way", "reason", "given_by", "fetched_by"])
    locked.inside -= 1
    locked.save(update_fields=["inside"])
    audit.log(
        "care.out", by=by, about=locked.occasion, unit=locked.occasion.unit, after={"number": found.number, "way": way}
    )
    tell_parent(session=locked, place=found)
    return None


def wrong_today(place: Place, day: date) -> int:
    """Wrong PINs and code words of a child on a day, at all its sessions: another door begins no new count. The child's rows stay
    held, so that two doors count one after the other."""
    child = place.application
    if child is None:
        return place.wrong_tries
    same = Application.objects.filter(child_name=child.child_name, birth_date=child.birth_date, unit=child.unit_id)
    list(same.select_for_update().order_by("pk").values_list("pk"))
    rows = Place.objects.filter(application__in=same, session__occasion__day=day)
    return rows.aggregate(tries=Sum("wrong_tries"))["tries"] or 0


def _tell_of_tries(locked: Session, found: Place, tries: int, by: Any) -> None:
    """Into the journal of incidents, and to those who head the library."""
    Incident.objects.create(
        session=locked, number=found.number, kind=IncidentKind.STRANGER, by_name=named(by) or "–",
        text=ngettext(
            "%(n)d wrong PIN or code word in a day at the pick-up of this child.",
            "%(n)d wrong PINs or code words in a day at the pick-up of this child.",
            tries,
        ) % {"n": tries},
        done=_("The child was not given over. Only a document counts until the evening."),
    )  # fmt: skip
    audit.log("care.incident", by=by, about=locked.occasion, unit=locked.occasion.unit, after={"kind": "stranger"})
    tell_heads(session=locked, place=found, tries=tries)


@transaction.atomic
def note_call(*, place: Place, whom: str, answered: bool, by: Any = None) -> Call:
    """Note whom the library called about a child, and whether anybody answered."""
    return Call.objects.create(place=place, whom=whom, answered=answered, by_name=named(by))


@transaction.atomic
def note_incident(
    *, session: Session, kind: str, text: str, done: str = "", place: Place | None = None, by: Any = None
) -> Incident:
    """Write a line into the journal, which is kept for ever and therefore knows no names. Raises CareError when one stands in it."""
    if not text.strip():
        raise CareError(_("Write down what happened."), "empty")
    said = f" {text} {done} ".casefold()
    for one in Place.objects.filter(session=session, application__isnull=False).select_related("application"):
        assert one.application is not None
        names = f"{one.application.child_name} {one.application.guardian_name}".casefold().split()
        if any(name[: max(4, len(name) - 2)] in said for name in names if len(name) > 3):
            raise CareError(_("Please without names: the journal is kept. The child is told by number."), "name")
    made = Incident.objects.create(
        session=session, number=place.number if place else None, kind=kind, text=text.strip(), done=done.strip(),
        by_name=named(by) or "–",
    )  # fmt: skip
    audit.log("care.incident", by=by, about=session.occasion, unit=session.occasion.unit, after={"kind": kind})
    return made
