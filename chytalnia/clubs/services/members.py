"""Who belongs to a club: joining, leaving, roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club, ClubRole, Joining, Membership
from chytalnia.core import audit
from chytalnia.people.models import Reader
from chytalnia.people.readers import queries as readers


@transaction.atomic
def join(
    *, club: Club, reader: Reader, on: date, by: Any = None, at_desk: bool = False, role: str = ClubRole.MEMBER,
    guardian: str = "", guardian_phone: str = "",
) -> Membership:  # fmt: skip
    """Take a reader into a club. A member already, the same membership is returned.

    A child comes with a grown-up: somebody stands surety in the library, or agrees at the desk by name and phone. Raises
    ClubError.
    """
    locked = Club.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=club.pk)
    reader = readers.lead(reader)
    if known := locked.memberships.filter(reader=reader, left_on=None).first():
        return known
    if not locked.is_open:
        raise ClubError(_("The club is closed."), "closed")
    if not at_desk and locked.joining == Joining.DESK:
        raise ClubError(_("The leader takes people into this club: come to a meeting."), "desk")
    if not reader.is_active or reader.is_collective:
        raise ClubError(_("Only readers of the library, each for themselves, join a club."), "reader")
    if is_full(locked):
        raise ClubError(_("All places of the club are taken."), "full")
    _refuse_age(locked, reader, on, at_desk=at_desk)
    if readers.lacks_surety(reader, on) and not (at_desk and guardian and guardian_phone):
        raise ClubError(
            _("A child joins with a grown-up: write down who agrees, and the phone.")
            if at_desk
            else _("A child joins with a grown-up: come to the library together once."),
            "guardian",
        )
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                club=locked, reader=reader, role=role, joined_on=on, guardian=guardian, guardian_phone=guardian_phone,
                by=by if getattr(by, "pk", None) else None,
            )  # fmt: skip
    except IntegrityError:
        raise ClubError(_("This reader was a member on that day already."), "overlap") from None
    audit.log("clubs.join", by=by, about=locked, unit=locked.programme.unit, after={"reader": reader.pk})
    return made


def is_full(club: Club) -> bool:
    return club.places is not None and club.memberships.filter(left_on=None).count() >= club.places


def _refuse_age(club: Club, reader: Reader, on: date, *, at_desk: bool) -> None:
    """At the desk the leader knows better than the day of birth."""
    first, last = club.programme.age_from, club.programme.age_to
    age = readers.age_on(reader, on)
    if at_desk or age is None:
        return
    if (first is not None and age < first) or (last is not None and age > last):
        raise ClubError(_("The club is for another age. Ask the leader: there may be a place all the same."), "age")


@transaction.atomic
def leave(*, membership: Membership, on: date, by: Any = None) -> Membership:
    """Leave a club; what was stays. Done twice, nothing is done twice."""
    found = (
        Membership.objects.select_for_update(of=("self",)).select_related("club__programme__unit").get(pk=membership.pk)
    )
    if found.left_on is None:
        found.left_on = max(on, found.joined_on)
        found.save(update_fields=["left_on"])
        audit.log(
            "clubs.leave", by=by, about=found.club, unit=found.club.programme.unit, after={"reader": found.reader_id}
        )
    return found


@transaction.atomic
def set_role(*, membership: Membership, role: str, by: Any = None) -> Membership:
    membership.role = role
    membership.full_clean(exclude=["club", "reader", "by"], validate_unique=False, validate_constraints=False)
    membership.save(update_fields=["role"])
    return membership
