"""What a club reads, who wants a copy, and the places in the queue taken for them in one press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chytalnia.catalogue.models import Work
from chytalnia.clubs.errors import ClubError
from chytalnia.clubs.models import Club, Membership, Reading, Wanted
from chytalnia.core import audit
from chytalnia.lending.errors import LendingError
from chytalnia.lending.services.holds import place_hold
from chytalnia.people.models import Reader


@dataclass(frozen=True, slots=True)
class Placed:
    placed: int
    #: who got none, and why
    refused: list[tuple[str, str]]


@transaction.atomic
def begin_reading(
    *, club: Club, work: Work, first_day: date, last_day: date | None = None, note: str = "", by: Any = None
) -> Reading:
    """The club reads a work; the same from the same day is one. Raises ClubError when the days contradict each other."""
    # Two presses wait for each other here.
    Club.objects.select_for_update(of=("self",), no_key=True).get(pk=club.pk)
    known = Reading.objects.filter(club=club, work=work, first_day=first_day).first()
    made = known or Reading(club=club, work=work, first_day=first_day)
    made.last_day, made.note = last_day, note[:300]
    try:
        made.full_clean(exclude=["club", "work"], validate_unique=False)
    except ValidationError as refusal:
        raise ClubError(" ".join(refusal.messages), "days") from None
    made.save()
    return made


@transaction.atomic
def end_reading(*, reading: Reading, on: date) -> Reading:
    """The club has read it; not before the day on which it began."""
    reading.last_day = max(on, reading.first_day)
    reading.save(update_fields=["last_day"])
    return reading


@transaction.atomic
def set_wanted(*, reading: Reading, memberships: Iterable[Membership], wanted: bool = True) -> None:
    """Members say that they want a copy, or need none any more; a place in the queue that was taken stays theirs. Raises
    ClubError for who is no member, and for a book that the club has read."""
    if wanted and reading.last_day is not None and reading.last_day < timezone.localdate():
        raise ClubError(_("The club has read this book already."), "over")
    for membership in memberships:
        if membership.club_id != reading.club_id or membership.left_on is not None:
            raise ClubError(_("Only members of the club ask for its books."), "member")
        if wanted:
            Wanted.objects.get_or_create(reading=reading, membership=membership)
        else:
            Wanted.objects.filter(reading=reading, membership=membership, hold=None).delete()


def place_holds(*, reading: Reading, by: Any = None) -> Placed:
    """Take a place in the queue for everybody who wants a copy and has none yet, to be fetched where the club meets. Each is an
    act of lending of its own: whoever is refused does not keep the others from theirs."""
    unit = reading.club.programme.unit
    waiting = reading.wanted.filter(hold=None, membership__left_on=None, membership__reader__isnull=False)
    placed, refused = 0, []
    for each in waiting.select_related("membership__reader"):
        reader = each.membership.reader
        assert reader is not None
        with transaction.atomic():
            try:
                with transaction.atomic():
                    each.hold = place_hold(
                        reader=reader, target=reading.work, pickup=unit, by=by, note=str(reading.club)[:200]
                    )
                each.refused = ""
                placed += 1
            except LendingError as refusal:
                each.refused = str(refusal)[:300]
                refused.append((str(reader), str(refusal)))
            each.save(update_fields=["hold", "refused"])
    if placed:
        audit.log("clubs.holds", by=by, about=reading.club, unit=unit, after={"work": reading.work_id, "holds": placed})
    return Placed(placed, refused)


def hold_for_club(*, reading: Reading, by: Any = None) -> None:
    """A place in the queue for the club as a whole, on its own card. Raises ClubError or what lending refuses with."""
    card: Reader | None = reading.club.borrows_as
    if card is None:
        raise ClubError(_("The club has no card of its own."), "no_card")
    place_hold(
        reader=card, target=reading.work, pickup=reading.club.programme.unit, by=by, note=str(reading.club)[:200]
    )
